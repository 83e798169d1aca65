"""The canonical version: one description of the plan for page, paper, diff and JSON."""

from piani.canonico.esporta import byte_del_piano, documento, documento_corrente
from piani.canonico.forma import FORMATO, impronta, leggi, sigilla
from piani.canonico.importa import importa_piano

__all__ = [
    "FORMATO",
    "byte_del_piano",
    "documento",
    "documento_corrente",
    "importa_piano",
    "impronta",
    "leggi",
    "sigilla",
]
