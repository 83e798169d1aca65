"""Which chains must exist: said by the apps whose things write in them.

A log wiped whole accuses nobody by itself; the things it told about are still there. Each app registers, in
``AppConfig.ready()``, a function that names the chains of what it keeps::

    attese.registra(catene_dei_piani)
"""

from collections.abc import Callable, Iterable

Fornitore = Callable[[], Iterable[str]]
_FORNITORI: list[Fornitore] = []


def registra(fornitore: Fornitore) -> None:
    """Add a function that returns the names of chains with at least one event. Twice the same is once."""
    if fornitore not in _FORNITORI:
        _FORNITORI.append(fornitore)


def catene_attese() -> set[str]:
    """Return the names that the registered functions give now."""
    return {nome for fornitore in _FORNITORI for nome in fornitore()}
