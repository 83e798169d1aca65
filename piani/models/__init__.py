"""The rows of a plan: what it says (`contenuti`), how it moves (`procedura`)."""

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
from piani.models.immagini import Immagine
from piani.models.procedura import Commento, Cronologia, ParteDaIntegrare, Passaggio

__all__ = [
    "Colonna",
    "Commento",
    "Cronologia",
    "Immagine",
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
