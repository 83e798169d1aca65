"""`make demo`: the whole portal on this machine, on SQLite and files, until Ctrl-C.

Makes the database under ``var/``, loads the Region and Gallarate's plan (both may be loaded again), starts the web
server, one worker and the beat of the daily mail, prints address and accounts. Environment: ``PORT`` (default 8000), ``VAR_DIR``, ``BOZZA=1``
to leave Gallarate in `bozza` (without it, its plan walks the whole procedure).
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path
from types import FrameType

RADICE = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("VAR_DIR", RADICE / "var"))
INDIRIZZO = "127.0.0.1"
ATTESA_AVVIO = 60
ATTESA_ARRESTO = 10


class Fermati(Exception):
    """Somebody asked to stop."""


def _ferma(_segnale: int, _quadro: FrameType | None) -> None:
    raise Fermati


def porta_libera(porta: int) -> bool:
    """Whether nobody listens on the port."""
    with socket.socket() as presa:
        presa.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            presa.bind((INDIRIZZO, porta))
        except OSError:
            return False
    return True


def prepara_ambiente(porta: int) -> None:
    """Fix the settings of the demo, whatever the shell carries."""
    (VAR / "static").mkdir(parents=True, exist_ok=True)
    os.chdir(RADICE)
    sys.path.insert(0, str(RADICE))
    os.environ.update(
        AMBIENTE="demo",
        DJANGO_SETTINGS_MODULE="pianodizona.settings",
        VAR_DIR=str(VAR),
        DATABASE_URL=f"sqlite:///{VAR / 'pianodizona.sqlite3'}",
        REDIS_URL="",
        INDIRIZZO_PORTALE=f"http://{INDIRIZZO}:{porta}",
    )


def carica_dati() -> str:
    """Make the tables, load Region and demo; return the accounts, one a line."""
    import django
    from django.core.management import call_command

    django.setup()
    from demo.persone import PAROLA_CHIAVE, account_demo

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("carica_regione")
    bozza = os.environ.get("BOZZA") == "1"
    call_command("carica_demo", senza_procedura=bozza, con_blocchi=bozza)
    account = "\n".join(f"  {conto.email:<48}{conto.nome}" for conto in account_demo())
    return f"Puoi accedere con (parola chiave «{PAROLA_CHIAVE}»):\n{account}"


def avvia(nome: str, *comando: str) -> "subprocess.Popen[bytes]":
    """Start a process in a group of its own, so that its children stop with it; its words go to ``var/log``."""
    registro = VAR / "log" / f"{nome}.log"
    registro.parent.mkdir(exist_ok=True)
    with registro.open("ab") as uscita:
        return subprocess.Popen(  # noqa: S603 - fixed words
            [sys.executable, "-m", *comando],
            stdin=subprocess.DEVNULL,
            stdout=uscita,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def arresta(processi: "list[subprocess.Popen[bytes]]") -> None:
    """Stop every group politely, then by force."""
    for segnale in (signal.SIGTERM, signal.SIGKILL):
        for processo in processi:
            with suppress(ProcessLookupError):
                os.killpg(processo.pid, segnale)
        scadenza = time.monotonic() + ATTESA_ARRESTO
        for processo in processi:
            with suppress(subprocess.TimeoutExpired):
                processo.wait(max(0.1, scadenza - time.monotonic()))


def risponde(porta: int) -> bool:
    """Whether the portal answers."""
    try:
        with urllib.request.urlopen(f"http://{INDIRIZZO}:{porta}/salute/", timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def veglia(processi: "list[subprocess.Popen[bytes]]", porta: int, conti: str) -> int:
    """Announce the portal once it answers, then wait; return the exit code."""
    annunciato = False
    inizio = time.monotonic()
    while True:
        if any(processo.poll() is not None for processo in processi):
            print(f"Un processo del portale si è fermato da solo. Il perché è in {VAR / 'log'}.", file=sys.stderr)
            return 1
        if not annunciato and risponde(porta):
            annunciato = True
            print(f"\n{conti}\n\nIl portale è su http://{INDIRIZZO}:{porta}/ - per fermarlo: Ctrl-C", flush=True)
        if not annunciato and time.monotonic() - inizio > ATTESA_AVVIO:
            print(f"Il portale non risponde. Il perché è in {VAR / 'log'}.", file=sys.stderr)
            return 1
        time.sleep(0.5)


def main() -> int:
    """Run until Ctrl-C; 0 when stopped by the person."""
    porta = int(os.environ.get("PORT", "8000"))
    if not porta_libera(porta):
        print(f"La porta {porta} è occupata: ferma chi la usa, oppure scegline un'altra con «make demo PORT=8001».")
        return 1
    processi: list[subprocess.Popen[bytes]] = []
    for segnale in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(segnale, _ferma)
    try:
        prepara_ambiente(porta)
        print("Preparo la banca dati e carico la Lombardia e il Piano di Gallarate...", flush=True)
        conti = carica_dati()
        processi.append(
            avvia("web", "gunicorn", "--workers", "2", "--bind", f"{INDIRIZZO}:{porta}", "pianodizona.wsgi")
        )
        processi.append(
            avvia("worker", "celery", "-A", "pianodizona", "worker", "--pool", "threads", "-c", "2", "-l", "INFO")
        )
        processi.append(
            avvia(
                "beat",
                "celery",
                "-A",
                "pianodizona",
                "beat",
                "--schedule",
                str(VAR / "beat"),
                "--pidfile",
                "",
                "-l",
                "INFO",
            )
        )
        return veglia(processi, porta, conti)
    except Fermati:
        print("\nFermo il portale.")
        return 0
    finally:
        for segnale in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(segnale, signal.SIG_IGN)
        arresta(processi)


if __name__ == "__main__":
    sys.exit(main())
