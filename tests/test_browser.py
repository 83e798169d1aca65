"""Chromium in the tests sees what it promises to see."""

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from tests.browser import Difetti, senza_difetti_axe
from utenti.models import Utente

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser import Apri

PAGINA = (
    '<!doctype html><html lang="it"><head><title>Prova</title><link rel="icon" href="data:,"></head>'
    "<body><main><h1>{titolo}</h1>{corpo}</main></body></html>"
)


@login_not_required
def ordinata(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGINA.format(titolo="Prova", corpo="<p>Tutto bene</p>"))


@login_not_required
def difettosa(request: HttpRequest) -> HttpResponse:
    corpo = '<img src="/non-ce.png"><script>window.toccata = true</script>'
    return HttpResponse(PAGINA.format(titolo="Prova", corpo=corpo))


def riservata(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGINA.format(titolo=str(request.user), corpo=""))


urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("ordinata/", ordinata),
    path("difettosa/", difettosa),
    path("riservata/", riservata),
]


@pytest.mark.urls(__name__)
def test_una_pagina_ordinata_passa(pagina: "Page") -> None:
    pagina.goto("/ordinata/")
    senza_difetti_axe(pagina)


@pytest.mark.urls(__name__)
def test_csp_file_mancanti_e_barriere_si_vedono(pagina: "Page", difetti_browser: Difetti) -> None:
    pagina.goto("/difettosa/")
    assert pagina.evaluate("window.toccata") is None
    with pytest.raises(AssertionError, match="image-alt"):
        senza_difetti_axe(pagina)
    assert any("CSP: script-src" in difetto for difetto in difetti_browser)
    assert any(difetto.startswith("404: ") and difetto.endswith("/non-ce.png") for difetto in difetti_browser)
    difetti_browser.clear()


@pytest.mark.urls(__name__)
def test_due_persone_hanno_due_browser(apri: "Apri", ada: Utente, dario: Utente) -> None:
    pagine = [apri(persona) for persona in (ada, dario)]
    for pagina in pagine:
        pagina.goto("/riservata/")
    assert [pagina.inner_text("h1") for pagina in pagine] == ["Ada", "Dario"]
