"""Which version of a plan goes out in Word: the one that the reader sees on the pages."""

from typing import NamedTuple

from django.utils import timezone

from piani.models import Piano
from piani.versioni import approvata, documento_da_leggere
from piani.word.scrivi import docx_del_piano

TIPO_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class FileWord(NamedTuple):
    """A Word file and the name by which it is downloaded."""

    nome: str
    contenuto: bytes


def word_da_leggere(piano: Piano) -> FileWord:
    """Return the file of the version approved or, while the plan is in work, of the plan as it stands, marked BOZZA.

    About half a second for a plan of 150 pages (docs/prestazioni.md). The day on it is the version's.
    """
    versione = approvata(piano)
    giorno = timezone.localdate(versione.creata_il) if versione else timezone.localdate()
    documento = documento_da_leggere(piano)
    contenuto = docx_del_piano(documento, bozza=versione is None, giorno=giorno)
    bozza = "-bozza" if versione is None else ""
    nome = f"piano-{documento['ambito']}-{documento['triennio']}{bozza}-{documento['sha256'][:8]}.docx"
    return FileWord(nome, contenuto)
