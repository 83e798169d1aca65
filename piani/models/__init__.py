"""The rows of a plan: what it says (`contenuti`), how it moves (`procedura`), what is said about it (`commenti`), its versions."""

from piani.models.commenti import Commento
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
from piani.models.procedura import Cronologia, ParteDaIntegrare, Passaggio
from piani.models.versioni import CopiaLetta, Lettura, Tappa

__all__ = [
    "Colonna",
    "Commento",
    "CopiaLetta",
    "Cronologia",
    "Lettura",
    "ParteDaIntegrare",
    "Passaggio",
    "Piano",
    "RigaTabella",
    "RilievoScartato",
    "SchedaPubblicata",
    "Sezione",
    "Stampa",
    "Tabella",
    "Tappa",
    "Versione",
    "VoceFormato",
    "VoceScheda",
]
