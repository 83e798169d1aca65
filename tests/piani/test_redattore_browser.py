"""The text editor in Chromium: the keyboard, the paste, notes, tables, images; on a desk and on a phone."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from piani.models import Piano, Sezione
from tests.browser import senza_difetti_axe
from tests.factories import SezioneFactory, TabellaFactory
from tests.immagini_di_prova import immagine
from utenti.models import Utente

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.lento
CAMPO = ".ProseMirror[contenteditable]"
INCOLLATI = Path(__file__).parent.parent / "core" / "incollati"
INCOLLA = """html => { const d = new DataTransfer(); d.setData('text/html', html); d.setData('text/plain', 'solo parole');
  document.querySelector('.ProseMirror').dispatchEvent(new ClipboardEvent('paste', {clipboardData: d, bubbles: true, cancelable: true})); }"""


@pytest.fixture
def sezione(transactional_db: None, piano: Piano) -> Sezione:
    return SezioneFactory.create(piano=piano, chiave="contesto", titolo="Contesto", ordine=1, testo="")


@pytest.fixture
def pagina_di_ada(apri: "Callable[[Utente | None], Page]", ada: Utente, sezione: Sezione) -> "Page":
    pagina = apri(ada)
    pagina.goto(reverse("piani:sezione", kwargs={**sezione.piano.indirizzo, "chiave": "contesto"}))
    pagina.wait_for_selector(CAMPO)
    return pagina


def _salva(pagina: "Page", sezione: Sezione) -> str:
    """Press the button: the page saves in place, and says when."""
    pagina.click(".barra-salva button")
    pagina.wait_for_selector("[data-stato-salvato]:has-text('Salvato alle')")
    pagina.reload()
    pagina.wait_for_selector(CAMPO)
    sezione.refresh_from_db()
    return sezione.testo


def _premi(pagina: "Page", nome: str) -> None:
    pagina.click(f'.prose-menubar [aria-label="{nome}"]')


def test_cio_che_si_incolla_da_word_entra_pulito_e_si_salva_uguale(pagina_di_ada: "Page", sezione: Sezione) -> None:
    pagina_di_ada.click(CAMPO)
    for nome in ("word-paragrafi-e-note", "word-elenchi", "word-tabella"):
        pagina_di_ada.evaluate(INCOLLA, (INCOLLATI / f"{nome}.html").read_text(encoding="utf-8"))
        pagina_di_ada.wait_for_selector("[data-annunci]:text('ripulito')", state="attached")
        pagina_di_ada.wait_for_function("!document.querySelector('.ProseMirror').hasAttribute('aria-busy')")
        pagina_di_ada.evaluate("document.querySelector('[data-annunci]').textContent = ''")
        pagina_di_ada.keyboard.press("Control+End")
    senza_difetti_axe(pagina_di_ada)
    testo = _salva(pagina_di_ada, sezione)
    for pezzo in (
        '<span class="nota">Fonte: cartella sociale, dati al 31/12 (https://example.org/dati).</span>',
        "<h4>Gli <u>anziani</u></h4>",
        "H<sub>2</sub>O",
        '<ol start="3">',
        '<th scope="col"><strong>Nuclei</strong></th>',
        "<td><p>230</p><p>di cui 12 nuovi</p></td>",
    ):
        assert pezzo in testo
    for brutto in ("mso", "style", "o:p", "Frase tolta"):
        assert brutto not in testo
    # Opened and saved again, nothing changes.
    pagina_di_ada.wait_for_selector(CAMPO)
    pagina_di_ada.click(CAMPO)
    pagina_di_ada.keyboard.type("x")
    pagina_di_ada.keyboard.press("Backspace")
    assert _salva(pagina_di_ada, sezione) == testo


def test_tutto_con_la_tastiera_una_fermata_di_tab_per_la_barra(pagina_di_ada: "Page", sezione: Sezione) -> None:
    pagina = pagina_di_ada
    pagina.click(CAMPO)
    pagina.keyboard.type("Il testo")
    pagina.keyboard.press("Shift+Tab")
    assert pagina.evaluate("document.activeElement.closest('[role=toolbar]') !== null")
    for _ in range(4):
        pagina.keyboard.press("ArrowRight")
    assert pagina.evaluate("document.activeElement.getAttribute('aria-label')") == "Grassetto"
    pagina.keyboard.press("Enter")
    assert pagina.get_attribute('[aria-label="Grassetto"]', "aria-pressed") == "true"
    # The caret comes back to the text with the next frame: a space typed before it would press the button again.
    expect(pagina.locator(CAMPO)).to_be_focused()
    pagina.keyboard.type(" forte")
    pagina.keyboard.press("Control+Alt+f")
    pagina.wait_for_selector("dialog[open]")
    senza_difetti_axe(pagina)
    pagina.keyboard.type("La nota")
    pagina.keyboard.press("Tab")
    pagina.keyboard.press("Enter")
    pagina.wait_for_selector(".nota-richiamo")
    assert _salva(pagina, sezione) == '<p>Il testo<strong> forte</strong><span class="nota">La nota</span></p>'


def test_un_rimando_si_sceglie_con_la_tastiera(pagina_di_ada: "Page", sezione: Sezione) -> None:
    for ordine, (chiave, titolo) in enumerate((("prima", "I Comuni"), ("popolazione", "La popolazione per età")), 1):
        TabellaFactory.create(piano=sezione.piano, sezione=sezione, chiave=chiave, titolo=titolo, ordine=ordine)
    pagina = pagina_di_ada
    pagina.click(CAMPO)
    pagina.keyboard.type("Si veda la ")
    pagina.keyboard.press("Shift+Tab")
    pagina.focus('.prose-menubar [aria-label="Rimando"]')
    pagina.keyboard.press("Enter")
    pagina.wait_for_selector("dialog[open] option")
    senza_difetti_axe(pagina)
    pagina.keyboard.type("eta")
    pagina.wait_for_selector("dialog [role=status]:text('1 voce')")
    pagina.keyboard.press("Enter")
    pagina.wait_for_selector('.ProseMirror a[href="#rif:tabella:popolazione"]')
    pagina.keyboard.type("!")
    assert '<a href="#rif:tabella:popolazione">Tabella 1.2</a>!' in _salva(pagina, sezione)
    # Changed: from the link itself, with the arrows.
    pagina.click(CAMPO)
    pagina.keyboard.press("Home")
    for _ in range(len("Si veda la Ta")):
        pagina.keyboard.press("ArrowRight")
    _premi(pagina, "Rimando")
    pagina.wait_for_selector("dialog[open] option")
    pagina.keyboard.press("ArrowUp")
    pagina.keyboard.press("Enter")
    pagina.wait_for_selector('.ProseMirror a[href="#rif:tabella:prima"]')


def test_un_immagine_vuole_le_sue_parole(pagina_di_ada: "Page", sezione: Sezione, tmp_path: Path) -> None:
    pagina = pagina_di_ada
    file = tmp_path / "piazza.png"
    file.write_bytes(immagine())
    pagina.click(CAMPO)
    _premi(pagina, "Immagine")
    pagina.set_input_files("dialog input[type=file]", str(file))
    pagina.click("dialog button[type=submit]")
    pagina.wait_for_selector("dialog [role=alert]:text('testo alternativo')")
    pagina.fill("dialog textarea", "La piazza")
    pagina.click("dialog button[type=submit]")
    pagina.wait_for_selector(".immagine-redattore img")
    pagina.wait_for_function("document.querySelector('.immagine-redattore img').naturalWidth === 60")
    testo = _salva(pagina, sezione)
    assert testo == f'<figure><img alt="La piazza" data-immagine="{sezione.piano.immagini.get().sha256}"></figure>'


def test_la_tabella_e_la_barra_stanno_in_un_telefono(pagina_di_ada: "Page", sezione: Sezione) -> None:
    pagina = pagina_di_ada
    pagina.set_viewport_size({"width": 360, "height": 780})
    pagina.click(CAMPO)
    _premi(pagina, "Tabella piccola")
    pagina.click("dialog button[type=submit]")
    pagina.wait_for_selector(".ProseMirror table")
    pagina.keyboard.type("Comune")
    pagina.keyboard.press("Tab")
    pagina.keyboard.type("Nuclei")
    pagina.keyboard.press("Tab")
    pagina.keyboard.type("Anno")
    _premi(pagina, "Aggiungi una riga")
    senza_difetti_axe(pagina)
    assert pagina.evaluate("document.documentElement.scrollWidth") == 360
    testo = _salva(pagina, sezione)
    assert testo.startswith(
        '<table><thead><tr><th scope="col">Comune</th><th scope="col">Nuclei</th><th scope="col">Anno</th>'
    )
    assert testo.count("<tr>") == 4


def test_la_struttura_si_sposta_con_le_frecce_e_trascinando(
    apri: "Callable[[Utente | None], Page]", ada: Utente, sezione: Sezione
) -> None:
    piano = sezione.piano
    for n, nome in enumerate(("Bisogni", "Obiettivi"), 2):
        SezioneFactory.create(piano=piano, chiave=nome.lower(), titolo=nome, ordine=n, testo="")
    pagina = apri(ada)
    pagina.goto(reverse("piani:struttura", kwargs=piano.indirizzo))
    maniglia = "#sezione-obiettivi > .albero-riga [data-maniglia]"
    pagina.focus(maniglia)
    pagina.keyboard.press("ArrowUp")
    pagina.wait_for_selector("#sezione-obiettivi .albero-numero:text('2')")
    assert pagina.evaluate("document.activeElement.closest('[data-chiave]').dataset.chiave") == "obiettivi"
    pagina.wait_for_selector("[role=status]:text('numero 2')", state="attached")
    pagina.keyboard.press("ArrowRight")
    pagina.wait_for_selector("#sezione-contesto #sezione-obiettivi")
    pagina.click("text=Annulla l'ultimo spostamento")
    pagina.wait_for_selector("#sezione-contesto ~ #sezione-obiettivi")

    da = pagina.locator("#sezione-bisogni [data-maniglia]").bounding_box()
    verso = pagina.locator("#sezione-contesto > .albero-riga").bounding_box()
    assert da
    assert verso
    pagina.mouse.move(da["x"] + 8, da["y"] + 8)
    pagina.mouse.down()
    pagina.mouse.move(verso["x"] + 80, verso["y"] + 2, steps=6)
    pagina.mouse.up()
    pagina.wait_for_selector("#sezione-bisogni .albero-numero:text('1')")
    assert list(piano.sezioni.order_by("ordine").values_list("chiave", flat=True)) == [
        "bisogni",
        "contesto",
        "obiettivi",
    ]
    pagina.click("#sezione-bisogni [data-apri]")
    pagina.wait_for_selector(".albero-dati")
    senza_difetti_axe(pagina)
    pagina.set_viewport_size({"width": 360, "height": 780})
    assert pagina.evaluate("document.documentElement.scrollWidth") == 360


def test_un_rimando_si_incolla_dal_bottone_del_collegamento(pagina_di_ada: "Page", sezione: Sezione) -> None:
    pagina = pagina_di_ada
    pagina.click(CAMPO)
    pagina.keyboard.type("tabella")
    pagina.keyboard.press("Control+a")
    _premi(pagina, "Collegamento")
    pagina.fill("dialog input", "rif:sezione:contesto")
    pagina.click("dialog button[type=submit]")
    pagina.wait_for_selector("dialog [role=alert]:text('#rif:')")
    pagina.fill("dialog input", "#rif:sezione:contesto")
    pagina.click("dialog button[type=submit]")
    pagina.wait_for_selector(f"{CAMPO} a")
    assert _salva(pagina, sezione) == '<p><a href="#rif:sezione:contesto">tabella</a></p>'
