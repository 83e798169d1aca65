"""A real worker, once a run: a print waits, goes on, is ready; another is cancelled and its process is gone."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from celery import current_app
from django.conf import settings as impostazioni
from kombu import pools
from playwright.sync_api import expect
from pytest_django import Settings

from documenti.enums import StatoLavoro
from documenti.models import Lavoro, SegnoDiVita
from piani.canonico import importa_piano
from piani.models import Piano, Sezione
from tests.documenti_canonici import documento, scheda, sezione
from tests.processi import aspetta, indirizzo_banca_dati, processi_con, vivo
from utenti.models import Utente

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser import Apri

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.lento]

QUANTE_SCHEDE = 40
AvviaWorker = Callable[[], None]


@pytest.fixture
def coda(settings: Settings, tmp_path: Path) -> Iterator[str]:
    """A queue of this test alone, on the broker that the environment names; jobs really go there."""
    conf = current_app.conf
    nuove: dict[str, object] = {"task_always_eager": False, "task_default_queue": f"prova-{os.getpid()}"}
    if not impostazioni.REDIS_URL:
        cartella = tmp_path / "coda"
        cartella.mkdir()
        cartelle = {"data_folder_in": str(cartella), "data_folder_out": str(cartella)}
        nuove["broker_transport_options"] = {**conf.broker_transport_options, **cartelle}
    vecchie = {nome: conf[nome] for nome in nuove}
    settings.CELERY_TASK_ALWAYS_EAGER = False
    _cambia(nuove)
    yield str(nuove["task_default_queue"])
    _cambia(vecchie)


def _cambia(valori: dict[str, object]) -> None:
    """Change Celery's settings; the connections made with the old ones are thrown away."""
    current_app.conf.update(valori)
    pools.reset()  # type: ignore[no-untyped-call]  # kombu ships no types
    current_app.__dict__.pop("amqp", None)
    current_app._pool = None


@pytest.fixture
def avvia_worker(coda: str, tmp_path: Path) -> Iterator[AvviaWorker]:
    """A function that starts the worker as production does; it stops with the test."""
    avviati: list[subprocess.Popen[bytes]] = []
    ambiente = {
        **os.environ,
        "CELERY_EAGER": "0",
        "DATABASE_URL": indirizzo_banca_dati(),
        "REDIS_URL": impostazioni.REDIS_URL,
        "VAR_DIR": str(tmp_path),
    }
    parole = "celery -A pianodizona worker --pool threads -c 2 -l WARNING --without-gossip --without-mingle -Q"

    def avvia() -> None:
        comando = [sys.executable, "-m", *parole.split(), coda]
        avviati.append(subprocess.Popen(comando, env=ambiente, cwd=impostazioni.BASE_DIR, start_new_session=True))

    yield avvia
    for worker in avviati:
        worker.terminate()
        with suppress(subprocess.TimeoutExpired):
            worker.wait(timeout=5)
        with suppress(ProcessLookupError):
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


@pytest.fixture
def grande(regione_minima: object, gallarate: object) -> Piano:
    """A plan long enough to see its print go on."""
    testo = "<p>" + "Il Piano si scrive insieme. " * 300 + "</p>"
    schede = [scheda(f"S{n}") for n in range(QUANTE_SCHEDE)]
    return importa_piano(documento(sezioni=[sezione(testo=testo)], schede=schede))


def chiedi_stampa(pagina: "Page", piano: Piano) -> Lavoro:
    """Press the button, and follow the job on its page."""
    pagina.goto(f"{piano.get_absolute_url()}stampe/")
    pagina.get_by_role("button", name="Stampa", exact=True).click()
    pagina.get_by_role("link", name="Segui o annulla").first.click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text("A che punto è il lavoro")
    return Lavoro.objects.latest("pk")


def stato(lavoro: Lavoro) -> str:
    return Lavoro.objects.get(pk=lavoro.pk).stato


def test_una_stampa_arriva_in_fondo_e_un_altra_si_annulla(
    apri: "Apri", grande: Piano, ada: Utente, avvia_worker: AvviaWorker
) -> None:
    pagina = apri(ada)
    prima = chiedi_stampa(pagina, grande)
    expect(pagina.get_by_text("In attesa")).to_be_visible()

    avvia_worker()

    expect(pagina.get_by_text(re.compile(r"Fatto il [1-9]\d? per cento: "))).to_be_visible(timeout=30_000)
    expect(pagina.get_by_text("Pronto.")).to_be_visible(timeout=60_000)
    with pagina.expect_download() as attesa:
        pagina.get_by_role("link", name="Scarica").click()
    assert Path(attesa.value.path()).read_bytes().startswith(b"%PDF-1.7")
    assert stato(prima) == StatoLavoro.RIUSCITO
    assert SegnoDiVita.objects.exists()

    Sezione.objects.filter(piano=grande).update(testo="<p>Un testo nuovo.</p>")
    seconda = chiedi_stampa(pagina, grande)
    aspetta(lambda: stato(seconda) == StatoLavoro.IN_CORSO)
    aspetta(lambda: processi_con("svolgi_lavoro", str(seconda.pk)))
    [processo] = processi_con("svolgi_lavoro", str(seconda.pk))
    pagina.get_by_role("link", name="Annulla").click()
    pagina.get_by_role("button", name="Annulla il lavoro").click()

    expect(pagina.get_by_text("Annullato: nulla è stato prodotto.")).to_be_visible(timeout=20_000)
    assert stato(seconda) == StatoLavoro.ANNULLATO
    assert Lavoro.objects.get(pk=seconda.pk).risultato is None
    aspetta(lambda: not vivo(processo), 5)
