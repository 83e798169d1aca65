"""What was found, as the page shows it: filtered, grouped by weight and kind, counted by chapter. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from piani.controllo.modello import Peso, Regola, Rilievo
from piani.controllo.regole import PER_CHIAVE, REGOLE

TUTTO = "tutto"
_POSTO = {r.chiave: i for i, r in enumerate(REGOLE)}
_PESI = {Peso.LEGGE: 0, Peso.AVVISO: 1}


@dataclass(frozen=True)
class Scelta:
    """What the reader wants to see; an empty text is no filter. `parte` is the key of a section, table or sheet."""

    peso: str = ""
    famiglia: str = ""
    regola: str = ""
    capitolo: str = ""
    parte: str = ""

    def tiene(self, rilievo: Rilievo) -> bool:
        """Whether a finding is among those."""
        sua = PER_CHIAVE[rilievo.regola]
        coppie = (
            (self.peso, sua.peso),
            (self.famiglia, sua.famiglia),
            (self.regola, sua.chiave),
            (self.capitolo, rilievo.luogo.capitolo or TUTTO),
        )
        return all(not voluto or voluto == suo for voluto, suo in coppie) and della_parte(rilievo, self.parte)


def della_parte(rilievo: Rilievo, parte: str) -> bool:
    """Whether a finding stands on that part, or on a row of that sheet; an empty part is the whole plan."""
    return not parte or rilievo.luogo.chiave == parte or rilievo.luogo.chiave.startswith(f"{parte}:")


def in_ordine(rilievi: Iterable[Rilievo]) -> list[Rilievo]:
    """Return the findings with what the law requires first, then by rule; within a rule as they were found."""
    return sorted(rilievi, key=lambda r: (_PESI[PER_CHIAVE[r.regola].peso], _POSTO[r.regola]))


@dataclass(frozen=True)
class Gruppo:
    """The findings of one kind."""

    regola: Regola
    rilievi: list[Rilievo]


TITOLI = {Peso.LEGGE: "Lo chiede la Regione", Peso.AVVISO: "Consigli"}


def per_peso(rilievi: Iterable[Rilievo]) -> list[tuple[str, list[Gruppo]]]:
    """Return the groups under what the law requires and what is advised; a part without findings is left out."""
    gruppi = [Gruppo(PER_CHIAVE[k], list(g)) for k, g in groupby(in_ordine(rilievi), key=lambda r: r.regola)]
    divisi = [(titolo, [g for g in gruppi if g.regola.peso is peso]) for peso, titolo in TITOLI.items()]
    return [(titolo, insieme) for titolo, insieme in divisi if insieme]


def per_capitolo(rilievi: Iterable[Rilievo]) -> Counter[str]:
    """Return how many findings each chapter has, by its key; `TUTTO` for those of the whole plan."""
    return Counter(r.luogo.capitolo or TUTTO for r in rilievi)


def per_genere(rilievi: Iterable[Rilievo]) -> Counter[str]:
    """Return how many findings each kind has, by its key."""
    return Counter(r.regola for r in rilievi)


def quanti_di_legge(rilievi: Iterable[Rilievo]) -> int:
    """Return how many findings are of what the law requires."""
    return sum(PER_CHIAVE[r.regola].peso is Peso.LEGGE for r in rilievi)
