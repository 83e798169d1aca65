"""How sure the reader is of a piece. Pure."""

from dataclasses import dataclass, field
from enum import StrEnum

from piani.word.leggi.sorgente import Paragrafo


class Sicurezza(StrEnum):
    """Three degrees: nobody need look, likely, somebody must look."""

    CERTO = "certo"
    PROBABILE = "probabile"
    DA_GUARDARE = "da_guardare"

    @property
    def etichetta(self) -> str:
        """The words of the page."""
        return {"certo": "certo", "probabile": "probabile", "da_guardare": "da guardare"}[self.value]


_ORDINE = list(Sicurezza)


def peggiore(*gradi: Sicurezza) -> Sicurezza:
    """Return the least sure."""
    return max(gradi, key=_ORDINE.index, default=Sicurezza.CERTO)


@dataclass
class Capito:
    """What an answer became: choices, what is left as text, words for the account."""

    scelte: list[str] = field(default_factory=list)
    resto: list[Paragrafo] = field(default_factory=list)
    sicurezza: Sicurezza = Sicurezza.CERTO
    parole: list[str] = field(default_factory=list)
    non_pertinente: bool = False

    def dubita(self, grado: Sicurezza, parole: str) -> None:
        """Lower the degree and say why."""
        self.sicurezza = peggiore(self.sicurezza, grado)
        self.parole.append(parole)
