"""Our own Word file back: the visible words out of the content controls, each to the place that its tag names."""

from piani.word.nostro.documento import Resoconto, documento_da, e_nostro
from piani.word.nostro.note import Genere, Nota

__all__ = ["Genere", "Nota", "Resoconto", "documento_da", "e_nostro"]
