"""Two browsers on one table: what one has not got on the page is not taken away, the same cell is shown to both."""

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from piani.models import RigaTabella
from tests.browser import senza_difetti_axe
from tests.mondo import Mondo
from utenti.models import Utente

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser import Apri

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.lento, pytest.mark.una_volta]

SALVATO = re.compile("Salvato alle")
PAZIENZA = 30_000


def scrive(pagina: "Page", cella: str, parole: str) -> None:
    """Type in a cell and wait until the page has saved by itself."""
    avviso = pagina.locator("#righe [data-avviso]")
    with pagina.expect_response(lambda r: r.request.method == "POST" and r.url.endswith("/righe/"), timeout=PAZIENZA):
        pagina.fill(f"#{cella}", parole)
    expect(avviso).to_have_text(SALVATO, timeout=PAZIENZA)


def prima_colonna() -> list[str]:
    return [r.valori[0] for r in RigaTabella.objects.filter(tabella__chiave="popolazione").order_by("ordine")]


def test_due_persone_riempiono_la_stessa_tabella(apri: "Apri", mondo: Mondo, ada: Utente, lia: Utente) -> None:
    di_ada, di_lia = apri(ada), apri(lia)
    for pagina in (di_ada, di_lia):
        pagina.goto(mondo.indirizzo("piani:tabella"))
    righe = prima_colonna()
    nuova = f"r{len(righe)}-c0"
    scrive(di_ada, nuova, "Riga di Ada")
    # Lia's page is told of the row, and goes on without it: twice.
    for parole in ("Lia", "Lia ancora"):
        scrive(di_lia, "r0-c0", parole)
        assert prima_colonna() == [parole, *righe[1:], "Riga di Ada"]

    # Then both write the same cell.
    di_ada.reload()
    scrive(di_ada, "r0-c0", "Ada")
    di_lia.fill("#r0-c0", "Lia di nuovo")
    fermo = di_lia.locator("#righe [data-riquadro]")
    fermo.get_by_role("button", name="Confronta e scegli").click(timeout=PAZIENZA)
    expect(di_lia.locator(".caselle-contese")).to_contain_text("Lia di nuovo", timeout=PAZIENZA)
    for largo in (1280, 360):
        di_lia.set_viewport_size({"width": largo, "height": 800})
        senza_difetti_axe(di_lia)
    di_lia.get_by_label("Tieni questo").check()
    di_lia.get_by_role("button", name="Salva le righe unite").click()
    expect(di_lia.locator(".caselle-contese")).to_have_count(0, timeout=PAZIENZA)
    assert prima_colonna() == ["Ada", *righe[1:], "Riga di Ada"]
