"""The papers of the plan: each is a class, a template and two results, `html, esito = FascicoloPiano(...).stampa()`."""

from piani.carta.confronto import CONFRONTO, FascicoloConfronto
from piani.carta.fascicoli import (
    NOME_DATI,
    PARTE_ACCORDO,
    Fascicolo,
    FascicoloAccordo,
    FascicoloPiano,
    FascicoloScheda,
)

__all__ = [
    "CONFRONTO",
    "NOME_DATI",
    "PARTE_ACCORDO",
    "Fascicolo",
    "FascicoloAccordo",
    "FascicoloConfronto",
    "FascicoloPiano",
    "FascicoloScheda",
]
