"""What rooms above the plan add to it, registered in their `AppConfig.ready()`.

Imports go one way, so `piani` cannot name the Accordo: the Accordo registers its part here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from piani.models import Piano


@dataclass(frozen=True)
class ParteCanonica:
    """A top-level key of the canonical version, written and read by another room.

    `esporta` returns plain JSON data or None; `importa` builds rows from it inside the importer's transaction;
    `enti` lists the body keys (``tipo:codice``) that the data names.
    """

    chiave: str
    esporta: "Callable[[Piano], object]"
    importa: "Callable[[Piano, object], None]"
    enti: Callable[[object], list[str]]


_parti: dict[str, ParteCanonica] = {}


def registra_parte(parte: ParteCanonica) -> None:
    """Add a part. Raises ValueError if two rooms want the same key."""
    if parte.chiave in _parti:
        raise ValueError(f"La parte {parte.chiave} ha già chi la fornisce.")
    _parti[parte.chiave] = parte


def parti() -> list[ParteCanonica]:
    """The parts, in the order of their keys."""
    return [_parti[chiave] for chiave in sorted(_parti)]
