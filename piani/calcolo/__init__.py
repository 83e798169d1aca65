"""What a table computes when it is read: totals, sums, shares, ratios; never typed, never kept as truth. Pure."""

from piani.calcolo.celle import ALMENO, ASSENTE, NON_DISPONIBILE, cella_da_italiano, in_parole, numero_di, segno
from piani.calcolo.conti import calcolati, valori_completi

__all__ = [
    "ALMENO",
    "ASSENTE",
    "NON_DISPONIBILE",
    "calcolati",
    "cella_da_italiano",
    "in_parole",
    "numero_di",
    "segno",
    "valori_completi",
]
