"""Jobs: one at a time for a key, cancelled, failed, taken up again."""

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from core.exceptions import NonPermesso
from documenti import actions, lavori
from documenti.actions import accoda, annulla, avanza, batti, fallisci, inizia, riesci, riprendi_orfani
from documenti.enums import StatoLavoro as S
from documenti.esecuzione import ScriviAvanzamento
from documenti.exceptions import LavoroAnnullato, LavoroGiaFinito, TipoLavoroSconosciuto
from documenti.lavori import EsitoLavoro, tipo_lavoro
from documenti.models import Lavoro, SegnoDiVita
from documenti.queries import lavoro_visibile_a, puo_scaricare
from documenti.tasks import svolgi
from tests.documenti import tipi_di_prova
from utenti.models import Utente

pytestmark = pytest.mark.django_db
DopoIlCommit = Callable[..., AbstractContextManager[list[Any]]]
TANTO_FA = dt.timedelta(hours=1)


@pytest.fixture
def dopo(django_capture_on_commit_callbacks: DopoIlCommit) -> Callable[..., Lavoro]:
    """Queue a job, then let the commit happen."""

    def accodato(tipo: str, chiave: str = "k", richiesto_da: Utente | None = None, **argomenti: Any) -> Lavoro:
        with django_capture_on_commit_callbacks(execute=True):
            lavoro = accoda(tipo, chiave, argomenti, richiesto_da=richiesto_da)
        lavoro.refresh_from_db()
        return lavoro

    return accodato


def in_attesa(chiave: str = "k", *, da: Utente | None = None) -> Lavoro:
    return accoda("prova.riesce", chiave, {}, richiesto_da=da)


def in_corso(chiave: str = "k", *, da: Utente | None = None) -> Lavoro:
    lavoro = inizia(in_attesa(chiave, da=da).pk)
    assert lavoro is not None
    return lavoro


def stato(lavoro: Lavoro) -> str:
    return Lavoro.objects.get(pk=lavoro.pk).stato


def test_un_lavoro_parte_dopo_il_commit_e_lascia_il_risultato(dopo: Callable[..., Lavoro], ada: Utente) -> None:
    lavoro = dopo("prova.riesce", richiesto_da=ada, piano=3)
    assert (lavoro.stato, lavoro.fatto, lavoro.totale, lavoro.percento) == (S.RIUSCITO, 2, 2, 100)
    assert (lavoro.richiesto_da, lavoro.nome_file, lavoro.tentativi) == (ada, "Città è.pdf", 1)
    assert lavoro.risultato is not None
    assert lavoro.finito_il is not None


def test_prima_del_commit_nulla_parte() -> None:
    assert in_attesa().stato == S.IN_ATTESA


def test_lo_stesso_lavoro_chiesto_due_volte_e_uno(ada: Utente) -> None:
    primo = in_attesa(da=ada)
    assert in_attesa() == primo
    assert in_attesa("altra") != primo
    annulla(primo, autore=ada)
    assert in_attesa() != primo


def test_due_richieste_nello_stesso_istante_danno_un_lavoro(monkeypatch: pytest.MonkeyPatch) -> None:
    primo = in_attesa()
    cerca = Lavoro.objects.filter
    volte: list[int] = []

    def distratta(*args: Any, **campi: Any) -> Any:
        volte.append(1)
        return Lavoro.objects.none() if len(volte) == 1 else cerca(*args, **campi)

    monkeypatch.setattr(Lavoro.objects, "filter", distratta)
    assert in_attesa() == primo
    assert volte


def test_un_tipo_sconosciuto_non_si_accoda() -> None:
    with pytest.raises(TipoLavoroSconosciuto, match="Nulla è stato avviato"):
        accoda("prova.ignoto", "k", {}, richiesto_da=None)
    assert not Lavoro.objects.exists()


def test_due_funzioni_non_prendono_lo_stesso_nome() -> None:
    with pytest.raises(RuntimeError, match="già registrato"):
        tipo_lavoro("prova.riesce")(lambda lavoro, avanzamento: EsitoLavoro())
    assert lavori.tipo("prova.riesce").esegui is tipi_di_prova.riesce


def test_un_rifiuto_e_la_frase_che_si_legge(dopo: Callable[..., Lavoro]) -> None:
    lavoro = dopo("prova.rifiuta")
    assert (lavoro.stato, lavoro.errore) == (S.FALLITO, "Manca un capitolo.")


def test_un_errore_imprevisto_non_mostra_l_eccezione(dopo: Callable[..., Lavoro]) -> None:
    lavoro = dopo("prova.cade")
    assert lavoro.stato == S.FALLITO
    assert "Nulla è andato perso" in lavoro.errore
    assert "Zero" not in lavoro.errore


def test_chi_aspetta_si_annulla_subito_e_non_parte_piu(ada: Utente) -> None:
    lavoro = in_attesa(da=ada)
    assert annulla(lavoro, autore=ada).stato == S.ANNULLATO
    svolgi(lavoro.pk)
    assert stato(lavoro) == S.ANNULLATO


def test_chi_corre_si_ferma_al_passo_dopo(ada: Utente) -> None:
    lavoro = in_corso(da=ada)
    passo = ScriviAvanzamento(lavoro)
    passo(1, 3, "Comincio")
    annulla(lavoro, autore=ada)
    with pytest.raises(LavoroAnnullato):
        passo(3, 3, "Finisco")
    assert stato(lavoro) == S.IN_CORSO


def test_l_avanzamento_non_scrive_a_ogni_passo() -> None:
    lavoro = in_corso()
    passo = ScriviAvanzamento(lavoro)
    for n in range(50):
        passo(n, 100, f"Passo {n}")
    assert Lavoro.objects.get().fatto == 0


def test_un_lavoro_finito_non_si_annulla(ada: Utente) -> None:
    lavoro = in_corso(da=ada)
    riesci(lavoro, EsitoLavoro())
    with pytest.raises(LavoroGiaFinito, match="già finito"):
        annulla(lavoro, autore=ada)


def test_solo_chi_ha_chiesto_il_lavoro_lo_annulla(ada: Utente, dario: Utente) -> None:
    in_attesa("suo", da=dario)
    for lavoro in (in_attesa(da=ada), in_attesa("di nessuno")):
        with pytest.raises(NonPermesso, match="l'ha chiesto un'altra persona"):
            annulla(lavoro, autore=dario)
        assert stato(lavoro) == S.IN_ATTESA


def test_un_lavoro_si_prende_una_volta_sola() -> None:
    lavoro = in_attesa()
    assert inizia(lavoro.pk) is not None
    assert inizia(lavoro.pk) is None


def test_chi_si_sveglia_tardi_non_cambia_nulla() -> None:
    vecchio = in_corso()
    Lavoro.objects.update(battito=timezone.now() - TANTO_FA)
    assert riprendi_orfani() == 1
    assert inizia(vecchio.pk) is not None
    assert not avanza(vecchio, 1, 2, "x")
    assert not batti(vecchio)
    assert not riesci(vecchio, EsitoLavoro(dati={"x": 1}))
    assert not fallisci(vecchio, "x")
    assert stato(vecchio) == S.IN_CORSO


def test_gli_orfani_ripartono_una_volta_poi_falliscono() -> None:
    lavoro = in_corso()
    assert riprendi_orfani() == 0
    Lavoro.objects.update(battito=timezone.now() - TANTO_FA)
    assert riprendi_orfani() == 1
    assert stato(lavoro) == S.IN_ATTESA
    inizia(lavoro.pk)
    Lavoro.objects.update(battito=None)
    assert riprendi_orfani() == 0
    lavoro.refresh_from_db()
    assert lavoro.stato == S.FALLITO
    assert "due volte" in lavoro.errore


def test_un_orfano_annullato_si_chiude(ada: Utente) -> None:
    lavoro = in_corso(da=ada)
    annulla(lavoro, autore=ada)
    Lavoro.objects.update(battito=timezone.now() - TANTO_FA)
    riprendi_orfani()
    assert stato(lavoro) == S.ANNULLATO


def test_chi_la_coda_ha_perso_torna_in_coda(django_capture_on_commit_callbacks: DopoIlCommit) -> None:
    lavoro = in_attesa()
    assert riprendi_orfani() == 0
    Lavoro.objects.update(battito=timezone.now() - TANTO_FA, creato_il=timezone.now() - TANTO_FA)
    with django_capture_on_commit_callbacks(execute=True):
        assert riprendi_orfani() == 1
    assert stato(lavoro) == S.RIUSCITO


def test_il_segno_di_vita_e_uno_per_worker_e_i_vecchi_si_dimenticano() -> None:
    SegnoDiVita.objects.create(nome="vecchio", quando=timezone.now() - dt.timedelta(days=2))
    actions.segna_vivo("celery@a")
    actions.segna_vivo("celery@a")
    assert [s.nome for s in SegnoDiVita.objects.all()] == ["celery@a"]


def test_i_lavori_li_vede_solo_chi_li_ha_chiesti(ada: Utente, dario: Utente) -> None:
    di_ada = accoda("prova.riesce", "a", {}, richiesto_da=ada)
    di_dario = accoda("prova.riesce", "d", {}, richiesto_da=dario)
    accoda("prova.riesce", "n", {}, richiesto_da=None)
    for lavoro, padrone, estraneo in ((di_ada, ada, dario), (di_dario, dario, ada)):
        assert lavoro_visibile_a(padrone, lavoro.pk) == lavoro
        assert lavoro_visibile_a(estraneo, lavoro.pk) is None
        assert lavoro_visibile_a(AnonymousUser(), lavoro.pk) is None
    assert not puo_scaricare(ada, di_ada)


@pytest.mark.parametrize(("fatto", "totale", "atteso"), [(0, 0, 0), (1, 3, 33), (3, 3, 99), (9, 3, 99)])
def test_il_cento_per_cento_e_solo_di_chi_ha_finito(fatto: int, totale: int, atteso: int) -> None:
    assert Lavoro(fatto=fatto, totale=totale, stato=S.IN_CORSO).percento == atteso
