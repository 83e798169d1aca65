"""The real child process: watched, killed, never left alone."""

import os
import signal
import subprocess
import sys
import threading

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from documenti import esecuzione
from documenti.actions import accoda, annulla, inizia
from documenti.enums import StatoLavoro as S
from documenti.esecuzione import battiti, sorveglia
from documenti.models import Lavoro
from tests.documenti import tipi_di_prova  # noqa: F401 - registers the kinds
from tests.processi import aspetta, indirizzo_banca_dati, vivo
from utenti.models import Utente

# Processes and signals: nothing of it is the database's.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.lento, pytest.mark.una_volta]
FIGLIO = """import django, sys
django.setup()
import tests.documenti.tipi_di_prova
from django.core.management import call_command
call_command("svolgi_lavoro", sys.argv[1], sorvegliato=True)"""


def comando(lavoro: Lavoro) -> list[str]:
    return [sys.executable, "-c", FIGLIO, str(lavoro.pk)]


@pytest.fixture(autouse=True)
def figlio_di_prova(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child uses the test's database and knows the test's kinds of jobs."""
    monkeypatch.setenv("DATABASE_URL", indirizzo_banca_dati())
    monkeypatch.setenv("PYTHONPATH", str(settings.BASE_DIR))
    monkeypatch.setattr(esecuzione, "comando_figlio", comando)


def preso(tipo: str, da: Utente | None = None) -> Lavoro:
    lavoro = Lavoro.objects.create(tipo=tipo, chiave="k", richiesto_da=da)
    iniziato = inizia(lavoro.pk)
    assert iniziato is not None
    return iniziato


def processo_di(lavoro: Lavoro) -> int:
    """Wait until the child says its number."""
    aspetta(lambda: Lavoro.objects.get(pk=lavoro.pk).fase.startswith("processo"))
    return int(Lavoro.objects.get(pk=lavoro.pk).fase.split()[1])


def test_il_figlio_svolge_il_lavoro_e_ne_scrive_l_esito() -> None:
    lavoro = preso("prova.riesce")
    sorveglia(lavoro)
    lavoro.refresh_from_db()
    assert lavoro.stato == S.RIUSCITO
    assert lavoro.esito["processo"] != os.getpid()
    assert lavoro.risultato is not None


def test_il_figlio_finisce_pulito_anche_se_lo_guardano_ancora() -> None:
    lavoro = preso("prova.riesce")
    with subprocess.Popen(comando(lavoro), stdin=subprocess.PIPE, stderr=subprocess.PIPE) as figlio:
        assert figlio.wait(timeout=30) == 0
        assert figlio.stderr is not None
        assert b"Fatal" not in figlio.stderr.read()
    assert Lavoro.objects.get().stato == S.RIUSCITO


@pytest.mark.parametrize(("tipo", "frase"), [("prova.rifiuta", "Manca un capitolo."), ("prova.muore", "imprevisto")])
def test_un_figlio_che_non_riesce_lascia_una_frase(tipo: str, frase: str) -> None:
    lavoro = preso(tipo)
    sorveglia(lavoro)
    lavoro.refresh_from_db()
    assert lavoro.stato == S.FALLITO
    assert frase in lavoro.errore


def test_chi_dura_troppo_e_ucciso(settings: Settings) -> None:
    settings.LIMITE_LAVORO_SECONDI = 10
    lavoro = preso("prova.dura")
    sorveglia(lavoro)
    lavoro.refresh_from_db()
    assert lavoro.stato == S.FALLITO
    assert "più del limite" in lavoro.errore
    assert not vivo(int(lavoro.fase.split()[1]))


def test_chi_e_annullato_e_ucciso_in_pochi_secondi(ada: Utente) -> None:
    lavoro = preso("prova.dura", ada)

    def guarda() -> None:
        sorveglia(lavoro)
        connection.close()

    guardiano = threading.Thread(target=guarda)
    guardiano.start()
    processo = processo_di(lavoro)
    annulla(lavoro, autore=ada)
    guardiano.join(timeout=5)
    assert not guardiano.is_alive()
    lavoro.refresh_from_db()
    assert lavoro.stato == S.ANNULLATO
    assert not vivo(processo)


def test_se_muore_chi_guarda_muore_anche_il_figlio() -> None:
    lavoro = preso("prova.dura")
    with subprocess.Popen(comando(lavoro), stdin=subprocess.PIPE, start_new_session=True) as figlio:
        processo = processo_di(lavoro)
        assert figlio.stdin is not None
        figlio.stdin.close()
        assert figlio.wait(timeout=5) == -signal.SIGKILL
    assert not vivo(processo)


def test_un_lavoro_passato_ad_altri_si_lascia() -> None:
    lavoro = preso("prova.dura")
    Lavoro.objects.update(tentativi=2)
    sorveglia(lavoro)
    assert Lavoro.objects.get().stato == S.IN_CORSO


def test_il_cuore_batte_mentre_il_lavoro_va(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(esecuzione, "SECONDI_TRA_BATTITI", 0.05)
    lavoro = preso("prova.riesce")
    prima = lavoro.battito
    with battiti(lavoro):
        aspetta(lambda: Lavoro.objects.get().battito != prima)


def test_il_comando_non_svolge_un_lavoro_che_nessuno_ha_preso() -> None:
    lavoro = accoda("prova.rifiuta", "altra", {}, richiesto_da=None)
    assert Lavoro.objects.get(pk=lavoro.pk).stato == S.FALLITO
    with pytest.raises(CommandError, match="non è in corso"):
        call_command("svolgi_lavoro", lavoro.pk)
