"""Every page about people, looked at by axe: a visitor's, and one's own."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from ambiti.models import Ambito
from tests.browser import senza_difetti_axe
from utenti.enums import Ruolo
from utenti.models import Invito, Utente, impronta_di

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Apri = Callable[[Utente | None], Page]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def invito(ada: Utente, gallarate: Ambito) -> Invito:
    """An invitation; its secret is "gettone"."""
    return Invito.objects.create(
        email="nuova@esempio.it",
        ruolo=Ruolo.REDATTORE_UDP,
        ente=gallarate.ente,
        invitato_da=ada,
        impronta=impronta_di("gettone"),
        scade_il=timezone.localdate(),
    )


def test_le_pagine_di_accesso_non_hanno_barriere(apri: "Apri", invito: Invito) -> None:
    pagina = apri(None)
    for indirizzo in (
        reverse("account_login"),
        reverse("account_signup"),
        reverse("account_reset_password"),
        reverse("account_reset_password_done"),
        reverse("account_inactive"),
        reverse("utenti:accetta_invito", args=["gettone"]),
        reverse("utenti:accetta_invito", args=["inventato"]),
    ):
        pagina.goto(indirizzo)
        senza_difetti_axe(pagina)


def test_le_pagine_delle_persone_non_hanno_barriere(
    apri: "Apri", ada: Utente, lia: Utente, gallarate: Ambito, invito: Invito
) -> None:
    pagina = apri(ada)
    for indirizzo in (
        reverse("utenti:enti"),
        reverse("utenti:persone", args=["ambito", gallarate.codice]),
        reverse("utenti:invita", args=["ambito", gallarate.codice]),
        reverse("utenti:chiudi_incarico", args=[lia.incarichi.get().pk]),
        reverse("utenti:profilo"),
        reverse("account_change_password"),
        reverse("account_reauthenticate"),
        reverse("account_logout"),
    ):
        pagina.goto(indirizzo)
        senza_difetti_axe(pagina)


def test_un_errore_si_legge_e_porta_al_suo_campo(apri: "Apri", invito: Invito) -> None:
    pagina = apri(None)
    pagina.goto(reverse("utenti:accetta_invito", args=["gettone"]))

    pagina.get_by_role("button", name="Entra nel portale").click()

    senza_difetti_axe(pagina)
    pagina.get_by_role("alert").get_by_role("link", name="Password", exact=True).click()
    assert pagina.evaluate("document.activeElement.id") == "id_password1"
