"""The session ends while somebody writes: the page says so, keeps the words, and saves them after a new login."""

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from obiettivi.models import Risposta
from tests.cliente import Cliente
from tests.factories import PASSWORD
from tests.mondo import Mondo
from utenti.models import Utente

if TYPE_CHECKING:
    from tests.browser import Apri

HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/piani/?stato=bozza&pagina=2"}


@pytest.mark.parametrize("metodo", ["GET", "POST"])
def test_un_frammento_non_riceve_mai_la_pagina_di_accesso(db: None, metodo: str) -> None:
    cliente = Cliente()
    indirizzo = "/piani/50074/2025-2027/schede/obiettivo/A/righe/target/"

    risposta = cliente.generic(metodo, indirizzo, headers=HTMX)

    assert risposta.status_code == 401
    accesso = urlsplit(risposta["HX-Redirect"])
    assert accesso.path == "/account/login/"
    assert parse_qs(accesso.query) == {"next": ["/piani/?stato=bozza&pagina=2"]}
    assert "Quello che hai scritto resta" in risposta.content.decode()


def test_dopo_l_accesso_non_si_esce_dal_portale(db: None) -> None:
    risposta = Cliente().get("/scrivania/", headers={**HTMX, "HX-Current-URL": "https://altrove.example/esca/"})

    assert parse_qs(urlsplit(risposta["HX-Redirect"]).query) == {"next": ["/esca/"]}


@pytest.mark.lento
@pytest.mark.una_volta
@pytest.mark.django_db(transaction=True)
def test_chi_scrive_a_sessione_scaduta_rientra_e_salva(apri: "Apri", mondo: Mondo, ada: Utente) -> None:
    pagina = apri(ada)
    pagina.goto(mondo.indirizzo("piani:scheda"))
    campo = pagina.locator("#riga-target").get_by_role("textbox").first
    campo.fill("Una mattina di lavoro")
    Session.objects.all().delete()

    pagina.locator("#salva-target").click()

    avviso = pagina.locator("#riga-target").get_by_role("alert")
    expect(avviso).to_contain_text("La sessione è scaduta")
    expect(campo).to_have_text("Una mattina di lavoro")
    with pagina.expect_popup() as altra:
        avviso.get_by_role("link", name="Accedi di nuovo").click()
    accesso = altra.value
    accesso.get_by_label("Email").fill(ada.email)
    accesso.get_by_label("Password").fill(PASSWORD)
    accesso.get_by_role("button", name="Accedi").click()
    accesso.wait_for_url("**/schede/obiettivo/A/**")

    pagina.locator("#salva-target").click()

    expect(pagina.locator("#riga-target [data-avviso]")).to_contain_text("salvato alle")
    assert Risposta.objects.get(campo__chiave="target").testo == "<p>Una mattina di lavoro</p>"
