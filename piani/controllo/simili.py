"""Long paragraphs written almost the same way, by the runs of three words that they share. Pure."""

import re
from collections import Counter
from collections.abc import Iterable

from piani.controllo.testo import Blocco, parole

LUNGO = 25
SIMILI = 0.65
# Written three times or more, even with small changes, it is a formula.
TROPPE_VOLTE = 3
_PROPRIA = re.compile(r"(?<=\w )[A-ZÀ-Ü]\w+|\d+")


def lungo(blocco: Blocco) -> bool:
    """Whether a block is a paragraph, and not a title or a short item."""
    return len(blocco.testo.split()) >= LUNGO


def _gruppi(testo: str) -> frozenset[tuple[str, ...]]:
    tutte = parole(testo)
    return frozenset(zip(tutte, tutte[1:], tutte[2:], strict=False))


def _in_parallelo(testo: str, altro: str) -> bool:
    """Whether names or numbers differ in both: they are two things told with the same words."""
    if testo.isupper() or altro.isupper():
        return False
    sue, loro = (set(_PROPRIA.findall(t)) for t in (testo, altro))
    return bool(sue - loro) and bool(loro - sue)


def quasi_uguali(blocchi: Iterable[Blocco]) -> dict[str, str]:
    """Return, for each long text written almost as one before it and only those two times, that one; equal texts are left out."""
    posti: dict[tuple[str, ...], list[int]] = {}
    visti: list[tuple[str, frozenset[tuple[str, ...]]]] = []
    capo: list[int] = []
    presi: set[str] = set()
    for blocco in blocchi:
        testo = blocco.testo
        if testo in presi or not lungo(blocco):
            continue
        presi.add(testo)
        gruppi = _gruppi(testo)
        conto = Counter(posto for g in gruppi for posto in posti.get(g, ()))
        simile = next(
            (
                posto
                for posto, comuni in conto.most_common(3)
                if comuni >= SIMILI * len(gruppi | visti[posto][1]) and not _in_parallelo(testo, visti[posto][0])
            ),
            None,
        )
        capo.append(len(visti) if simile is None else capo[simile])
        for g in gruppi:
            posti.setdefault(g, []).append(len(visti))
        visti.append((testo, gruppi))
    volte = Counter(capo)
    return {visti[i][0]: visti[c][0] for i, c in enumerate(capo) if c != i and volte[c] < TROPPE_VOLTE}
