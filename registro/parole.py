"""Events in words: each room says, in ``AppConfig.ready()``, how its own are told and who their authors are.

The log holds keys and hashes; the words live in the code, the names of people in their rows::

    parole.registra({"piani.ritira": "Piano ritirato dalla verifica"})
"""

from collections.abc import Callable, Iterable, Mapping

_FRASI: dict[str, str] = {}
_NOMI: list[Callable[[Iterable[int]], Mapping[int, str]]] = []


def registra(frasi: Mapping[str, str]) -> None:
    """Add the sentences of a room. Raises ValueError if two rooms tell the same event."""
    for tipo, frase in frasi.items():
        if _FRASI.setdefault(tipo, frase) != frase:
            raise ValueError(f"L'evento {tipo} è già raccontato con altre parole.")


def registra_nomi(nomi: Callable[[Iterable[int]], Mapping[int, str]]) -> None:
    """Say who gives the names of authors, by key."""
    if nomi not in _NOMI:
        _NOMI.append(nomi)


def frase(tipo: str) -> str:
    """Return an event in words; one that nobody tells reads as its name does."""
    return _FRASI.get(tipo) or tipo.rpartition(".")[2].replace("_", " ").capitalize()


def raccontati() -> frozenset[str]:
    """Return the kinds of events that have a sentence."""
    return frozenset(_FRASI)


def nomi_di(autori: Iterable[int]) -> dict[int, str]:
    """Return the names of the authors that somebody knows."""
    chiavi = list(autori)
    return {chiave: nome for fornitore in _NOMI for chiave, nome in fornitore(chiavi).items()}
