"""The rows of a plan: what it says (`contenuti`), how it moves (`procedura`)."""

from piani.models.condivise import SchedaPubblicata
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
from piani.models.controllo import RilievoScartato
from piani.models.procedura import Commento, Cronologia, ParteDaIntegrare, Passaggio

__all__ = [
    "Colonna",
    "Commento",
    "Cronologia",
    "ParteDaIntegrare",
    "Passaggio",
    "Piano",
    "RigaTabella",
    "RilievoScartato",
    "SchedaPubblicata",
    "Sezione",
    "Stampa",
    "Tabella",
    "Versione",
    "VoceFormato",
    "VoceScheda",
]
