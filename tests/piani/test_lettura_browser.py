"""Reading and prints in Chromium: no barrier, nothing out of a phone's screen, no refusal of the CSP."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from piani.models import Piano, RigaTabella
from tests.browser import senza_difetti_axe
from tests.factories import CampoSchedaFactory, RispostaFactory, SezioneFactory, TabellaFactory, VoceSchedaFactory
from utenti.models import Utente

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGINE = ["leggi/", "leggi/contesto/", "leggi/allegati/sintesi/", "stampe/"]
COLONNE = [
    {"chiave": chiave, "titolo": chiave, "gruppo": "", "tipo": tipo, "decimali": 1, "unita": ""}
    for chiave, tipo in (("Anno", "testo"), ("Ambito", "percentuale"), ("Regione", "percentuale"))
]


@pytest.fixture
def scritto(piano: Piano) -> Piano:
    """A plan with a sheet, a table and a chart."""
    capitolo = SezioneFactory.create(piano=piano, chiave="contesto", titolo="Dati di contesto")
    voce = VoceSchedaFactory.create(piano=piano, sezione=capitolo, codice="A")
    RispostaFactory.create(scheda=voce.scheda, campo=CampoSchedaFactory.create(formato=voce.scheda.formato))
    for specie, grafico in (("tabella", ""), ("grafico", "linee"), ("grafico", "torta")):
        tabella = TabellaFactory.create(piano=piano, sezione=capitolo, specie=specie, grafico=grafico, colonne=COLONNE)
        for n, anno in enumerate(("2022", "2023"), 1):
            RigaTabella.objects.create(tabella=tabella, ordine=n, valori=[anno, "10.5", "89.5"], esempio=n == 1)
    return piano


@pytest.mark.parametrize("larghezza", [360, 1280])
def test_lettura_e_stampe_sono_senza_barriere(
    scritto: Piano, ada: Utente, apri: "Callable[[Utente | None], Page]", larghezza: int
) -> None:
    pagina = apri(ada)
    pagina.set_viewport_size({"width": larghezza, "height": 800})
    for resto in PAGINE:
        pagina.goto(f"{scritto.get_absolute_url()}{resto}")
        for dettagli in pagina.query_selector_all("main details"):
            dettagli.evaluate("e => { e.open = true }")
        senza_difetti_axe(pagina)
        assert pagina.evaluate("document.documentElement.scrollWidth") <= larghezza, resto
