"""Two people write the same row of a sheet; nothing is lost; the plan is printed and says what they wrote."""

import json
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest
from playwright.sync_api import expect

from obiettivi.models import Risposta
from tests.mondo import Mondo
from utenti.models import Utente

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser import Apri

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.lento, pytest.mark.una_volta]

PRIMA, DI_ADA, DI_LIA = "Tutti", "Anziani soli oltre i 75 anni", "Giovani che escono di casa"
SALVATO = re.compile("salvato alle")


def salvato() -> str:
    return Risposta.objects.get(campo__chiave="target").testo


def riga(pagina: "Page", mondo: Mondo) -> "Page":
    pagina.goto(mondo.indirizzo("piani:scheda"))
    return pagina


def scrivi(pagina: "Page", testo: str) -> None:
    """Write over what the row says, in the editor or in the bare field, and save."""
    campo = pagina.locator("#riga-target").get_by_role("textbox").first
    campo.fill(testo)
    pagina.locator("#salva-target").click()


def vede_tutti_e_due_i_testi(pagina: "Page") -> None:
    avviso = pagina.locator("#riga-target").get_by_role("alert")
    expect(avviso).to_contain_text("Nel frattempo Ada ha salvato questa riga")
    confronto = pagina.locator("#riga-target .conflitto section")
    expect(confronto.first).to_contain_text(DI_LIA)
    expect(confronto.last).to_contain_text(DI_ADA)


def test_due_persone_scrivono_la_stessa_riga_e_il_pdf_le_ha_tutte_e_due(
    apri: "Apri", mondo: Mondo, ada: Utente, lia: Utente, tmp_path: Path
) -> None:
    di_ada, di_lia = (riga(apri(persona), mondo) for persona in (ada, lia))
    assert salvato() == f"<p>{PRIMA}</p>"

    scrivi(di_ada, DI_ADA)
    expect(di_ada.locator("#riga-target [data-avviso]")).to_have_text(SALVATO)
    scrivi(di_lia, DI_LIA)
    vede_tutti_e_due_i_testi(di_lia)
    assert salvato() == f"<p>{DI_ADA}</p>"
    di_lia.locator("#salva-target").click()
    expect(di_lia.locator("#riga-target [data-avviso]")).to_have_text(SALVATO)
    assert salvato() == f"<p>{DI_ADA}</p><p>{DI_LIA}</p>"

    pdf = stampa_e_scarica(di_ada, mondo, tmp_path)

    assert {DI_ADA, DI_LIA} <= frasi_stampate(pdf)
    assert f"<p>{DI_ADA}</p><p>{DI_LIA}</p>" in risposte_incorporate(pdf)


def stampa_e_scarica(pagina: "Page", mondo: Mondo, dove: Path) -> Path:
    pagina.goto(mondo.piano.get_absolute_url())
    pagina.get_by_role("link", name=re.compile("Stamp")).first.click()
    pagina.get_by_role("button", name="Stampa", exact=True).click()
    pronta = pagina.locator(".stampe-elenco > li").first
    expect(pronta).to_contain_text("Pronto", timeout=30_000)
    with pagina.expect_download() as attesa:
        pronta.get_by_role("link", name="Scarica il PDF").click()
    file = dove / attesa.value.suggested_filename
    attesa.value.save_as(file)
    assert re.fullmatch(r"piano-50074-2025-2027-bozza-[0-9a-f]{8}\.pdf", file.name)
    return file


def frasi_stampate(pdf: Path) -> set[str]:
    """Return which of the sentences of the story are on the paper, wherever its lines break."""
    testo = subprocess.run(["pdftotext", "-raw", pdf, "-"], check=True, capture_output=True, text=True).stdout  # noqa: S607 - Debian's, wherever it is
    parole = " ".join(testo.replace("\N{SOFT HYPHEN}", "").split())
    return {frase for frase in (DI_ADA, DI_LIA) if frase in parole}


def risposte_incorporate(pdf: Path) -> list[str]:
    """Return the answers of the plan that travels inside the PDF."""
    with pikepdf.open(pdf) as aperto:
        piano = json.loads(aperto.attachments["piano.json"].get_file().read_bytes())
    return [risposta["testo"] for scheda in piano["schede"] for risposta in scheda["risposte"]]


def test_anche_senza_javascript_nessuno_perde_nulla(apri: "Apri", mondo: Mondo, ada: Utente, lia: Utente) -> None:
    di_ada, di_lia = (riga(apri(persona, javascript=False), mondo) for persona in (ada, lia))

    scrivi(di_ada, DI_ADA)
    expect(di_ada.get_by_text(SALVATO)).to_be_visible()
    assert "htmx" not in di_ada.url
    scrivi(di_lia, DI_LIA)
    vede_tutti_e_due_i_testi(di_lia)
    assert salvato() == DI_ADA
    di_lia.locator("#salva-target").click()

    expect(di_lia).to_have_url(re.compile(r"/schede/obiettivo/A/#riga-target$"))
    assert DI_ADA in salvato()
    assert DI_LIA in salvato()
