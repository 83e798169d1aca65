"""The sheet in Chromium: two people on the same row, on a desk and on a phone."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from obiettivi.models import FormatoScheda, Risposta
from piani.models import Piano, VoceScheda
from tests.browser import senza_difetti_axe
from tests.factories import AzioneFactory, IndicatoreFactory, VoceSchedaFactory
from utenti.models import Utente

if TYPE_CHECKING:
    from playwright.sync_api import Page

EDITOR = "#riga-target .ProseMirror[contenteditable]"


@pytest.fixture
def voce(transactional_db: None, regione_minima: object, piano: Piano) -> VoceScheda:
    """A sheet with an action and an indicator."""
    voce = VoceSchedaFactory.create(
        piano=piano, codice="A", scheda__formato=FormatoScheda.objects.get(chiave="obiettivo-2025")
    )
    azione = AzioneFactory.create(scheda=voce.scheda, ordine=1, numero="1")
    IndicatoreFactory.create(scheda=voce.scheda, azione=azione, numero="1.1")
    return voce


def scrivi(pagina: "Page", parole: str) -> None:
    pagina.click(EDITOR)
    pagina.keyboard.type(parole)
    pagina.click("#salva-target")


@pytest.mark.lento
def test_due_persone_scrivono_la_stessa_riga_e_niente_si_perde(
    apri: "Callable[[Utente | None], Page]", ada: Utente, lia: Utente, voce: VoceScheda
) -> None:
    scrivania, telefono = apri(ada), apri(lia)
    telefono.set_viewport_size({"width": 360, "height": 780})
    for pagina in (scrivania, telefono):
        pagina.goto(voce.get_absolute_url())
        pagina.wait_for_selector(EDITOR)
        senza_difetti_axe(pagina)
    assert telefono.evaluate("document.documentElement.scrollWidth") == 360

    scrivi(scrivania, "Testo di Ada")
    scrivania.wait_for_selector("#riga-target [data-avviso]:text-matches('salvato alle')")
    scrivi(telefono, "Testo di Lia")
    telefono.wait_for_selector("#riga-target .conflitto")
    senza_difetti_axe(telefono)
    assert Risposta.objects.get().testo == "<p>Testo di Ada</p>"

    telefono.click("#salva-target")
    telefono.wait_for_selector("#riga-target [data-avviso]:text-matches('salvato alle')")
    testo = Risposta.objects.get().testo
    assert "Testo di Ada" in testo
    assert "Testo di Lia" in testo


@pytest.mark.lento
def test_un_azione_si_aggiunge_e_si_sposta_senza_lasciare_la_pagina(
    apri: "Callable[[Utente | None], Page]", ada: Utente, voce: VoceScheda
) -> None:
    pagina = apri(ada)
    pagina.goto(voce.get_absolute_url())
    pagina.click("#nuovo-azioni")
    pagina.fill("#azione-testo", "Seconda azione")
    senza_difetti_axe(pagina)
    pagina.click("#modulo-azioni [type=submit]")
    pagina.wait_for_selector("#elenco-azioni .azione >> nth=1")
    pagina.click("#elenco-azioni .azione >> nth=1 >> [value=su]")
    # The first action is now the second: its indicator follows, without a new page.
    pagina.wait_for_selector("#elenco-indicatori-processo td:text-is('2.1')")
