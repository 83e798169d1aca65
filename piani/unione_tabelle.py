"""Two people wrote the same table: their cells put together, row by row, by the row's own key. Pure.

A sheet is its rows in order, each a mapping from the name of a cell to its text; a cell that is not there is blank. Names
are the keys of the columns; those of what a row says of itself begin with a dot, those of the notes of cells with "#".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Riga = Mapping[str, str]
Foglio = Mapping[str, Riga]
RIGA_INTERA = ""


@dataclass(frozen=True)
class CellaContesa:
    """A cell that both changed in different ways. `cella` RIGA_INTERA: one took the row away, the other changed it (None
    is then the row that is not there)."""

    riga: str
    cella: str
    prima: str | None
    mio: str | None
    salvato: str | None


@dataclass(frozen=True)
class UnioneTabelle:
    """The sheet with what both wrote; where a cell is contested it has mine, and `contese` has both."""

    foglio: dict[str, dict[str, str]]
    contese: list[CellaContesa]


def unisci_fogli(base: Foglio, salvato: Foglio, mio: Foglio) -> UnioneTabelle:
    """Return the rows of both after `base`: a cell that one changed is theirs, a row that one added stays, a row that one
    took away and the other left as it was goes."""
    contese: list[CellaContesa] = []
    tenute: dict[str, dict[str, str]] = {}
    for chiave in dict.fromkeys([*salvato, *mio]):
        riga = _riga(chiave, base.get(chiave), salvato.get(chiave), mio.get(chiave), contese)
        if riga is not None:
            tenute[chiave] = riga
    return UnioneTabelle({chiave: tenute[chiave] for chiave in _ordine(base, salvato, mio, tenute)}, contese)


def _riga(
    chiave: str, prima: Riga | None, salvata: Riga | None, mia: Riga | None, contese: list[CellaContesa]
) -> dict[str, str] | None:
    """Return a row with what both wrote, or None when it goes; add to `contese` what both changed."""
    if salvata is not None and mia is not None:
        return _celle(chiave, prima or {}, salvata, mia, contese)
    resta = mia if salvata is None else salvata
    if resta is None or (prima is not None and piena(resta) == piena(prima)):
        return None
    if prima is not None:
        contese.append(CellaContesa(chiave, RIGA_INTERA, _detta(prima), _detta(mia), _detta(salvata)))
    return piena(resta)


def _celle(chiave: str, prima: Riga, salvata: Riga, mia: Riga, contese: list[CellaContesa]) -> dict[str, str]:
    unita: dict[str, str] = {}
    for cella in dict.fromkeys([*salvata, *mia]):
        era, suo, mio = (riga.get(cella, "") for riga in (prima, salvata, mia))
        if mio not in (era, suo) and suo != era:
            contese.append(CellaContesa(chiave, cella, era, mio, suo))
        unita[cella] = suo if mio == era else mio
    return piena(unita)


def piena(riga: Riga) -> dict[str, str]:
    """Return the cells of a row that are not blank."""
    return {cella: testo for cella, testo in riga.items() if testo}


def _detta(riga: Riga | None) -> str | None:
    return None if riga is None else "; ".join(testo for nome, testo in riga.items() if testo and nome[0] not in ".#")


def _ordine(base: Foglio, salvato: Foglio, mio: Foglio, tenute: Mapping[str, object]) -> Sequence[str]:
    """Return the rows in the order of who moved them (mine, if both did); new ones after the row they were put after."""
    fermo = [c for c in mio if c in base] == [c for c in base if c in mio]
    primo, secondo = (salvato, mio) if fermo else (mio, salvato)
    ordine = [chiave for chiave in primo if chiave in tenute]
    posto = 0
    for chiave in secondo:
        if chiave not in tenute:
            continue
        if chiave not in ordine:
            ordine.insert(posto, chiave)
        posto = ordine.index(chiave) + 1
    return ordine
