"""What the worker does: jobs, and every SECONDI_TRA_SEGNI its own sign of life and the orphans.

With ``CELERY_TASK_ALWAYS_EAGER`` (tests) a job runs in this very process, after the commit that queued it; in a test
inside a transaction use ``django_capture_on_commit_callbacks(execute=True)``.
"""

import threading
from contextlib import suppress

from celery import shared_task, signals
from django.conf import settings
from django.db import DatabaseError, connection

from documenti import actions
from documenti.esecuzione import sorveglia, svolgi_qui

SECONDI_TRA_SEGNI = 30.0
_fine = threading.Event()


@shared_task(name=actions.COMPITO)  # type: ignore[untyped-decorator] # celery ships no types
def svolgi(lavoro_id: int) -> None:
    """Do a job, unless it was cancelled or another worker has it."""
    lavoro = actions.inizia(lavoro_id)
    if lavoro is None:
        return
    if settings.CELERY_TASK_ALWAYS_EAGER:
        svolgi_qui(lavoro)
    else:
        sorveglia(lavoro)


@signals.worker_ready.connect  # type: ignore[untyped-decorator] # celery ships no types
def all_avvio(sender: object = None, **altro: object) -> None:
    """Start the sign of life, which takes up orphans too."""
    _fine.clear()
    nome = str(getattr(sender, "hostname", "worker"))
    threading.Thread(target=_segni_di_vita, args=[nome], name="segni-di-vita", daemon=True).start()


@signals.worker_shutdown.connect  # type: ignore[untyped-decorator] # celery ships no types
def alla_chiusura(**altro: object) -> None:
    """Stop the sign of life."""
    _fine.set()


def _segni_di_vita(nome: str) -> None:
    while True:
        # A database that is away comes back: the worker goes on, /salute/ tells.
        with suppress(DatabaseError):
            actions.segna_vivo(nome)
            actions.riprendi_orfani()
        connection.close()
        if _fine.wait(SECONDI_TRA_SEGNI):
            return
