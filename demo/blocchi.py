"""What ATS Insubria publishes for the plans of its Ambiti: a text with a newer version on offer, and a table."""

from demo.persone import DOMINIO
from obiettivi.models import Triennio
from piani.actions.blocchi import cambia_colonne_blocco, crea_blocco, pubblica_blocco, salva_righe_blocco, scrivi_blocco
from piani.actions.blocchi_inseriti import inserisci_tabella, inserisci_testo
from piani.actions.tabelle import RigaScritta
from piani.enums import AChi, SpecieBlocco
from piani.models import Blocco, Colonna, Piano, VersioneBlocco
from utenti.models import Utente

TITOLO_TESTO = "Il territorio dell'ATS Insubria"
TITOLO_TABELLA = "Ambiti e distretti dell'ATS Insubria, per ASST"
# Numbers of Allegato C to DGR XII/2167; the words are an example.
PRIMA = (
    "<p>L'ATS Insubria segue i Piani di venti Ambiti territoriali, che lavorano con tre ASST: Lariana, Sette Laghi e Valle "
    "Olona.</p>"
)
DOPO = (
    f"{PRIMA}<p>I distretti sono diciassette. Gallarate, con Busto Arsizio, Castellanza, Saronno e Somma Lombardo, lavora con "
    "l'ASST Valle Olona.</p>"
)
RIGHE = (("ASST Lariana", "8", "6"), ("ASST Sette Laghi", "7", "7"), ("ASST Valle Olona", "5", "4"))


def pubblica_i_blocchi(triennio: Triennio) -> str:
    """Write and publish the two blocks once; return what was done, in words."""
    autore = Utente.objects.get(email=f"funzionario.ats@{DOMINIO}")
    ats = autore.incarichi.select_related("ente").get().ente
    if Blocco.objects.filter(ente=ats, triennio=triennio).exists():
        return "già pubblicati"
    testo = crea_blocco(
        ats, triennio, specie=SpecieBlocco.TESTO, titolo=TITOLO_TESTO, a_chi=AChi.TERRITORIO, autore=autore
    )
    _pubblica_testo(testo, PRIMA, "", autore)
    tabella = crea_blocco(
        ats, triennio, specie=SpecieBlocco.TABELLA, titolo=TITOLO_TABELLA, a_chi=AChi.TERRITORIO, autore=autore
    )
    colonne: list[tuple[str | None, Colonna]] = [
        (None, {"chiave": "", "titolo": t, "gruppo": "", "tipo": tipo, "decimali": 0, "unita": ""})
        for t, tipo in (("ASST", "testo"), ("Ambiti", "numero"), ("Distretti", "numero"))
    ]
    tabella = cambia_colonne_blocco(tabella, colonne=colonne, revisione=tabella.revisione, autore=autore)
    righe = [RigaScritta(list(r)) for r in RIGHE]
    righe.append(RigaScritta(["Totale", "", ""], totale=True, calcolo="totale"))
    tabella = salva_righe_blocco(tabella, righe=righe, revisione=tabella.revisione, autore=autore)
    tabella = scrivi_blocco(
        tabella,
        dati={
            "titolo": TITOLO_TABELLA,
            "a_chi": AChi.TERRITORIO,
            "fonte": "Regione Lombardia, DGR XII/2167, Allegato C",
            "anno": "2024",
            "nota": "",
            "orizzontale": False,
        },
        revisione=tabella.revisione,
        autore=autore,
    )
    pubblica_blocco(tabella, revisione=tabella.revisione, autore=autore)
    return "pubblicati"


def _pubblica_testo(testo: Blocco, parole: str, nota: str, autore: Utente) -> VersioneBlocco:
    attuale = Blocco.objects.get(pk=testo.pk)
    scritto = scrivi_blocco(
        attuale,
        dati={"titolo": TITOLO_TESTO, "a_chi": AChi.TERRITORIO, "testo": parole},
        revisione=attuale.revisione,
        autore=autore,
    )
    return pubblica_blocco(scritto, revisione=scritto.revisione, nota=nota, autore=autore)


def inserisci_i_blocchi(piano: Piano) -> str:
    """Put both in a plan in `bozza`, then publish a newer version of the text; return what was done, in words."""
    udp = Utente.objects.get(email=f"udp.gallarate@{DOMINIO}")
    versioni = {v.titolo: v for v in VersioneBlocco.objects.select_related("blocco__ente").filter(numero=1)}
    testo, tabella = versioni[TITOLO_TESTO], versioni[TITOLO_TABELLA]
    if not piano.modificabile or testo.blocco.versioni.count() > 1:
        return "già inseriti"
    capitolo = piano.sezioni.select_related("proprietario").filter(voce_formato__chiave="contesto").first()
    capitolo = capitolo or piano.sezioni.select_related("proprietario").order_by("ordine").first()
    if capitolo is None:
        return "il Piano non ha sezioni"
    capitolo.piano = piano
    sezione = inserisci_testo(piano, testo, genitore=capitolo, autore=udp)
    sezione.piano = piano
    inserisci_tabella(sezione, tabella, autore=udp)
    funzionario = Utente.objects.get(email=f"funzionario.ats@{DOMINIO}")
    _pubblica_testo(testo.blocco, DOPO, "Aggiunti i distretti e gli Ambiti di ogni ASST.", funzionario)
    return "inseriti"
