"""What is read beside the text: the budget, the register of the outcomes, the Accordo. See `piani.lettura.modello`."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class VoceBilancio:
    """A line of the budget summary: a macroarea, its sheets, its own amounts and those shared."""

    nome: str
    schede: str
    proprie: str
    condivise: str


@dataclass(frozen=True)
class GruppoBilancio:
    """Ordinary objectives, or those that pursue LEPS, with their total."""

    nome: str
    voci: list[VoceBilancio]
    proprie: str
    condivise: str


@dataclass(frozen=True)
class Bilancio:
    """The budget of the plan. Shared amounts stand apart and count once; `avvertenze` say what was left out."""

    gruppi: list[GruppoBilancio]
    proprie: str
    condivise: str
    avvertenze: list[str]


@dataclass(frozen=True)
class RigaEsito:
    """An earlier objective in the register: how far it got, what follows it."""

    ancora: str
    titolo: str
    grado: str
    seguito: str


@dataclass(frozen=True)
class ParteAccordo:
    """A party of the Accordo."""

    nome: str
    qualifica: str
    rappresentante: str


@dataclass(frozen=True)
class AccordoLetto:
    """The Accordo di Programma, its slots filled; `irrisolti` are those that nobody filled."""

    titolo: str
    decorrenza: str
    scadenza: str
    premesse: list[tuple[str, str]]
    articoli: list[tuple[int, str, str]]
    parti: list[ParteAccordo]
    irrisolti: list[str] = field(default_factory=list)

    @property
    def sottoscrittori(self) -> list[ParteAccordo]:
        """The parties that the Accordo binds."""
        return [p for p in self.parti if p.qualifica != "Aderente"]

    @property
    def aderenti(self) -> list[ParteAccordo]:
        """The parties that adhere."""
        return [p for p in self.parti if p.qualifica == "Aderente"]
