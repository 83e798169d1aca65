"""From the canonical document to rows, in one transaction: a crash in the middle leaves the old state."""

from collections.abc import Callable, Iterator
from itertools import count

from django.db import transaction

from ambiti.enums import TipoEnte
from ambiti.models import Ambito, Ente
from core.canonico import Json
from core.exceptions import DatiNonValidi
from core.testo import TestoTroppoLungo, html_pulito, riga
from documenti.immagini import AMMESSE
from documenti.models import FileConservato
from obiettivi.catalogo import Catalogo
from obiettivi.importa import Costruttore
from obiettivi.models import Triennio
from piani.canonico.blocchi import Provenienze
from piani.canonico.forma import Documento
from piani.canonico.provenienza import segna_provenienza, verificata
from piani.canonico.riferimenti import chiavi_enti, enti_per_chiave
from piani.canonico.tabelle import importa_tabelle
from piani.composizione import parti
from piani.enums import SpecieBlocco, SpecieSezione
from piani.models import Immagine, Piano, Sezione, VoceFormato, VoceScheda
from piani.queries_rimandi import chiavi_citabili
from piani.rimandi import mancanti, rimandi_in

# The Region's bodies come with `carica_regione`; others may travel with the plan.
VIAGGIANO = frozenset({TipoEnte.AZIENDA, TipoEnte.TERZO_SETTORE, TipoEnte.SINDACATO, TipoEnte.ALTRO})
NULLA = "Nulla è stato importato."


def _crea_enti(documento: Documento) -> dict[str, Ente]:
    chiavi = chiavi_enti(documento)
    trovati = enti_per_chiave(chiavi)
    for chiave in sorted(chiavi - set(trovati)):
        tipo, _, codice = chiave.partition(":")
        nomi = documento["riferimenti"]["enti"].get(chiave)
        if tipo not in VIAGGIANO or nomi is None:
            raise DatiNonValidi(f"L'ente «{chiave}» non esiste. {NULLA} Carica prima i dati della Regione.")
        trovati[chiave] = Ente.objects.create(
            tipo=tipo, codice=codice, nome=riga(nomi["nome"], massimo=200), sigla=riga(nomi["sigla"], massimo=60)
        )
    return trovati


def ambito_e_triennio(codice: str, triennio: str) -> tuple[Ambito, Triennio]:
    """Return the Ambito and the period of those codes. Raises DatiNonValidi with the code that is unknown."""
    ambito = Ambito.objects.select_related("ente", "ats__ente").filter(ente__codice=codice).first()
    if ambito is None:
        raise DatiNonValidi(f"Non c'è un Ambito con il codice {codice}. Nulla è cambiato.")
    periodo = Triennio.objects.filter(codice=triennio).first()
    if periodo is None:
        raise DatiNonValidi(f"Il triennio {triennio} non è tra quelli caricati. Nulla è cambiato.")
    return ambito, periodo


def _piano(documento: Documento) -> Piano:
    ambito, triennio = ambito_e_triennio(documento["ambito"], documento["triennio"])
    if Piano.objects.filter(ambito=ambito, triennio=triennio).exists():
        raise DatiNonValidi(f"L'Ambito di {ambito.nome} ha già un Piano per il triennio {triennio}. {NULLA}")
    return Piano.objects.create(
        ambito=ambito, triennio=triennio, titolo=riga(documento["titolo"], massimo=300), esempio=documento["esempio"]
    )


def _sezioni(piano: Piano, documento: Documento, ente: Callable[[str, str], Ente]) -> dict[str, Sezione]:
    voci = {v.chiave: v for v in VoceFormato.objects.filter(triennio=piano.triennio)}
    create: dict[str, Sezione] = {}
    provenienze = Provenienze(documento)

    def aggiungi(dati: Json, ordine: int, genitore: Sezione | None) -> None:
        luogo = f"Sezione «{dati['chiave']}»"
        if dati["chiave"] in create:
            raise DatiNonValidi(f"{luogo}: la chiave è ripetuta. {NULLA}")
        if dati["voce_formato"] and dati["voce_formato"] not in voci:
            raise DatiNonValidi(f"{luogo}: la voce del formato «{dati['voce_formato']}» non esiste. {NULLA}")
        sezione = Sezione.objects.create(
            piano=piano,
            genitore=genitore,
            chiave=dati["chiave"],
            ordine=ordine,
            titolo=riga(dati["titolo"], massimo=400),
            numerata=dati["numerata"],
            pagina_nuova=dati["pagina_nuova"],
            voce_formato=voci.get(dati["voce_formato"]),
            proprietario=ente(dati["proprietario"], luogo),
            testo=html_pulito(dati["testo"], immagini=True),
            **prefazione_di(dati),
            **provenienze.di(SpecieBlocco.TESTO, dati),
        )
        create[dati["chiave"]] = sezione
        for n, figlia in enumerate(dati["sezioni"], 1):
            aggiungi(figlia, n, sezione)

    for n, dati in enumerate(documento["sezioni"], 1):
        aggiungi(dati, n, None)
    return create


# What a section that nobody signs says of its signature.
SENZA_FIRMA: dict[str, str] = {"specie": SpecieSezione.TESTO, "firmatario": "", "qualifica": ""}


def prefazione_di(dati: Json) -> dict[str, str]:
    """Return what a signed preface adds to a section."""
    firma = dati.get("prefazione")
    if firma is None:
        return {}
    return {
        "specie": SpecieSezione.PREFAZIONE,
        "firmatario": riga(firma["firmatario"], massimo=200),
        "qualifica": riga(firma["qualifica"], massimo=200),
    }


def _immagini(piano: Piano, documento: Documento) -> None:
    """Tie the plan to the images that its texts show: those that the portal has not are awaited."""
    # A plan that is filled keeps the images that somebody has already brought.
    gia = set(piano.immagini.values_list("sha256", flat=True))
    voci = {a["sha256"]: a for a in documento["allegati"] if "larghezza" in a and a["sha256"] not in gia}
    presenti = {f.sha256: f for f in FileConservato.objects.filter(sha256__in=voci, tipo__in=AMMESSE)} if voci else {}
    Immagine.objects.bulk_create(
        Immagine(
            piano=piano,
            sha256=sha256,
            file=presenti.get(sha256),
            tipo=riga(voce["tipo"], massimo=40),
            dimensione=voce["dimensione"],
            larghezza=voce["larghezza"],
            altezza=voce["altezza"],
        )
        for sha256, voce in voci.items()
    )


def _sezione_di(sezioni: dict[str, Sezione], chiave: str, luogo: str) -> Sezione:
    if chiave not in sezioni:
        raise DatiNonValidi(f"{luogo}: la sezione «{chiave}» non c'è. {NULLA}")
    return sezioni[chiave]


def _schede(piano: Piano, documento: Documento, sezioni: dict[str, Sezione], ente: Callable[[str, str], Ente]) -> None:
    catalogo = Catalogo.carica()
    ordini = count(1)
    visti: set[tuple[str, str]] = set()
    for gruppo in ("schede", "esiti"):
        for dati in documento[gruppo]:
            luogo = f"Scheda {dati['codice']}"
            specie = catalogo.formato(dati["formato"], luogo).specie
            if (specie == "esito") != (gruppo == "esiti"):
                raise DatiNonValidi(f"{luogo}: sta tra «{gruppo}» ma il suo formato è di un'altra specie. {NULLA}")
            if (specie, dati["codice"]) in visti:
                raise DatiNonValidi(f"{luogo}: il codice è ripetuto. {NULLA}")
            visti.add((specie, dati["codice"]))
            sezione = _sezione_di(sezioni, dati["sezione"], luogo)
            scheda = Costruttore(dati, triennio=piano.triennio, catalogo=catalogo, ente=ente, luogo=luogo).costruisci()
            voce = VoceScheda.objects.create(
                piano=piano,
                scheda=scheda,
                sezione=sezione,
                specie=specie,
                codice=riga(dati["codice"], massimo=20),
                ordine=next(ordini),
            )
            segna_provenienza(voce, verificata(dati))


def importa_piano(documento: Documento, *, dentro: Piano | None = None) -> Piano:
    """Create the plan of a document that `canonico.leggi` has accepted; or fill `dentro`, a plan without any content.

    One transaction. Raises DatiNonValidi for an unknown code, an existing plan, a broken link: nothing changes.
    """
    with transaction.atomic():
        piano = _piano(documento) if dentro is None else dentro
        enti = _crea_enti(documento)

        def ente(chiave: str, luogo: str) -> Ente:
            if chiave not in enti:
                raise DatiNonValidi(f"{luogo}: l'ente «{chiave}» non esiste. {NULLA}")
            return enti[chiave]

        try:
            sezioni = _sezioni(piano, documento, ente)
            _schede(piano, documento, sezioni, ente)
            importa_tabelle(piano, documento, sezioni)
            _immagini(piano, documento)
            for parte in parti():
                if documento[parte.chiave] is not None:
                    parte.importa(piano, documento[parte.chiave])
        except TestoTroppoLungo as errore:
            raise DatiNonValidi(f"{errore} {NULLA}") from errore
        _controlla_rimandi(piano, documento)
    return piano


def _testi(rami: list[Json]) -> Iterator[tuple[str, str]]:
    for ramo in rami:
        yield f"Sezione «{ramo['chiave']}»", ramo["testo"]
        yield from _testi(ramo["sezioni"])


def _controlla_rimandi(piano: Piano, documento: Documento) -> None:
    risposte = (
        (f"Scheda {s['codice']}", r["testo"])
        for s in [*documento["schede"], *documento["esiti"]]
        for r in s["risposte"]
    )
    note: set[str] = set()
    for luogo, testo in [*_testi(documento["sezioni"]), *risposte]:
        if rimandi_in(testo):
            note = note or chiavi_citabili(piano)
            persi = mancanti(testo, note)
            if persi:
                raise DatiNonValidi(f"{luogo}: rimanda a «{persi[0]}», che nel file non c'è. {NULLA}")
