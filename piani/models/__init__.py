"""The rows of a plan: what it says (`contenuti`), how it moves (`procedura`), where it came from (`importazioni`)."""

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
from piani.models.importazioni import ImportazioneWord
from piani.models.procedura import Commento, Cronologia, ParteDaIntegrare, Passaggio

__all__ = [
    "Colonna",
    "Commento",
    "Cronologia",
    "ImportazioneWord",
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
