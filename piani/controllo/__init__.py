"""The checker: one small rule per defect, pure functions over the canonical document."""

from collections.abc import Iterable

from core.canonico import Json
from piani.controllo.catalogo import Catalogo
from piani.controllo.lettura import Lettura
from piani.controllo.modello import Famiglia, Luogo, Peso, Regola, Rilievo
from piani.controllo.regole import PER_CHIAVE, REGOLE

__all__ = ["PER_CHIAVE", "REGOLE", "Catalogo", "Famiglia", "Luogo", "Peso", "Regola", "Rilievo", "controlla"]


def controlla(documento: Json, catalogo: Catalogo, regole: Iterable[Regola] = REGOLE) -> list[Rilievo]:
    """Return all that the rules find in a canonical document, in the order of the rules and then of reading."""
    lettura = Lettura(documento, catalogo)
    return [rilievo for regola in regole for rilievo in regola.trova(lettura)]
