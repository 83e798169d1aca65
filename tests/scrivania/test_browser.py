"""The desk in the browser: read a notice, make the calendar's address; no barriers, wide and narrow."""

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from piani.enums import SpecieParte, Stato
from piani.models import Commento, Passaggio, Piano
from tests.browser import senza_difetti_axe
from tests.factories import SezioneFactory
from utenti.avvisi import Messaggio, avvisa
from utenti.models import Utente

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser import Apri

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.lento]


def guarda(pagina: "Page") -> None:
    """Look at the page at both widths, once it is all there."""
    pagina.wait_for_load_state()
    for larghezza in (1280, 360):
        pagina.set_viewport_size({"width": larghezza, "height": 800})
        assert pagina.evaluate("document.documentElement.scrollWidth") <= larghezza
        senza_difetti_axe(pagina)


def bottone(pagina: "Page", avviso: str, nome: str) -> "Locator":
    """Return a button of a notice."""
    return pagina.get_by_role("listitem").filter(has_text=avviso).get_by_role("button", name=nome)


@pytest.mark.usefixtures("stanze_di_prova")
def test_ada_legge_un_avviso_e_si_fa_dare_l_indirizzo_del_calendario(
    apri: "Apri", ada: Utente, piano: Piano, piano_di_busto: Piano
) -> None:
    SezioneFactory.create(piano=piano_di_busto)
    Commento.objects.create(piano=piano, specie=SpecieParte.SEZIONE, parte="x", autore=ada, ente=piano.ambito.ente)
    Passaggio.objects.create(piano=piano, passo="invia_in_verifica", da=Stato.BOZZA, a=Stato.IN_VERIFICA)
    Piano.objects.filter(pk=piano.pk).update(stato=Stato.IN_VERIFICA)
    for n in range(2):
        testo = "L'ATS ha chiesto di integrare il Piano di Gallarate."
        avvisa([ada], Messaggio(f"p:{n}", f"Avviso {n}", testo, "/piani/", "Completa.", dt.date(2024, 12, 31)))
    pagina = apri(ada)
    pagina.goto("/scrivania/")
    guarda(pagina)

    bottone(pagina, "Avviso 1", "Apri la pagina").click()
    expect(pagina).to_have_url(re.compile(r"/piani/$"))
    pagina.goto("/scrivania/")
    expect(pagina.get_by_role("link", name="Tutti gli avvisi, 1 da leggere")).to_be_visible()
    bottone(pagina, "Avviso 0", "Segna come letto").click()
    expect(pagina.get_by_role("heading", name="Avvisi da leggere")).to_have_count(0)
    pagina.get_by_role("link", name="I tuoi avvisi").click()
    expect(pagina).to_have_url(re.compile(r"/utenti/avvisi/"))
    guarda(pagina)

    pagina.goto("/scrivania/calendario/")
    pagina.get_by_role("button", name="Fai un indirizzo privato").click()
    assert "/scrivania/abbonamento/" in pagina.get_by_label("Indirizzo del calendario").input_value()
    guarda(pagina)
