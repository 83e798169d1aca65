"""The pages of a job, the download, the health of the portal."""

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from documenti import salute, tasks
from documenti.actions import accoda, annulla, avanza, inizia, segna_vivo
from documenti.archivio import percorso
from documenti.enums import StatoLavoro as S
from documenti.models import Lavoro, SegnoDiVita
from documenti.tasks import svolgi
from tests.cliente import Cliente
from tests.documenti import tipi_di_prova  # noqa: F401 - registers the kinds
from utenti.models import Utente

pytestmark = pytest.mark.django_db
Come = Callable[[Utente], Cliente]


@pytest.fixture
def lavoro(ada: Utente) -> Lavoro:
    """A job of Ada's, waiting."""
    return accoda("prova.riesce", "k", {}, richiesto_da=ada)


def indirizzo(nome: str, lavoro: Lavoro) -> str:
    return reverse(f"documenti:{nome}", args=[lavoro.pk])


@pytest.mark.parametrize("nome", ["lavoro", "avanzamento", "annulla", "scarica"])
def test_il_lavoro_di_un_altro_non_esiste(nome: str, lavoro: Lavoro, come: Come, dario: Utente) -> None:
    accoda("prova.riesce", "d", {}, richiesto_da=dario)
    svolgi(lavoro.pk)
    assert come(dario).get(indirizzo(nome, lavoro)).status_code == 404
    assert come(dario).post(indirizzo("annulla", lavoro)).status_code == 404


def test_chi_non_e_entrato_va_all_accesso(lavoro: Lavoro, client: Cliente) -> None:
    assert client.get(indirizzo("lavoro", lavoro)).status_code == 302
    assert client.get(indirizzo("scarica", lavoro)).status_code == 302


def test_la_pagina_dice_a_che_punto_e_e_si_aggiorna_da_sola(lavoro: Lavoro, come: Come, ada: Utente) -> None:
    preso = inizia(lavoro.pk)
    assert preso is not None
    avanza(preso, 42, 100, "Impagino la pagina 12")
    pagina = come(ada).get(indirizzo("lavoro", lavoro)).content.decode()
    assert 'role="progressbar"' in pagina
    assert 'aria-valuenow="42"' in pagina
    assert "Fatto il 42 per cento: Impagino la pagina 12" in pagina
    assert f'hx-get="{indirizzo("avanzamento", lavoro)}?visto=in_corso-42-False"' in pagina
    assert "style=" not in pagina.split("<main")[1].split("</main")[0]


def test_se_nulla_e_cambiato_il_frammento_tace(lavoro: Lavoro, come: Come, ada: Utente) -> None:
    dove = indirizzo("avanzamento", lavoro)
    cliente = come(ada)
    assert cliente.get(dove, {"visto": "in_attesa-0-False"}).status_code == 204
    inizia(lavoro.pk)
    risposta = cliente.get(dove, {"visto": "in_attesa-0-False"})
    assert risposta.status_code == 200
    assert "<html" not in risposta.content.decode()


def test_annullare_chiede_conferma_e_solo_il_post_annulla(lavoro: Lavoro, come: Come, ada: Utente) -> None:
    cliente = come(ada)
    domanda = cliente.get(indirizzo("annulla", lavoro)).content.decode()
    assert "Annullare il lavoro?" in domanda
    lavoro.refresh_from_db()
    assert lavoro.stato == S.IN_ATTESA
    risposta = cliente.post(indirizzo("annulla", lavoro), follow=True)
    assert "Annullato: nulla è stato prodotto." in risposta.content.decode()
    lavoro.refresh_from_db()
    assert lavoro.stato == S.ANNULLATO


def test_annullare_due_volte_dice_che_e_finito(lavoro: Lavoro, come: Come, ada: Utente) -> None:
    annulla(lavoro, autore=ada)
    risposta = come(ada).post(indirizzo("annulla", lavoro))
    assert risposta.status_code == 409
    assert "già finito" in risposta.content.decode()


def test_un_lavoro_fallito_dice_perche(come: Come, ada: Utente) -> None:
    lavoro = accoda("prova.rifiuta", "k", {}, richiesto_da=ada)
    svolgi(lavoro.pk)
    pagina = come(ada).get(indirizzo("lavoro", lavoro)).content.decode()
    assert "Manca un capitolo." in pagina
    assert "hx-get" not in pagina.split("<main")[1]


def test_il_risultato_si_scarica_con_il_suo_nome(lavoro: Lavoro, come: Come, ada: Utente) -> None:
    svolgi(lavoro.pk)
    cliente = come(ada)
    assert indirizzo("scarica", lavoro) in cliente.get(indirizzo("lavoro", lavoro)).content.decode()
    risposta = cliente.get(indirizzo("scarica", lavoro))
    assert risposta.content.startswith(b"%PDF-")
    assert risposta["Content-Type"] == "application/pdf"
    assert risposta["Content-Disposition"] == "attachment; filename*=utf-8''Citt%C3%A0%20%C3%A8.pdf"
    assert risposta["X-Content-Type-Options"] == "nosniff"


def test_prima_della_fine_non_c_e_nulla_da_scaricare(lavoro: Lavoro, come: Come, ada: Utente) -> None:
    assert come(ada).get(indirizzo("scarica", lavoro)).status_code == 404


def test_chi_puo_scaricare_lo_dice_il_tipo(come: Come, ada: Utente, dario: Utente) -> None:
    lavoro = accoda("prova.per_tutti", "k", {}, richiesto_da=ada)
    svolgi(lavoro.pk)
    risposta = come(dario).get(indirizzo("scarica", lavoro))
    assert risposta.status_code == 200
    assert risposta["Content-Type"] == "application/json; charset=utf-8"


def test_chi_avra_il_risultato_segue_il_lavoro_ma_non_lo_annulla(
    lavoro: Lavoro, come: Come, ada: Utente, dario: Utente
) -> None:
    condiviso = accoda("prova.per_tutti", "c", {}, richiesto_da=ada)
    pagina = come(dario).get(indirizzo("lavoro", condiviso)).content.decode()
    assert "L'ha chiesto un'altra persona: se lo annulla, puoi chiederlo tu." in pagina
    assert indirizzo("annulla", condiviso) not in pagina
    assert come(dario).get(indirizzo("avanzamento", condiviso)).status_code == 200
    cliente = come(dario)
    for risposta in (cliente.get(indirizzo("annulla", condiviso)), cliente.post(indirizzo("annulla", condiviso))):
        assert risposta.status_code == 403
        assert "solo lei può annullarlo" in risposta.content.decode()
    condiviso.refresh_from_db()
    assert condiviso.stato == S.IN_ATTESA
    annulla_di_ada = come(ada).get(indirizzo("annulla", condiviso)).content.decode()
    assert "si ferma anche per loro" in annulla_di_ada


def test_chi_segue_sa_che_e_stato_annullato_da_chi_lo_ha_chiesto(come: Come, ada: Utente, dario: Utente) -> None:
    lavoro = accoda("prova.per_tutti", "c", {}, richiesto_da=ada)
    inizia(lavoro.pk)
    annulla(lavoro, autore=ada)
    assert "Chi lo ha chiesto lo ha annullato" in come(dario).get(indirizzo("lavoro", lavoro)).content.decode()
    assert "Hai chiesto di annullare" in come(ada).get(indirizzo("lavoro", lavoro)).content.decode()


def test_un_file_sparito_dice_cosa_fare(lavoro: Lavoro, come: Come, ada: Utente) -> None:
    svolgi(lavoro.pk)
    lavoro.refresh_from_db()
    assert lavoro.risultato is not None
    percorso(lavoro.risultato.sha256).unlink()
    risposta = come(ada).get(indirizzo("scarica", lavoro))
    assert risposta.status_code == 500
    assert "non si trova più nell&#x27;archivio" in risposta.content.decode()


def test_la_salute_e_buona_con_database_worker_e_disco(client: Cliente) -> None:
    segna_vivo("celery@a")
    risposta = client.get("/salute/")
    assert risposta.status_code == 200
    stato = risposta.json()
    assert (stato["bene"], stato["database"]) == (True, True)
    assert stato["worker_secondi"] < 5
    assert stato["disco_mb"] > 0


def test_senza_worker_la_salute_non_e_buona(client: Cliente) -> None:
    assert client.get("/salute/").json()["worker_secondi"] is None
    SegnoDiVita.objects.create(nome="a", quando=timezone.now() - dt.timedelta(seconds=130))
    risposta = client.get("/salute/")
    assert risposta.status_code == 503
    assert risposta.json()["worker_secondi"] >= 130


def test_senza_disco_la_salute_non_e_buona(client: Cliente, monkeypatch: pytest.MonkeyPatch) -> None:
    segna_vivo("celery@a")
    monkeypatch.setattr(salute, "MEGABYTE_MINIMI", 10**12)
    assert client.get("/salute/").status_code == 503


def test_senza_database_la_salute_risponde_lo_stesso(client: Cliente, monkeypatch: pytest.MonkeyPatch) -> None:
    def assente() -> None:
        raise DatabaseError

    monkeypatch.setattr("documenti.salute.connection.cursor", assente)
    risposta = client.get("/salute/")
    assert risposta.status_code == 503
    assert risposta.json()["database"] is False


@pytest.mark.django_db(transaction=True)
def test_il_worker_segna_di_essere_vivo_e_riprende_gli_orfani(monkeypatch: pytest.MonkeyPatch) -> None:
    Lavoro.objects.create(tipo="prova.riesce", chiave="k", stato=S.IN_CORSO, tentativi=1)

    class Worker:
        hostname = "celery@prova"

    monkeypatch.setattr(tasks._fine, "wait", lambda secondi: True)
    tasks.all_avvio(sender=Worker())
    for filo in threading.enumerate():
        if filo.name == "segni-di-vita":
            filo.join(timeout=10)
    assert SegnoDiVita.objects.get().nome == "celery@prova"
    assert Lavoro.objects.get().stato == S.RIUSCITO
    tasks.alla_chiusura()
    assert tasks._fine.is_set()
