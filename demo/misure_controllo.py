"""How long the checker takes on a whole plan, with nothing in its memory."""

import statistics
import time
from dataclasses import dataclass

from piani.canonico import documento_corrente
from piani.controllo import controlla, testo
from piani.controllo.regole import nomi
from piani.models import Piano
from piani.queries_controllo import catalogo

GIRI = 5


@dataclass(frozen=True)
class MisuraControllo:
    """Median seconds of wall and of processor, rules run, findings."""

    secondi: float
    processore: float
    rilievi: int


def controllo(piano: Piano) -> MisuraControllo:
    """Check the plan as it stands, forgetting each time the blocks and words read before."""
    corpo = documento_corrente(piano)
    noto = catalogo(ambito=piano.ambito.codice, triennio=piano.triennio.codice)
    tempi, processore, rilievi = [], [], 0
    for _ in range(GIRI):
        for memoria in (testo.blocchi, testo.normale, testo.piene, testo.radici, nomi._varianti):  # noqa: SLF001 - to start cold
            memoria.cache_clear()
        inizio, cpu = time.perf_counter(), time.process_time()
        rilievi = len(controlla(corpo, noto))
        tempi.append(time.perf_counter() - inizio)
        processore.append(time.process_time() - cpu)
    return MisuraControllo(statistics.median(tempi), statistics.median(processore), rilievi)
