"""Other processes on the data of a test."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection


def indirizzo_banca_dati() -> str:
    """Return the DATABASE_URL of the test's database."""
    dati = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{dati['NAME']}"
    return f"postgres://{dati['USER']}:{dati['PASSWORD']}@{dati['HOST']}:{dati['PORT']}/{dati['NAME']}"


def aspetta(condizione: Callable[[], object], secondi: float = 20) -> None:
    """Wait until something is true, or fail."""
    fine = time.monotonic() + secondi
    while not condizione():
        assert time.monotonic() < fine, "troppo tempo"
        time.sleep(0.1)


def vivo(processo: int) -> bool:
    """Whether a process is there."""
    try:
        os.kill(processo, 0)
    except ProcessLookupError:
        return False
    return True


def processi_con(*parole: str) -> list[int]:
    """Return the processes whose command line holds these words, one after the other."""
    cercate = "\0".join(parole).encode() + b"\0"
    trovati = []
    for comando in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if cercate in comando.read_bytes():
                trovati.append(int(comando.parent.name))
        except OSError:
            continue
    return trovati
