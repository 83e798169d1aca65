"""How a job is done: in this process, or in a child that is watched and can be killed.

The child has its own session, so its whole group can be killed; it dies too when its watcher does.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.conf import settings
from django.db import DatabaseError, connection

from core.exceptions import Rifiuto
from documenti.actions import avanza, batti, chiudi_annullato, fallisci, riesci
from documenti.enums import StatoLavoro
from documenti.exceptions import LavoroAnnullato
from documenti.lavori import tipo
from documenti.models import Lavoro

logger = logging.getLogger(__name__)
SECONDI_TRA_SCRITTURE = 0.5
SECONDI_TRA_BATTITI = 10.0
SECONDI_TRA_SGUARDI = 0.5
IMPREVISTO = (
    "Il lavoro non è riuscito per un errore imprevisto. Nulla è andato perso: riprova, e se capita ancora avvisa "
    "l'amministratore."
)


class ScriviAvanzamento:
    """Writes how far a job is, twice a second at most; stops the job once it is cancelled."""

    def __init__(self, lavoro: Lavoro) -> None:
        self._lavoro = lavoro
        self._prossima = 0.0

    def __call__(self, fatto: int, totale: int, fase: str) -> None:
        """Raise LavoroAnnullato when cancel was asked, or the job was given to another."""
        adesso = time.monotonic()
        if adesso < self._prossima and fatto < totale:
            return
        self._prossima = adesso + SECONDI_TRA_SCRITTURE
        if not avanza(self._lavoro, fatto, totale, fase):
            raise LavoroAnnullato


def svolgi_qui(lavoro: Lavoro) -> None:
    """Do a job in this process and close it, well or badly. Never raises for what the job does."""
    try:
        esito = tipo(lavoro.tipo).esegui(lavoro, ScriviAvanzamento(lavoro))
    except LavoroAnnullato:
        chiudi_annullato(lavoro)
    except Rifiuto as rifiuto:
        fallisci(lavoro, str(rifiuto))
    except Exception:
        logger.exception("lavoro %s (%s) non riuscito", lavoro.pk, lavoro.tipo)
        fallisci(lavoro, IMPREVISTO)
    else:
        riesci(lavoro, esito)


def comando_figlio(lavoro: Lavoro) -> list[str]:
    """Return the command line of the child process."""
    gestore = str(settings.BASE_DIR / "manage.py")
    return [sys.executable, gestore, "svolgi_lavoro", str(lavoro.pk), "--sorvegliato"]


def sorveglia(lavoro: Lavoro) -> None:
    """Do a job in a child process; kill it on cancel or after ``LIMITE_LAVORO_SECONDI``, and write the outcome."""
    scadenza = time.monotonic() + settings.LIMITE_LAVORO_SECONDI
    # The pipe on stdin tells the child that we are alive.
    figlio = subprocess.Popen(  # noqa: S603 - our own interpreter and our own command
        comando_figlio(lavoro), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        while not _finito(figlio):
            if _in_altre_mani(lavoro):
                return
            if _annullo_chiesto(lavoro):
                _uccidi(figlio)
                chiudi_annullato(lavoro)
                return
            if time.monotonic() > scadenza:
                _uccidi(figlio)
                fallisci(lavoro, _frase_limite())
                return
    finally:
        _uccidi(figlio)
        if figlio.stdin:
            figlio.stdin.close()
    _chiudi_se_morto(lavoro, figlio.returncode)


def _finito(figlio: "subprocess.Popen[bytes]") -> bool:
    with suppress(subprocess.TimeoutExpired):
        figlio.wait(timeout=SECONDI_TRA_SGUARDI)
    return figlio.returncode is not None


def _in_altre_mani(lavoro: Lavoro) -> bool:
    return not Lavoro.objects.filter(pk=lavoro.pk, tentativi=lavoro.tentativi).exists()


def _annullo_chiesto(lavoro: Lavoro) -> bool:
    return Lavoro.objects.filter(pk=lavoro.pk, annullo_chiesto=True).exists()


def _uccidi(figlio: "subprocess.Popen[bytes]") -> None:
    if figlio.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(figlio.pid, signal.SIGKILL)
        figlio.wait()


def _frase_limite() -> str:
    minuti = max(1, settings.LIMITE_LAVORO_SECONDI // 60)
    return (
        f"Il lavoro durava più del limite ({minuti} min) ed è stato fermato. Nulla è andato perso: "
        "riprova, e se capita ancora avvisa l'amministratore."
    )


def _chiudi_se_morto(lavoro: Lavoro, codice: int | None) -> None:
    """A child that ended without closing its job was killed from outside (memory, for one)."""
    if not Lavoro.objects.filter(pk=lavoro.pk, tentativi=lavoro.tentativi, stato=StatoLavoro.IN_CORSO).exists():
        return
    logger.error("il processo del lavoro %s è finito con codice %s senza esito", lavoro.pk, codice)
    fallisci(lavoro, IMPREVISTO)


@contextmanager
def battiti(lavoro: Lavoro) -> Iterator[None]:
    """Write a sign of life every SECONDI_TRA_BATTITI from a thread, until the block ends."""
    fine = threading.Event()

    def cuore() -> None:
        while not fine.wait(SECONDI_TRA_BATTITI):
            # A busy database is no reason to stop: the next beat will do.
            with suppress(DatabaseError):
                batti(lavoro)
            connection.close()

    filo = threading.Thread(target=cuore, name="battiti", daemon=True)
    filo.start()
    try:
        yield
    finally:
        fine.set()
        filo.join()


def muori_con_chi_sorveglia() -> None:
    """End this process group when stdin closes: whoever watched us is gone and the job will be taken up again."""

    def ascolta() -> None:
        # Not sys.stdin: a thread that waits holding its lock aborts the interpreter at exit.
        while os.read(0, 1024):
            pass
        os.killpg(0, signal.SIGKILL)

    threading.Thread(target=ascolta, name="sorvegliato", daemon=True).start()
