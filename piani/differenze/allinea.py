"""Two sequences put beside each other: what both have, in order. Its time stays near the length of what differs."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple, TypeVar

T = TypeVar("T", bound=Hashable)
# Beyond so many couples, without a word that stands once on each side, the two stretches are called different as a whole.
MASSIME_COPPIE = 250_000
# Under so many couples difflib is quick whatever the words.
POCHE_COPPIE = 10_000


class Tratto(NamedTuple):
    """A stretch of both: equal, or to be read as one in the place of the other."""

    uguale: bool
    a1: int
    a2: int
    b1: int
    b2: int


def tratti(a: Sequence[T], b: Sequence[T]) -> list[Tratto]:
    """Return the stretches in order: equal and different ones alternate, and together they cover both sequences."""
    trovati: list[Tratto] = []
    fine_a = fine_b = 0
    for x, y, lungo in _unisci(_blocchi(a, 0, len(a), b, 0, len(b))):
        if x > fine_a or y > fine_b:
            trovati.append(Tratto(False, fine_a, x, fine_b, y))
        if lungo:
            trovati.append(Tratto(True, x, x + lungo, y, y + lungo))
        fine_a, fine_b = x + lungo, y + lungo
    if fine_a < len(a) or fine_b < len(b):
        trovati.append(Tratto(False, fine_a, len(a), fine_b, len(b)))
    return trovati


def _unisci(blocchi: Iterator[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Join the blocks that touch."""
    aperto: tuple[int, int, int] | None = None
    for x, y, lungo in blocchi:
        if aperto and aperto[0] + aperto[2] == x and aperto[1] + aperto[2] == y:
            aperto = (aperto[0], aperto[1], aperto[2] + lungo)
            continue
        if aperto:
            yield aperto
        aperto = (x, y, lungo)
    if aperto:
        yield aperto


def _blocchi(a: Sequence[T], a1: int, a2: int, b: Sequence[T], b1: int, b2: int) -> Iterator[tuple[int, int, int]]:
    testa = 0
    while a1 + testa < a2 and b1 + testa < b2 and a[a1 + testa] == b[b1 + testa]:
        testa += 1
    if testa:
        yield a1, b1, testa
        a1, b1 = a1 + testa, b1 + testa
    coda = 0
    while a2 - coda > a1 and b2 - coda > b1 and a[a2 - coda - 1] == b[b2 - coda - 1]:
        coda += 1
    yield from _mezzo(a, a1, a2 - coda, b, b1, b2 - coda)
    if coda:
        yield a2 - coda, b2 - coda, coda


def _mezzo(a: Sequence[T], a1: int, a2: int, b: Sequence[T], b1: int, b2: int) -> Iterator[tuple[int, int, int]]:
    coppie = (a2 - a1) * (b2 - b1)
    if not coppie:
        return
    ancore = _ancore(a, a1, a2, b, b1, b2) if coppie > POCHE_COPPIE else []
    if ancore:
        for x, y in ancore:
            yield from _blocchi(a, a1, x, b, b1, y)
            yield x, y, 1
            a1, b1 = x + 1, y + 1
        yield from _blocchi(a, a1, a2, b, b1, b2)
    elif coppie <= MASSIME_COPPIE:
        for x, y, lungo in SequenceMatcher(None, a[a1:a2], b[b1:b2], autojunk=False).get_matching_blocks():
            if lungo:
                yield a1 + x, b1 + y, lungo


def _ancore(a: Sequence[T], a1: int, a2: int, b: Sequence[T], b1: int, b2: int) -> list[tuple[int, int]]:
    """Return what stands once on each side, as many as keep their order (the longest rising run of places)."""
    una_a, una_b = Counter(a[a1:a2]), Counter(b[b1:b2])
    posti = {voce: n for n, voce in enumerate(b[b1:b2], b1) if una_b[voce] == 1}
    coppie = [(n, posti[voce]) for n, voce in enumerate(a[a1:a2], a1) if una_a[voce] == 1 and voce in posti]
    cime: list[int] = []
    ultime: list[int] = []
    prima: list[int] = []
    for n, (_, y) in enumerate(coppie):
        posto = bisect_left(cime, y)
        prima.append(ultime[posto - 1] if posto else -1)
        if posto == len(cime):
            cime.append(y)
            ultime.append(n)
        else:
            cime[posto], ultime[posto] = y, n
    scelte = []
    n = ultime[-1] if ultime else -1
    while n >= 0:
        scelte.append(coppie[n])
        n = prima[n]
    return scelte[::-1]
