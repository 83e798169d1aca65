"""The session in a browser: the page lives by itself, and what one has chosen stays chosen; it votes without JavaScript too."""

from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest
from django.urls import reverse

from assemblea.models import Voto
from documenti import actions
from tests.assemblea.conftest import Assemblea
from tests.browser import senza_difetti_axe
from utenti import avvisi
from utenti.models import Utente

if TYPE_CHECKING:
    from tests.browser import Apri

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.lento]


@pytest.fixture
def senza_coda(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here the transactions end for good: the mail of the notices would leave."""
    monkeypatch.setattr(avvisi, "current_app", Mock())
    monkeypatch.setattr(actions, "current_app", Mock())


def test_si_vota_dal_telefono_mentre_la_pagina_si_aggiorna(
    senza_coda: None, apri: "Apri", assemblea: Assemblea, bruno: Utente
) -> None:
    assemblea.apri(6)
    votazione = assemblea.ai_voti()
    pagina = apri(bruno)
    pagina.set_viewport_size({"width": 360, "height": 800})
    pagina.goto(reverse("assemblea:seduta", kwargs={**assemblea.piano.indirizzo, "pk": assemblea.seduta.pk}))
    pagina.get_by_label("Contrario").focus()
    pagina.keyboard.press("Space")

    assemblea.entra(6)
    pagina.wait_for_selector("text=7 presenti su 9")
    assert "7 presenti su 9" in pagina.locator("#annuncio").inner_text()
    assert pagina.get_by_label("Contrario").is_checked()
    senza_difetti_axe(pagina)
    pagina.get_by_role("button", name="Conferma il voto").click()
    pagina.wait_for_selector("text=Voto registrato")
    assert Voto.objects.get(votazione=votazione).scelta == "contrario"
    assert pagina.get_by_role("button", name="Conferma il voto").count() == 0
