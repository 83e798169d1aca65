"""The rows of a plan: what it says (`contenuti`), how it moves (`procedura`), what is said about it (`commenti`).

Then its named versions, who is writing it, the findings put aside, the sheets, blocks and images that it shares.
"""

from piani.models.blocchi import Blocco, DaBlocco, VersioneBlocco
from piani.models.commenti import Commento, CommentoQuerySet
from piani.models.condivise import SchedaPubblicata
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
from piani.models.controllo import RilievoScartato
from piani.models.immagini import Immagine
from piani.models.importazioni import ImportazioneWord
from piani.models.presenza import Presenza
from piani.models.procedura import Cronologia, ParteDaIntegrare, Passaggio
from piani.models.stesure import StesuraTabella
from piani.models.versioni import CopiaLetta, Lettura, Tappa

__all__ = [
    "Blocco",
    "Calcolo",
    "Colonna",
    "Commento",
    "CommentoQuerySet",
    "CopiaLetta",
    "Cronologia",
    "DaBlocco",
    "Immagine",
    "ImportazioneWord",
    "Lettura",
    "ParteDaIntegrare",
    "Passaggio",
    "Piano",
    "Presenza",
    "RigaTabella",
    "RilievoScartato",
    "SchedaPubblicata",
    "Sezione",
    "Stampa",
    "StesuraTabella",
    "Tabella",
    "Tappa",
    "Versione",
    "VersioneBlocco",
    "VoceFormato",
    "VoceScheda",
]
