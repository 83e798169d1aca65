"""Fixtures of more than one file about plans."""

from tests.piani.condivise_di_prova import adottata, madre, sezione_di_busto

__all__ = ["adottata", "madre", "sezione_di_busto"]
