"""Which version of a plan goes out in Word: the one that the reader sees on the pages."""

import contextlib
from typing import NamedTuple

from django.utils import timezone

from core.canonico import Json
from documenti import archivio
from documenti.exceptions import FileNonIntegro
from documenti.immagini import AMMESSE
from documenti.models import FileConservato
from piani.models import Piano
from piani.versioni import approvata, documento_da_leggere
from piani.word.scrivi import docx_del_piano

# A file with more is refused when it comes back (LIMITE_OFFICE_MB): the images beyond are words.
MASSIMO_IMMAGINI = 30 * 1024 * 1024
TIPO_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class FileWord(NamedTuple):
    """A Word file and the name by which it is downloaded."""

    nome: str
    contenuto: bytes


def _immagini(documento: Json) -> dict[str, bytes]:
    """Return the images of the texts that the portal has, in order, until they fill their room. One query, or none."""
    volute = [str(a["sha256"]) for a in documento["allegati"]]
    if not volute:
        return {}
    presenti = {f.sha256: f for f in FileConservato.objects.filter(sha256__in=volute, tipo__in=AMMESSE)}
    lette: dict[str, bytes] = {}
    for impronta in volute:
        file = presenti.get(impronta)
        if file and sum(map(len, lette.values())) + file.dimensione <= MASSIMO_IMMAGINI:
            with contextlib.suppress(FileNonIntegro):
                lette[impronta] = archivio.leggi(file)
    return lette


def word_da_leggere(piano: Piano) -> FileWord:
    """Return the file of the version approved or, while the plan is in work, of the plan as it stands, marked BOZZA.

    About half a second for a plan of 150 pages (docs/prestazioni.md). The day on it is the version's.
    """
    versione = approvata(piano)
    giorno = timezone.localdate(versione.creata_il) if versione else timezone.localdate()
    documento = documento_da_leggere(piano)
    contenuto = docx_del_piano(documento, bozza=versione is None, giorno=giorno, immagini=_immagini(documento))
    bozza = "-bozza" if versione is None else ""
    nome = f"piano-{documento['ambito']}-{documento['triennio']}{bozza}-{documento['sha256'][:8]}.docx"
    return FileWord(nome, contenuto)
