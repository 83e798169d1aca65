"""The rows of a plan: what it says (`contenuti`), how it moves (`procedura`), what is said about it (`commenti`)."""

from piani.models.commenti import Commento
from piani.models.contenuti import (
    Colonna,
    Piano,
    RigaTabella,
    Sezione,
    Stampa,
    Tabella,
    Versione,
    VoceFormato,
    VoceScheda,
)
from piani.models.procedura import Cronologia, ParteDaIntegrare, Passaggio

__all__ = [
    "Colonna",
    "Commento",
    "Cronologia",
    "ParteDaIntegrare",
    "Passaggio",
    "Piano",
    "RigaTabella",
    "Sezione",
    "Stampa",
    "Tabella",
    "Versione",
    "VoceFormato",
    "VoceScheda",
]
