"""The rows of a plan: what it says (`contenuti`), how it moves (`procedura`), who is writing it (`presenza`)."""

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
from piani.models.presenza import Presenza
from piani.models.procedura import Commento, Cronologia, ParteDaIntegrare, Passaggio

__all__ = [
    "Colonna",
    "Commento",
    "Cronologia",
    "ParteDaIntegrare",
    "Passaggio",
    "Piano",
    "Presenza",
    "RigaTabella",
    "Sezione",
    "Stampa",
    "Tabella",
    "Versione",
    "VoceFormato",
    "VoceScheda",
]
