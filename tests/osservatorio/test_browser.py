"""The public pages in Chromium: no barrier, nothing out of the screen, no refusal of the CSP."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from ambiti.models import Ambito, Comune
from tests.browser import senza_difetti_axe
from tests.factories import ComuneFactory
from utenti.models import Utente

if TYPE_CHECKING:
    from playwright.sync_api import Page

TELEFONO, TAVOLO = (360, 800), (1440, 900)
PAGINE = [
    "/",
    "/cerca/?q=cantu",
    "/ambiti/",
    "/ambiti/50074/",
    "/comuni/?ambito=non-noto",
    "/ats/",
    "/ats/322/",
    "/glossario/",
    "/accessibilita/",
    "/privacy/",
    "/mai-esistita/",
]


@pytest.fixture
def regione(gallarate: Ambito, busto: Ambito, comune_capofila: Comune) -> None:
    """Two Ambiti, a Comune with its Ambito and one without."""
    ComuneFactory.create(ente__nome="Cantù")


@pytest.mark.parametrize(("larghezza", "altezza"), [TELEFONO, TAVOLO])
def test_le_pagine_pubbliche_sono_senza_barriere(pagina: "Page", regione: None, larghezza: int, altezza: int) -> None:
    pagina.set_viewport_size({"width": larghezza, "height": altezza})
    for indirizzo in PAGINE:
        pagina.goto(indirizzo)

        senza_difetti_axe(pagina)
        assert pagina.evaluate("document.documentElement.scrollWidth") <= larghezza, indirizzo


def test_sul_telefono_il_menu_si_apre_con_la_tastiera(pagina: "Page", regione: None) -> None:
    pagina.set_viewport_size({"width": TELEFONO[0], "height": TELEFONO[1]})
    pagina.goto("/")
    voce = pagina.get_by_role("link", name="Comuni", exact=True).first
    assert not voce.is_visible()

    pagina.get_by_role("button", name="Menu").press("Enter")

    assert voce.is_visible()
    assert pagina.get_by_role("button", name="Menu").get_attribute("aria-expanded") == "true"
    senza_difetti_axe(pagina)


def test_il_primo_tasto_porta_al_contenuto(pagina: "Page", regione: None) -> None:
    pagina.goto("/ambiti/")

    pagina.keyboard.press("Tab")
    pagina.keyboard.press("Enter")

    assert pagina.evaluate("document.activeElement.id") == "contenuto"


def test_la_definizione_si_apre_e_si_chiude_con_esc(pagina: "Page", regione: None) -> None:
    pagina.goto("/ambiti/")
    spiegazione = pagina.get_by_text("Un gruppo di Comuni vicini")

    pagina.locator(".termine summary").first.press("Enter")
    assert spiegazione.is_visible()
    senza_difetti_axe(pagina)

    pagina.keyboard.press("Escape")
    assert not spiegazione.is_visible()


def test_chi_e_entrato_vede_come_chi_lavora(
    apri: "Callable[[Utente | None], Page]", regione: None, ada: Utente
) -> None:
    pagina = apri(ada)
    pagina.set_viewport_size({"width": TELEFONO[0], "height": TELEFONO[1]})
    pagina.goto("/ambiti/")

    pagina.locator(".menu-persona summary").press("Enter")

    assert pagina.get_by_text("Responsabile dell'Ufficio di Piano, Gallarate").last.is_visible()
    assert pagina.get_by_role("button", name="Esci").is_visible()
    senza_difetti_axe(pagina)
