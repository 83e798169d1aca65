"""The comparison by keyboard, and the mark of reading that puts itself."""

from typing import TYPE_CHECKING

import pytest

from ambiti.models import Ambito
from piani.models import Lettura, Piano
from piani.versioni import congela
from tests.piani.versioni_di_prova import piano_con_testo, scrive, url
from utenti.models import Utente

if TYPE_CHECKING:
    from tests.browser import Apri

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.lento]


@pytest.fixture
def pieno(regione_minima: object, gallarate: Ambito) -> Piano:
    """Gallarate's plan, with a text."""
    return piano_con_testo()


def test_da_un_cambiamento_all_altro_con_la_tastiera(pieno: Piano, ada: Utente, apri: "Apri") -> None:
    prima = congela(pieno, autore=ada)
    scrive(pieno, ada, "Testo rivisto.")
    scrive(pieno, ada, "Altre reti.", "reti")
    pagina = apri(ada)
    pagina.goto(url(pieno, f"confronta/{prima.sha256[:12]}/adesso/"))

    pagina.keyboard.press("n")
    assert pagina.evaluate("document.activeElement.id") == "parte-1"
    pagina.keyboard.press("n")
    assert pagina.evaluate("document.activeElement.id") == "parte-2"
    assert pagina.locator("[data-salta-stato]").inner_text() == "2 di 2"
    pagina.keyboard.press("p")
    assert pagina.evaluate("document.activeElement.id") == "parte-1"
    pagina.locator("#filtro-capitolo").focus()
    pagina.keyboard.press("n")
    assert pagina.evaluate("document.activeElement.id") == "filtro-capitolo"


def test_la_prima_lettura_si_segna_da_sola_e_le_altre_no(pieno: Piano, ada: Utente, apri: "Apri") -> None:
    pagina = apri(ada)
    pagina.clock.install()
    pagina.goto(url(pieno, "leggi/"))
    with pagina.expect_response("**/letto/"):
        pagina.clock.run_for(25_000)
    pagina.get_by_text("Segnato: d'ora in poi").wait_for()
    prima = Lettura.objects.get()
    scrive(pieno, ada, "Testo rivisto.")
    pagina.goto(url(pieno, "leggi/"))
    pagina.clock.run_for(60_000)
    pagina.get_by_text("1 parte è cambiata").wait_for()
    assert Lettura.objects.get().letta_il == prima.letta_il
