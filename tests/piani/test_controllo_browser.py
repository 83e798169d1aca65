"""The checker in a browser: the counts come in by themselves, a finding is found, set aside and taken up again."""

from typing import TYPE_CHECKING

import pytest

from piani.models import RilievoScartato
from tests.browser import senza_difetti_axe
from tests.mondo import Mondo
from utenti.models import Utente

if TYPE_CHECKING:
    from tests.browser import Apri

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.lento]


def test_dal_piano_al_rilievo_e_dal_rilievo_al_punto(apri: "Apri", mondo: Mondo, ada: Utente) -> None:
    pagina = apri(ada)
    pagina.goto(mondo.piano.get_absolute_url())
    conti = pagina.get_by_role("region", name="Controllo")
    conti.get_by_text("rilievi da sistemare").wait_for()
    senza_difetti_axe(pagina)

    conti.get_by_role("link", name="Controlla il Piano").click()
    for larghezza in (1280, 360):
        pagina.set_viewport_size({"width": larghezza, "height": 800})
        senza_difetti_axe(pagina)

    primo = pagina.locator(".controllo-genere").first
    genere = primo.get_by_role("heading").inner_text().partition(" (")[0]
    primo.get_by_role("link", name="Scarta").first.click()
    senza_difetti_axe(pagina)
    pagina.get_by_label("Perché lo scarti").fill("Lo vediamo con l'ATS.")
    pagina.get_by_role("button", name="Scarta il rilievo").click()
    pagina.get_by_text("Il rilievo è scartato").wait_for()

    pagina.get_by_role("link", name="scartato").click()
    assert pagina.locator(".controllo-genere").get_by_role("heading").inner_text() == f"{genere} (1)"
    pagina.get_by_text("Lo vediamo con l'ATS.").wait_for()
    pagina.get_by_role("button", name="Riprendi").click()
    pagina.get_by_text("di nuovo tra quelli da sistemare").wait_for()
    assert not RilievoScartato.objects.exists()


def test_la_scheda_chiede_i_suoi_rilievi_quando_si_apre_il_riquadro(apri: "Apri", mondo: Mondo, ada: Utente) -> None:
    pagina = apri(ada)
    pagina.goto(mondo.indirizzo("piani:scheda"))
    pagina.get_by_text("Controllo: i rilievi di questa scheda", exact=True).click()
    pagina.get_by_role("link", name="di questa parte").wait_for()
    senza_difetti_axe(pagina)
