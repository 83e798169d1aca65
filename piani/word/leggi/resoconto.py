"""The account of a reading: for every piece what was understood, how sure, where it was in the file. Pure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from piani.word.leggi.esito import Sicurezza

# Nobody reads ten pages of source beside a row: the file itself is kept.
MASSIMA_ORIGINE = 4000
# The table of contents is nowhere else: whole.
MASSIMO_INDICE = 100_000
CONTI = (
    "sezioni",
    "capoversi",
    "righe_indice",
    "schede",
    "schede_obiettivo",
    "righe_obiettivo",
    "schede_asst",
    "righe_asst",
    "esiti",
    "schede_esito",
    "righe_esito",
    "tabelle",
    "tabelle_come_testo",
)


@dataclass(frozen=True)
class Voce:
    """A piece of the file. `specie`: titolo, testo, scheda, riga, tabella, indice, avviso."""

    specie: str
    posto: str
    titolo: str
    capito: str
    sicurezza: Sicurezza
    origine: str = ""
    scheda: str = ""


@dataclass
class Resoconto:
    """All the pieces, in the order of the file, and the counts that sum them up."""

    voci: list[Voce] = field(default_factory=list)
    conti: Counter[str] = field(default_factory=Counter)

    def aggiungi(self, voce: Voce) -> None:
        """Add a piece."""
        self.voci.append(voce)

    def gradi(self) -> Counter[str]:
        """Return how many pieces have each degree."""
        return Counter(v.sicurezza.value for v in self.voci)

    def dati(self) -> dict[str, Any]:
        """Return the account as plain data."""
        return {
            "conti": {chiave: self.conti[chiave] for chiave in CONTI},
            "gradi": {s.value: self.gradi()[s.value] for s in Sicurezza},
            "voci": [{**asdict(v), "sicurezza": v.sicurezza.value} for v in self.voci],
        }

    def righe(self, *, solo_da_guardare: bool = False) -> Iterator[str]:
        """Yield the account as lines of text, for a terminal."""
        for voce in self.voci:
            if solo_da_guardare and voce.sicurezza is not Sicurezza.DA_GUARDARE:
                continue
            scheda = f"[{voce.scheda}] " if voce.scheda else ""
            yield f"{voce.sicurezza.etichetta.upper():12} {voce.posto}: {scheda}{voce.titolo} -> {voce.capito}"


def origine(testo: str, massima: int = MASSIMA_ORIGINE) -> str:
    """Return the words of the file that a page shows beside what was understood."""
    return testo if len(testo) <= massima else testo[: massima - 1] + "…"
