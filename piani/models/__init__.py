"""The rows of a plan: what it says (`contenuti`), how it moves (`procedura`)."""

from piani.models.contenuti import (
    Calcolo,
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
from piani.models.procedura import Commento, Cronologia, ParteDaIntegrare, Passaggio

__all__ = [
    "Calcolo",
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
