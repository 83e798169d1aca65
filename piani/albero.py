"""The tree of sections as it is read: depth and printed number of each. Pure: no query."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from piani.models import Sezione


@dataclass
class Nodo:
    """A section in its place. `livello` is 0 for chapters; `numero` is as printed ("2.1"), empty if unnumbered."""

    sezione: Sezione
    livello: int
    numero: str
    figli: list["Nodo"] = field(default_factory=list)

    def ramo(self) -> Iterator["Nodo"]:
        """Yield the node, then all that is under it, in reading order."""
        yield self
        for figlio in self.figli:
            yield from figlio.ramo()


def albero(sezioni: Iterable[Sezione]) -> list[Nodo]:
    """Return the chapters, each with its branch, from the sections of one plan in any order."""
    per_genitore: dict[int | None, list[Sezione]] = defaultdict(list)
    for sezione in sorted(sezioni, key=lambda s: (s.ordine, s.pk)):
        per_genitore[sezione.genitore_id].append(sezione)
    return _figli(per_genitore, None, 0, "")


def _figli(
    per_genitore: dict[int | None, list[Sezione]], genitore: int | None, livello: int, prefisso: str
) -> list[Nodo]:
    nodi, conta = [], 0
    for sezione in per_genitore[genitore]:
        numero = ""
        if sezione.numerata:
            conta += 1
            numero = f"{prefisso}.{conta}" if prefisso else str(conta)
        nodi.append(Nodo(sezione, livello, numero, _figli(per_genitore, sezione.pk, livello + 1, numero)))
    return nodi


def in_ordine(capitoli: Iterable[Nodo]) -> list[Nodo]:
    """Return all the nodes in reading order."""
    return [nodo for capitolo in capitoli for nodo in capitolo.ramo()]


def impronta_indice(sezioni: Iterable[Sezione]) -> str:
    """Return a mark of the tree: it changes when a section is moved, added or removed, not when its text does."""
    posti = sorted((s.pk, s.genitore_id or 0, s.ordine) for s in sezioni)
    return hashlib.sha256(repr(posti).encode()).hexdigest()[:16]
