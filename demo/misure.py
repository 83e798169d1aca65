"""Measures of the portal: the print beside a peer in the same run, the main pages one by one.

Figures, never assertions: they go to docs/prestazioni.md with date and machine.
"""

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ambiti.models import Ambito, Ente
from assemblea.models import Seduta
from core.canonico import byte_canonici
from demo.gallarate import documento_gallarate
from demo.misure_confronto import versione_cambiata
from demo.persone import DOMINIO
from demo.somma import documento_somma
from obiettivi.models import Scheda
from piani.canonico import importa_piano, leggi, sigilla
from piani.models import Piano, Sezione
from utenti.enums import Ruolo
from utenti.models import Incarico, Utente

ATS, PIANI_DELL_ATS = "322", 20
_OCCHI = ("udp.gallarate", "funzionario.ats", "sindaco.albizzate")
GIRI_PAGINA = 9
GIRI_STAMPA = 3
CHROMIUM_ARGOMENTI = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
)


@dataclass(frozen=True)
class MisuraPagina:
    """A page: its address, who asked, median milliseconds of server time, queries, bytes."""

    nome: str
    indirizzo: str
    millisecondi: float
    query: int
    byte: int


@dataclass(frozen=True)
class MisuraProcesso:
    """A command: median seconds, peak memory of its largest process in MB, what it made."""

    nome: str
    secondi: float
    memoria_mb: int
    pagine: int


def macchina() -> str:
    """Return the machine in a line: system, Python, processors, database."""
    processori = len(os.sched_getaffinity(0))
    sistema = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    return f"{sistema}, Python {platform.python_version()}, {processori} CPU, {connection.vendor}"


def pagina(nome: str, indirizzo: str, utente: Utente | None) -> MisuraPagina:
    """Measure a page with Django's test client: once to warm, then the median of nine."""
    cliente = Client(headers={"host": "127.0.0.1"})
    if utente is not None:
        cliente.force_login(utente)
    risposta = cliente.get(indirizzo)
    if risposta.status_code != 200:
        raise RuntimeError(f"{indirizzo}: risposta {risposta.status_code}")
    tempi = []
    for _ in range(GIRI_PAGINA):
        inizio = time.perf_counter()
        cliente.get(indirizzo)
        tempi.append((time.perf_counter() - inizio) * 1000)
    with CaptureQueriesContext(connection) as catturate:
        cliente.get(indirizzo)
    return MisuraPagina(nome, indirizzo, statistics.median(tempi), len(catturate), len(risposta.content))


def pagine_principali() -> list[MisuraPagina]:
    """Measure the main pages on the demo data, with a copy of Gallarate in `bozza` and twenty plans of one ATS."""
    with piani_di_misura() as copia:
        chi = {nome: Utente.objects.get(email=f"{nome}@{DOMINIO}") for nome in _OCCHI}
        piano, altro = "50074/2025-2027/", f"{copia}/2025-2027/"
        seduta = Seduta.objects.filter(ambito__ente__codice="50074").values_list("pk", flat=True).first()
        elenco: list[tuple[str, str, Utente | None]] = [
            ("Home", "/", None),
            ("Ambiti", "/ambiti/", None),
            ("Ambito", "/ambiti/50074/", None),
            ("Comuni", "/comuni/", None),
            ("I tavoli", "/tavoli/", None),
            ("La mia scrivania", "/scrivania/", chi["udp.gallarate"]),
            ("La scrivania di un'ATS con 20 Piani", "/scrivania/", chi["funzionario.ats"]),
            ("Il tavolo di lavoro dell'ATS, 20 Piani", "/ats/tavolo/ambiti/", chi["funzionario.ats"]),
            ("Verifica di coerenza", f"/ats/{piano}", chi["funzionario.ats"]),
            ("La seduta", f"/assemblea/{piano}sedute/{seduta}/", chi["sindaco.albizzate"]),
            ("L'Accordo", f"/accordi/{piano}", chi["udp.gallarate"]),
            ("I Piani", "/piani/", chi["udp.gallarate"]),
            ("Il Piano", f"/piani/{piano}", chi["udp.gallarate"]),
            ("La procedura", f"/piani/{piano}procedura/", chi["udp.gallarate"]),
            ("Controllo", f"/piani/{piano}controllo/", chi["udp.gallarate"]),
            ("Scrivere", f"/piani/{altro}sezioni/contesto-popolazione/", chi["udp.gallarate"]),
            ("La scheda", f"/piani/{altro}schede/obiettivo/A/", chi["udp.gallarate"]),
            ("Leggere", f"/piani/{piano}leggi/obiettivi/", chi["udp.gallarate"]),
            ("Versioni", f"/piani/{altro}versioni/", chi["udp.gallarate"]),
            (
                "Confronta, circa cento cambi",
                f"/piani/{altro}confronta/{_cambiata(copia)}/adesso/",
                chi["udp.gallarate"],
            ),
        ]
        return [pagina(*voce) for voce in elenco]


def _cambiata(copia: str) -> str:
    return versione_cambiata(Piano.objects.get(ambito__ente__codice=copia)).sha256[:12]


@contextmanager
def piani_di_misura() -> Iterator[str]:
    """Give the ATS twenty plans in all, one of them Gallarate's copy in `bozza`; take all back at the end.

    Yields the code of the copy's Ambito, which Gallarate's office may write meanwhile.
    """
    with transaction.atomic():
        presenti = Piano.objects.filter(ambito__ats__ente__codice=ATS).values("ambito")
        liberi = list(Ambito.objects.filter(ats__ente__codice=ATS).exclude(pk__in=presenti).order_by("ente__codice"))
        copia, *altri = liberi[: PIANI_DELL_ATS - presenti.count()]
        for ambito, base in [(copia, documento_gallarate()), *((a, documento_somma()) for a in altri)]:
            importa_piano(leggi(byte_canonici(sigilla({**base, "ambito": ambito.codice}))))
        udp = Utente.objects.get(email=f"udp.gallarate@{DOMINIO}")
        gallarate = Ente.objects.get(tipo="ambito", codice="50074")
        Sezione.objects.filter(piano__ambito=copia.pk, proprietario=gallarate).update(proprietario=copia.ente)
        # Without this the office only reads the copy's sheets, and the page measured has no forms.
        Scheda.objects.filter(voci__piano__ambito=copia.pk, proprietario=gallarate).update(proprietario=copia.ente)
        Incarico.objects.create(utente=udp, ruolo=Ruolo.RESPONSABILE_UDP, ente=copia.ente, dal=timezone.localdate())
        yield copia.codice
        transaction.set_rollback(True)


def _figlio(argomenti: list[str]) -> tuple[float, int]:
    """Run a command; return its seconds and the peak memory in MB of the largest process among its descendants."""
    sonda = (
        "import resource,subprocess,sys,time;i=time.perf_counter();"
        "subprocess.run(sys.argv[1:],check=True,stdout=subprocess.DEVNULL,stderr=subprocess.DEVNULL);"
        "print(time.perf_counter()-i,resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss//1024)"
    )
    esito = subprocess.run(  # noqa: S603 - our own commands
        [sys.executable, "-c", sonda, *argomenti], check=True, capture_output=True, text=True
    )
    secondi, memoria = esito.stdout.split()
    return float(secondi), int(memoria)


def _mediana(nome: str, prove: list[tuple[float, int]], pdf: Path) -> MisuraProcesso:
    import pikepdf  # a C library: only the benchmark's figures need it here

    with pikepdf.open(pdf) as documento:
        pagine = len(documento.pages)
    return MisuraProcesso(nome, statistics.median(s for s, _ in prove), max(m for _, m in prove), pagine)


def _alternate(comandi: dict[str, list[str]]) -> dict[str, list[tuple[float, int]]]:
    """Run each command GIRI_STAMPA times, one after the other in rounds, so that noise falls on all."""
    prove: dict[str, list[tuple[float, int]]] = {nome: [] for nome in comandi}
    for _ in range(GIRI_STAMPA):
        for nome, comando in comandi.items():
            prove[nome].append(_figlio(comando))
    return prove


def stampe(html: Callable[[], str], *, chromium: str = "/usr/bin/chromium") -> list[MisuraProcesso]:
    """Print Gallarate, one sheet of it, and the same HTML with headless Chromium, in the same run."""
    with tempfile.TemporaryDirectory() as cartella:
        base = Path(cartella)
        sorgente = base / "piano.html"
        sorgente.write_text(html(), encoding="utf-8")
        gestione = [sys.executable, str(settings.BASE_DIR / "manage.py"), "stampa_piano", "50074", "2025-2027", "-o"]
        uscite = {
            "Gallarate, PDF/A-3a e PDF/UA-1": base / "piano.pdf",
            "una scheda sola": base / "scheda.pdf",
            "stesso HTML con Chromium": base / "chromium.pdf",
        }
        intero, scheda, concorrente = uscite
        comandi = {
            intero: [*gestione, str(uscite[intero])],
            scheda: [*gestione, str(uscite[scheda]), "--scheda", "A"],
        }
        if shutil.which(chromium):
            comandi[concorrente] = [
                chromium,
                *CHROMIUM_ARGOMENTI,
                f"--user-data-dir={base / 'profilo'}",
                f"--print-to-pdf={uscite[concorrente]}",
                sorgente.as_uri(),
            ]
        prove = _alternate(comandi)
        return [_mediana(nome, prove[nome], uscite[nome]) for nome in comandi]
