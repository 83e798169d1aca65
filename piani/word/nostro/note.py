"""What the reading of a file has to tell to who sent it."""

from dataclasses import dataclass
from enum import StrEnum


class Genere(StrEnum):
    """Kinds of notes; the value is what the report calls them."""

    AGGIUNTO = "Scritto fuori dai riquadri"
    TOLTO = "Tolto dal file"
    SPOSTATO = "Spostato nel file"
    NON_CAPITO = "Non capito"
    NON_LETTO = "Non letto"


@dataclass(frozen=True)
class Nota:
    """A note: what, where in words, and the sentence."""

    genere: Genere
    luogo: str
    testo: str

    def __str__(self) -> str:
        """Return it as a line."""
        return f"{self.genere}. {self.luogo}: {self.testo}" if self.luogo else f"{self.genere}. {self.testo}"
