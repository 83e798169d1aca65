"""What page and paper show. Texts are ready: templates only lay out. HTML texts have been cleaned on the way in."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from piani.lettura.modello_quadri import AccordoLetto, Bilancio, RigaEsito
from piani.rimandi import Bersaglio

Stato = Literal["compilata", "non compilato", "non pertinente"]
RIGHE_CORTA = 14
RIGHE_CON_DISEGNO = 5

# --- Values of a row of a sheet ------------------------------------------------------------------


@dataclass(frozen=True)
class Testo:
    """Formatted text (cleaned HTML)."""

    html: str
    tipo: ClassVar[str] = "testo"


@dataclass(frozen=True)
class Frase:
    """A plain sentence: a title, a percentage."""

    testo: str
    tipo: ClassVar[str] = "frase"


@dataclass(frozen=True)
class Scelte:
    """The labels chosen among those of the format."""

    voci: list[str]
    tipo: ClassVar[str] = "scelte"


@dataclass(frozen=True)
class Elenco:
    """Plain items under an optional heading: areas of policy, points of an area."""

    voci: list[str]
    titolo: str = ""
    tipo: ClassVar[str] = "elenco"


@dataclass(frozen=True)
class AzioneLetta:
    """An action and those inside it; `realizzazione` is "75%" in outcomes, else empty."""

    numero: str
    testo: str
    realizzazione: str = ""
    nota: str = ""
    azioni: list["AzioneLetta"] = field(default_factory=list)


@dataclass(frozen=True)
class Azioni:
    """The actions of a sheet."""

    voci: list[AzioneLetta]
    tipo: ClassVar[str] = "azioni"


@dataclass(frozen=True)
class LineaLetta:
    """A funding line in words, its note, and whom the amount is shared with (empty if own)."""

    testo: str
    fonti: str
    nota: str
    condivisa: str


@dataclass(frozen=True)
class Risorse:
    """Funding lines and their total in words (empty when there is nothing to add up)."""

    linee: list[LineaLetta]
    totale: str
    tipo: ClassVar[str] = "risorse"


@dataclass(frozen=True)
class IndicatoreLetto:
    """An indicator: target and regional target in words, empty when there is none."""

    numero: str
    testo: str
    formula: str
    unita: str
    base: str
    atteso: str
    regionale: str


@dataclass(frozen=True)
class GruppoIndicatori:
    """Indicators under their action; `modalita` is the action's wording in this row when it differs."""

    azione: str
    modalita: str
    voci: list[IndicatoreLetto]


@dataclass(frozen=True)
class Indicatori:
    """The indicators of one phase."""

    gruppi: list[GruppoIndicatori]
    tipo: ClassVar[str] = "indicatori"


@dataclass(frozen=True)
class CellaMatrice:
    """A cell: marked or not."""

    scelta: bool


@dataclass(frozen=True)
class Matrice:
    """The matrix of the ASST sheet (DGR XII/2089): lines of intervention by themes."""

    colonne: list[str]
    righe: list[tuple[str, list[CellaMatrice]]]
    tipo: ClassVar[str] = "matrice"


Blocco = Testo | Frase | Scelte | Elenco | Azioni | Risorse | Indicatori | Matrice


@dataclass(frozen=True)
class RigaScheda:
    """A row of the official format. `intera`: short enough to stay on one page."""

    chiave: str
    etichetta: str
    stato: Stato
    blocchi: list[Blocco]
    esempio: bool
    intera: bool


@dataclass(frozen=True)
class SeguitoLetto:
    """What became of an earlier objective."""

    testo: str
    motivo: str


@dataclass(frozen=True)
class ValutazioneLetta:
    """The evaluation of a part of an earlier objective; `azioni` are the numbers of its actions."""

    nome: str
    azioni: str
    grado: str
    cambiamento: str
    note: list[str]


@dataclass(frozen=True)
class SchedaLetta:
    """A sheet. `ancora` names its place on page and paper."""

    ancora: str
    specie: str
    codice: str
    titolo: str
    prioritario: bool
    note: list[tuple[str, str]]
    descrizione: str
    azioni: list[AzioneLetta]
    righe: list[RigaScheda]
    seguito: list[SeguitoLetto]
    sezione: str
    formato: str
    fonte: str
    livello: int = 3
    valutazioni: list[ValutazioneLetta] = field(default_factory=list)

    @property
    def intestazione(self) -> str:
        """Code, title and priority, as the sheet is named everywhere."""
        return f"{self.codice} – {self.titolo}{' (prioritario)' if self.prioritario else ''}"


# --- Tables and charts ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Cella:
    """A value in words; `numero` cells align to the right and never break; `richiamo` is the mark of its note."""

    testo: str
    numero: bool
    richiamo: str = ""


@dataclass(frozen=True)
class ColonnaLetta:
    """A column's heading."""

    titolo: str
    numero: bool


@dataclass(frozen=True)
class RigaTabella:
    """A row: its first cell is its heading."""

    titolo: str
    celle: list[Cella]
    totale: bool
    esempio: bool
    richiamo: str


@dataclass(frozen=True)
class TabellaLetta:
    """A table, chart or figure with its numbered caption. `svg` is empty for a table.

    `note_dati` say what marks and computed values mean. A chart of another table names it in `dati` (Tabella 2.1).
    `origine` says who published it, and which version; empty for what is the plan's own.
    """

    ancora: str
    specie: str
    numero: str
    titolo: str
    fonte: str
    nota: str
    note: list[tuple[str, str]]
    gruppi: list[tuple[str, int]]
    colonne: list[ColonnaLetta]
    righe: list[RigaTabella]
    orizzontale: bool
    svg: str
    con_esempi: bool
    note_dati: tuple[str, ...] = ()
    dati: str = ""
    ancora_dati: str = ""
    origine: str = ""

    @property
    def didascalia(self) -> str:
        """The caption: Tabella 2.1. Indici demografici."""
        return f"{self.numero}. {self.titolo}"

    @property
    def corta(self) -> bool:
        """Whether it is better moved whole to the next page than split."""
        return len(self.righe) <= (RIGHE_CON_DISEGNO if self.svg else RIGHE_CORTA)

    @property
    def poche_righe(self) -> bool:
        """Whether its rows are better kept together."""
        return len(self.righe) <= RIGHE_CORTA

    @property
    def dati_in_carta(self) -> bool:
        """Whether paper prints the data under the drawing: with more series the drawing cannot write them all."""
        return bool(self.svg) and not self.dati and self.specie == "grafico" and len(self.colonne) > 2


# --- The whole -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class FirmaLetta:
    """Who signs a preface, and as what (may be empty)."""

    nome: str
    qualifica: str


@dataclass(frozen=True)
class SezioneLetta:
    """A section with all that stands in it. `livello` 1 is a chapter; `numero` is empty when not numbered; `origine` says
    who published its text, and which version."""

    chiave: str
    ancora: str
    numero: str
    titolo: str
    livello: int
    pagina_nuova: bool
    proprietario: str
    testo: str
    tabelle: list[TabellaLetta]
    schede: list[SchedaLetta]
    sezioni: list["SezioneLetta"]
    firma: FirmaLetta | None = None
    origine: str = ""

    @property
    def nome(self) -> str:
        """Number and title."""
        return (
            f"{self.numero}. {self.titolo}"
            if self.numero and "." not in self.numero
            else (f"{self.numero} {self.titolo}".strip())
        )

    @property
    def breve(self) -> str:
        """The name cut to the width of a running header."""
        return self.nome if len(self.nome) <= 70 else self.nome[:68].rsplit(" ", 1)[0] + "…"

    def cammina(self) -> Iterator["SezioneLetta"]:
        """Yield this section and all below it, in reading order."""
        yield self
        for figlia in self.sezioni:
            yield from figlia.cammina()


@dataclass(frozen=True)
class PianoLetto:
    """The plan, ready for page and paper."""

    codice: str
    triennio: str
    titolo: str
    ambito: str
    ats: str
    atto: str
    dal: str
    al: str
    esempio: bool
    sha256: str
    capitoli: list[SezioneLetta]
    bilancio: Bilancio | None
    esiti: list[RigaEsito]
    grado_medio: str
    formato: list[tuple[str, list[SezioneLetta]]]
    accordo: AccordoLetto | None
    rimandi: dict[str, Bersaglio] = field(default_factory=dict)

    @property
    def testatina(self) -> str:
        """The running header."""
        return f"{self.ambito} – Documento di Piano {self.triennio}"

    def sezioni(self) -> Iterator[SezioneLetta]:
        """Yield all the sections, in reading order."""
        for capitolo in self.capitoli:
            yield from capitolo.cammina()

    def schede(self) -> Iterator[SchedaLetta]:
        """Yield all the sheets, in reading order."""
        for sezione in self.sezioni():
            yield from sezione.schede

    def tabelle(self) -> Iterator[TabellaLetta]:
        """Yield all tables, charts and figures, in reading order."""
        for sezione in self.sezioni():
            yield from sezione.tabelle
