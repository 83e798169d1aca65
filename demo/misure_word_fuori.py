"""Gallarate out in Word and back: seconds of each way, and the size of the file."""

import statistics
import time
from dataclasses import dataclass

from django.utils import timezone

from piani.canonico import documento
from piani.models import Piano
from piani.word.nostro import documento_da
from piani.word.scrivi import docx_del_piano

GIRI = 5


@dataclass(frozen=True)
class MisuraWord:
    """Median seconds to write and to read back, bytes of the file, and whether the content came back the same."""

    scrittura: float
    lettura: float
    byte: int
    uguale: bool


def word(piano: Piano) -> MisuraWord:
    """Measure the two ways, five times each; the document of the plan is made before and not counted."""
    origine = documento(piano)
    scritture, letture = [], []
    for _ in range(GIRI):
        inizio = time.perf_counter()
        file = docx_del_piano(origine, bozza=True, giorno=timezone.localdate())
        scritture.append(time.perf_counter() - inizio)
        inizio = time.perf_counter()
        tornato, _ = documento_da(file)
        letture.append(time.perf_counter() - inizio)
    uguale = tornato["sha256"] == origine["sha256"]
    return MisuraWord(statistics.median(scritture), statistics.median(letture), len(file), uguale)
