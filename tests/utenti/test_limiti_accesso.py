"""Who tries passwords is stopped, on the cache that all the processes of the portal share."""

import pytest
from allauth.account import app_settings
from django.core.cache import cache
from django.urls import reverse
from pytest_django import Settings

from tests.cliente import Cliente
from tests.factories import PASSWORD, UtenteFactory
from utenti.models import Utente

TENTATIVI = 5
FRASE = "Troppi tentativi di accesso"


@pytest.fixture(autouse=True)
def limiti_attivi(settings: Settings) -> None:
    """The limits of production, which the other tests do without; counted where every process sees them."""
    assert "locmem" not in settings.CACHES["default"]["BACKEND"]
    settings.ACCOUNT_RATE_LIMITS = {}
    assert app_settings.RATE_LIMITS["login_failed"] == f"10/m/ip,{TENTATIVI}/300s/key"


@pytest.fixture
def conto(db: None) -> Utente:
    """An account like any other."""
    return UtenteFactory.create(email="ufficio@esempio.it")


def entra(password: str, *, email: str = "ufficio@esempio.it") -> tuple[int, str]:
    """Try from a browser of its own; return status and page."""
    risposta = Cliente().post(reverse("account_login"), {"login": email, "password": password})
    return risposta.status_code, risposta.content.decode()


def test_dopo_troppe_password_sbagliate_non_entra_nemmeno_quella_giusta(conto: Utente) -> None:
    for _ in range(TENTATIVI):
        assert FRASE not in entra("sbagliata-di-proposito")[1]

    stato, pagina = entra(PASSWORD)

    assert stato == 200
    assert FRASE in pagina


def test_passato_il_tempo_si_entra(conto: Utente) -> None:
    for _ in range(TENTATIVI):
        entra("sbagliata-di-proposito")
    cache.clear()

    assert entra(PASSWORD)[0] == 302


def test_chi_sbaglia_non_chiude_la_porta_agli_altri(conto: Utente) -> None:
    UtenteFactory.create(email="altro@esempio.it")
    for _ in range(TENTATIVI):
        entra("sbagliata-di-proposito")

    assert entra(PASSWORD, email="altro@esempio.it")[0] == 302
