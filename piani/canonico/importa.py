"""From the canonical document to rows, in one transaction: a crash in the middle leaves the old state."""

from collections.abc import Callable
from itertools import count

from django.db import transaction

from ambiti.enums import TipoEnte
from ambiti.models import Ambito, Ente
from core.canonico import Json
from core.exceptions import DatiNonValidi
from core.testo import TestoTroppoLungo, html_pulito, pulisci, riga
from obiettivi.catalogo import Catalogo
from obiettivi.importa import Costruttore, decimale_da
from obiettivi.models import Triennio
from piani.canonico.forma import Documento
from piani.canonico.riferimenti import chiavi_enti, enti_per_chiave
from piani.composizione import parti
from piani.models import Piano, RigaTabella, Sezione, Tabella, VoceFormato, VoceScheda

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
            testo=html_pulito(dati["testo"]),
        )
        create[dati["chiave"]] = sezione
        for n, figlia in enumerate(dati["sezioni"], 1):
            aggiungi(figlia, n, sezione)

    for n, dati in enumerate(documento["sezioni"], 1):
        aggiungi(dati, n, None)
    return create


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
            VoceScheda.objects.create(
                piano=piano,
                scheda=scheda,
                sezione=sezione,
                specie=specie,
                codice=riga(dati["codice"], massimo=20),
                ordine=next(ordini),
            )


def _tabelle(piano: Piano, documento: Documento, sezioni: dict[str, Sezione]) -> None:
    chiavi: set[str] = set()
    for ordine, d in enumerate(documento["tabelle"], 1):
        luogo = f"Tabella «{d['chiave']}»"
        if d["chiave"] in chiavi:
            raise DatiNonValidi(f"{luogo}: la chiave è ripetuta. {NULLA}")
        chiavi.add(d["chiave"])
        tabella = Tabella.objects.create(
            piano=piano,
            sezione=_sezione_di(sezioni, d["sezione"], luogo),
            chiave=d["chiave"],
            specie=d["specie"],
            ordine=ordine,
            titolo=riga(d["titolo"], massimo=300),
            fonte=riga(d["fonte"], massimo=300),
            anno=riga(d["anno"], massimo=20),
            nota=pulisci(d["nota"]),
            grafico=d["grafico"],
            orizzontale=d["orizzontale"],
            colonne=d["colonne"],
        )
        RigaTabella.objects.bulk_create(_riga(tabella, n, r, luogo) for n, r in enumerate(d["righe"], 1))


def _riga(tabella: Tabella, ordine: int, dati: Json, luogo: str) -> RigaTabella:
    luogo = f"{luogo}, riga {ordine}"
    if len(dati["valori"]) != len(tabella.colonne):
        raise DatiNonValidi(f"{luogo}: {len(dati['valori'])} valori per {len(tabella.colonne)} colonne. {NULLA}")
    for valore, colonna in zip(dati["valori"], tabella.colonne, strict=True):
        if colonna["tipo"] != "testo":
            decimale_da(valore, f"{luogo}, colonna «{colonna['titolo']}»")
    return RigaTabella(
        tabella=tabella,
        ordine=ordine,
        valori=[riga(v) for v in dati["valori"]],
        unita=riga(dati["unita"], massimo=40),
        totale=dati["totale"],
        nota=riga(dati["nota"], massimo=300),
        esempio=dati["esempio"],
    )


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
            _tabelle(piano, documento, sezioni)
            for parte in parti():
                if documento[parte.chiave] is not None:
                    parte.importa(piano, documento[parte.chiave])
        except TestoTroppoLungo as errore:
            raise DatiNonValidi(f"{errore} {NULLA}") from errore
    return piano
