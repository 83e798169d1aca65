"""Every error has its page, in Italian, that says what happened and what to do."""

from collections.abc import Callable
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path
from pytest_django import DjangoAssertNumQueries

from core import views
from core.exceptions import DatiNonValidi, NonPermesso
from tests.cliente import Cliente
from utenti.models import Utente


def _solleva(errore: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def vista(request: HttpRequest) -> HttpResponse:
        raise errore

    vista.login_required = False  # type: ignore[attr-defined]  # as @login_not_required does
    return vista


urlpatterns = [
    path("guasto/", _solleva(RuntimeError("rotto"))),
    path("sospetto/", _solleva(SuspiciousOperation("strano"))),
    path("vietato/", _solleva(PermissionDenied("Solo il responsabile può farlo."))),
    path("rifiuto/", _solleva(DatiNonValidi("La riga 3 non ha il codice: nulla è stato caricato."))),
    path("tolto/", _solleva(Utente.DoesNotExist())),
    path("tempo/", _solleva(NonPermesso("Il Piano è già approvato."))),
    path("", include("pianodizona.urls")),
]
handler400 = "core.views.richiesta_non_valida"
handler403 = "core.views.non_permesso"
handler404 = "core.views.pagina_non_trovata"
handler500 = "core.views.errore"

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.mark.parametrize(
    ("indirizzo", "stato", "frase"),
    [
        ("/sospetto/", 400, "Nulla è stato cambiato"),
        ("/vietato/", 403, "Solo il responsabile può farlo."),
        ("/mai-esistita/", 404, "La pagina non esiste, oppure non è tra quelle che puoi vedere"),
        ("/rifiuto/", 400, "La riga 3 non ha il codice: nulla è stato caricato."),
        ("/tempo/", 403, "Il Piano è già approvato."),
    ],
)
def test_ogni_errore_ha_una_pagina_con_la_sua_frase(client: Cliente, indirizzo: str, stato: int, frase: str) -> None:
    risposta = client.get(indirizzo)

    assert risposta.status_code == stato
    assert frase in risposta.content.decode()
    assert '<main id="contenuto"' in risposta.content.decode()


def test_cio_che_e_stato_tolto_mentre_si_scriveva_non_e_un_guasto(client: Cliente) -> None:
    risposta = client.post("/tolto/")

    assert risposta.status_code == 410
    assert "non c'è più" in unescape(risposta.text)
    with pytest.raises(Utente.DoesNotExist):
        client.get("/tolto/")


def test_un_guasto_ha_una_pagina_che_non_tocca_i_dati(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    cliente = Client(raise_request_exception=False)

    with django_assert_num_queries(0):
        risposta = cliente.get("/guasto/")

    assert risposta.status_code == 500
    assert "Non dipende da te" in risposta.content.decode()


def test_un_metodo_sbagliato_riceve_una_pagina_e_i_metodi_giusti(client: Cliente) -> None:
    risposta = client.post("/ambiti/")

    assert risposta.status_code == 405
    assert risposta["Allow"] == "GET, HEAD"
    assert "Nulla è stato cambiato" in risposta.content.decode()


def test_dentro_un_frammento_il_rifiuto_e_un_frammento(client: Cliente) -> None:
    risposta = client.get("/rifiuto/", headers={"hx-request": "true"})

    assert "La riga 3 non ha il codice" in risposta.content.decode()
    assert "<main" not in risposta.content.decode()


def test_un_modulo_scaduto_dice_che_nulla_e_stato_salvato(ada: Utente) -> None:
    risposta = views.csrf_rifiutato(RequestFactory().post("/"))

    assert risposta.status_code == 403
    assert "Nulla è stato salvato" in risposta.content.decode()
