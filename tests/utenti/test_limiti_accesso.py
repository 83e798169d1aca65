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
PER_INDIRIZZO = 10
FRASE = "Troppi tentativi di accesso"


@pytest.fixture(autouse=True)
def limiti_attivi(settings: Settings) -> None:
    """The limits of production, which the other tests do without; counted where every process sees them."""
    assert "locmem" not in settings.CACHES["default"]["BACKEND"]
    settings.ACCOUNT_RATE_LIMITS = {}
    assert app_settings.RATE_LIMITS["login_failed"] == f"{PER_INDIRIZZO}/m/ip,{TENTATIVI}/300s/key"


@pytest.fixture
def conto(db: None) -> Utente:
    """An account like any other."""
    return UtenteFactory.create(email="ufficio@esempio.it")


def entra(password: str, *, email: str = "ufficio@esempio.it", da: str = "") -> tuple[int, str]:
    """Try from a browser of its own; return status and page. `da` is what the proxy says of the visitor."""
    intestazioni = {"x-forwarded-for": da} if da else {}
    risposta = Cliente().post(reverse("account_login"), {"login": email, "password": password}, headers=intestazioni)
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


def test_dietro_il_proxy_ogni_visitatore_ha_i_suoi_tentativi(conto: Utente, settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for n in range(PER_INDIRIZZO):
        entra("sbagliata-di-proposito", email=f"nessuno-{n}@esempio.it", da="203.0.113.7")

    # What a visitor writes in the header by itself comes before what the proxy adds, and does not count.
    assert FRASE in entra(PASSWORD, da="198.51.100.9, 203.0.113.7")[1]
    assert entra(PASSWORD, da="203.0.113.7, 198.51.100.9")[0] == 302


def test_senza_proxy_un_intestazione_inventata_non_serve(conto: Utente, settings: Settings) -> None:
    assert settings.ALLAUTH_TRUSTED_PROXY_COUNT == 0
    for n in range(PER_INDIRIZZO):
        entra("sbagliata-di-proposito", email=f"nessuno-{n}@esempio.it", da=f"203.0.113.{n}")

    assert FRASE in entra(PASSWORD, da="198.51.100.9")[1]


def test_la_password_sbagliata_si_dice_in_parole_piane(conto: Utente) -> None:
    pagina = entra("sbagliata-di-proposito")[1]

    assert "L&#x27;indirizzo di posta o la password non sono giusti." in pagina
    assert "e/o" not in pagina
