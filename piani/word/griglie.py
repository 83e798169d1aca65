"""The typed rows as tables of Word: one declaration of their columns, for who writes and for who reads. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from core.canonico import Json
from piani.lettura import Nomi
from piani.word import valori as v
from piani.word.valori import NonCapito

UNIONE = "; "
ANNO = re.compile(r"(?:19|20)\d\d")
TRIENNIO = "Triennio"


@dataclass(frozen=True)
class Colonna:
    """A column: its heading, its weight in width, its words from a row and the row's fields from its words.

    `leggi` None: the portal's words, not read back. `estrai` are the same fields as they stand in the row.
    """

    titolo: str
    peso: int
    scrivi: Callable[[Json], str]
    leggi: Callable[[str], Json] | None
    estrai: Callable[[Json], Json]
    numero: bool = False


@dataclass(frozen=True)
class Griglia:
    """A table of typed rows. `vuota` is a new row; words that are not understood go to the field `residuo`."""

    nome: str
    colonne: list[Colonna]
    vuota: Json
    residuo: str = "nota"
    # Headings left out when no row has them.
    facoltative: frozenset[str] = field(default_factory=frozenset)

    def per_righe(self, righe: list[Json]) -> list[Colonna]:
        """Return the columns that these rows need."""
        return [c for c in self.colonne if c.titolo not in self.facoltative or any(c.scrivi(r) for r in righe)]

    def per_titolo(self, titolo: str) -> Colonna | None:
        """Return the column with that heading."""
        return next((c for c in self.colonne if v.piano(c.titolo) == v.piano(titolo)), None)


def _testo(titolo: str, peso: int, chiave: str, *, numero: bool = False) -> Colonna:
    return Colonna(titolo, peso, lambda r: str(r[chiave]), lambda t: {chiave: t}, lambda r: {chiave: r[chiave]}, numero)


def _voce(titolo: str, peso: int, chiave: str, parole: dict[str, str]) -> Colonna:
    return Colonna(
        titolo,
        peso,
        lambda r: str(parole.get(r[chiave], r[chiave])),
        lambda t: {chiave: v.tra(t, parole)},
        lambda r: {chiave: r[chiave]},
    )


def _chiavi(*chiavi: str) -> Callable[[Json], Json]:
    return lambda r: {k: r[k] for k in chiavi}


def azioni(*, esito: bool) -> Griglia:
    """The actions, nested ones after their own."""
    realizzazione = Colonna(
        "Realizzazione",
        14,
        lambda a: v.percento_scritto(a["realizzazione"]),
        lambda t: {"realizzazione": v.intero_letto(t)},
        _chiavi("realizzazione"),
        numero=True,
    )
    return Griglia(
        "Azioni previste e loro realizzazione" if esito else "Azioni",
        [
            _testo("N.", 7, "numero"),
            _testo("Azione", 50, "testo"),
            _testo("Modalità di realizzazione", 30, "testo_modalita"),
            realizzazione,
            _testo("Nota", 20, "nota"),
        ],
        {"numero": "", "testo": "", "testo_modalita": "", "realizzazione": None, "nota": "", "azioni": []},
        facoltative=frozenset({"Modalità di realizzazione", "Nota"} | (set() if esito else {"Realizzazione"})),
    )


def _atteso(titolo: str, anno: int | None) -> Colonna:
    def suoi(i: Json) -> list[Json]:
        return [o for o in i["obiettivi"] if o["anno"] == anno]

    def letti(testo: str) -> Json:
        return {"obiettivi": [{"anno": anno, **v.atteso_letto(t)} for t in testo.split("\n") if t.strip()]}

    return Colonna(
        titolo,
        13,
        lambda i: "\n".join(v.atteso_scritto(o, i["unita"]) for o in suoi(i)),
        letti,
        lambda i: {"obiettivi": suoi(i)},
    )


def indicatori(anni: list[int], fase: str = "output") -> Griglia:
    """The indicators of a phase, with a column for each year and one for the whole triennium."""
    base = Colonna(
        "Valore di partenza",
        12,
        lambda i: v.base_scritta(i["base"], i["unita"]),
        lambda t: {"base": v.base_letta(t)},
        _chiavi("base"),
    )
    return Griglia(
        "Indicatori",
        [
            _testo("N.", 7, "numero"),
            _testo("Azione", 9, "azione"),
            _testo("Indicatore", 32, "testo"),
            _testo("Formula", 20, "formula"),
            _voce("Unità", 11, "unita", v.UNITA),
            base,
            *(_atteso(str(a), a) for a in anni),
            _atteso(TRIENNIO, None),
        ],
        {
            "numero": "",
            "azione": "",
            "fase": fase,
            "testo": "",
            "formula": "",
            "unita": "numero",
            "base": None,
            "leps_indicatore": "",
            "obiettivi": [],
        },
        residuo="testo",
        facoltative=frozenset({"Formula", "Valore di partenza", "Azione"}),
    )


def _tra_voci(testo: str, parole: dict[str, str]) -> list[str]:
    return [v.tra(t, parole) for t in testo.split(UNIONE.strip()) if t.strip()]


def risorse(nomi: Nomi, fonti: dict[str, str], enti: dict[str, str]) -> Griglia:
    """The funding lines; `fonti` and `enti` are the names of the codes that the document carries."""

    def condivisa(r: Json) -> str:
        con = UNIONE.join(nomi.enti(r["condivisa_con"]))
        return f"Sì: {con}" if r["condivisa"] and con else v.SI_NO[bool(r["condivisa"])]

    def condivisa_letta(testo: str) -> Json:
        prima, _, con = testo.partition(":")
        return {
            "condivisa": v.tra(prima, {"1": "Sì", "": "No"}) == "1",
            "condivisa_con": _tra_voci(con, enti),
        }

    return Griglia(
        "Risorse economiche",
        [
            Colonna("Importo", 20, v.importo_scritto, v.importo_letto, _chiavi("importo", "precisione"), numero=True),
            Colonna("Periodo", 16, v.periodo_scritto, v.periodo_letto, _chiavi("periodo", "anno")),
            Colonna(
                "Fonti",
                30,
                lambda r: UNIONE.join(nomi.fonte(f) for f in r["fonti"]),
                lambda t: {"fonti": _tra_voci(t, fonti)},
                _chiavi("fonti"),
            ),
            _voce("Natura", 14, "natura", v.NATURE),
            Colonna("Condivisa", 16, condivisa, condivisa_letta, _chiavi("condivisa", "condivisa_con")),
            Colonna(
                "Fino al",
                14,
                lambda r: v.data_scritta(r["fino_al"]),
                lambda t: {"fino_al": v.data_letta(t)},
                _chiavi("fino_al"),
            ),
            _testo("Nota", 24, "nota"),
        ],
        {
            "importo": None,
            "fonti": [],
            "natura": "non_indicata",
            "periodo": "triennio",
            "anno": None,
            "precisione": "esatto",
            "condivisa": False,
            "condivisa_con": [],
            "fino_al": None,
            "nota": "",
        },
        facoltative=frozenset({"Fino al", "Nota"}),
    )


SEGUITO = Griglia(
    "Nella nuova programmazione",
    [
        _voce("Esito", 20, "esito", v.ESITI),
        _testo("Nuovo obiettivo", 20, "codice"),
        _testo("Motivo", 60, "motivo"),
    ],
    {"codice": "", "esito": "chiuso", "motivo": ""},
    residuo="motivo",
)


def parti(nomi: Nomi) -> Griglia:
    """The parties of the Accordo: which body each is cannot be changed here."""
    ente = Colonna("Ente", 40, lambda p: nomi.ente(p["ente"]), None, _chiavi("ente"))
    return Griglia(
        "Parti dell'Accordo",
        [ente, _voce("Qualifica", 25, "qualifica", v.QUALIFICHE), _testo("Rappresentante", 35, "rappresentante")],
        {"ente": "", "qualifica": "aderente", "rappresentante": ""},
        residuo="rappresentante",
    )


def _data_dell_atto(testo: str) -> Json:
    iso = v.data_letta(testo)
    if iso is None:
        raise NonCapito(testo)
    return {"data": iso}


ATTI = Griglia(
    "Atti richiamati",
    [
        _voce("Atto", 14, "tipo", v.NORME),
        _testo("Chi lo ha emanato", 20, "emanante"),
        _testo("Numero", 14, "numero"),
        Colonna("Data", 16, lambda a: v.data_scritta(a["data"]), _data_dell_atto, _chiavi("data")),
        _testo("Titolo", 40, "titolo"),
        _testo("Nota", 24, "nota"),
    ],
    {"tipo": "altro", "emanante": "", "numero": "", "data": "1900-01-01", "titolo": "", "nota": ""},
    facoltative=frozenset({"Nota"}),
)

VALORI = Griglia(
    "Valori da completare",
    [
        Colonna("Nel testo", 30, lambda s: s["chiave"], None, _chiavi("chiave")),
        _testo("Che cosa è", 35, "etichetta"),
        _testo("Valore", 45, "valore"),
    ],
    {"chiave": "", "etichetta": "", "valore": ""},
    residuo="valore",
)
