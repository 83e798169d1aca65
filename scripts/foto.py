"""The pictures of the guide and of README, taken from a running demo: ``scripts/foto.py http://127.0.0.1:8000``.

Wants a demo with Gallarate in `bozza` (``BOZZA=1 make demo``). Walks it as its offices do and writes ``docs/immagini/*.png``. It saves texts, sends an invitation and asks for a
print: give it a demo of its own (``VAR_DIR``), with its worker. Environment: ``CHROMIUM`` (default /usr/bin/chromium).
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

CARTELLA = Path(__file__).resolve().parent.parent / "docs" / "immagini"
DOMINIO, PAROLA_CHIAVE = "esempio.it", "piano-di-zona-demo"  # those of demo/persone.py
LARGA = 1200
COLORI = 128
MASSIMO = 150_000
ATTESA, ATTESA_STAMPA = 10_000, 120_000
PIANO = "/piani/50074/2025-2027/"
SCHEDA = f"{PIANO}schede/obiettivo/D/"
RESPONSABILE, REDAZIONE, MINORI = "udp.gallarate", "redazione.gallarate", "minori.gallarate"
COMUNI_SBAGLIATI = (
    "codice_ambito,istat,dal,al\n50074,012070,2025-01-01,\n50074,999999,2025-01-01,\n50080,012127,ieri,\n"
)
COMUNI_GIUSTI = "codice_ambito;istat;dal;al\n50080;012127;01/01/2025;\n50029;012119;01/01/2025;\n"

ESEMPIO_WORD = CARTELLA.parent.parent / "static" / "esempi" / "piano-di-esempio.docx"
# name of the picture, office, address, height in px
DI_CHI_SCRIVE: tuple[tuple[str, str, str, int], ...] = (
    ("controllo", RESPONSABILE, f"{PIANO}controllo/", 1400),
    ("versioni", RESPONSABILE, f"{PIANO}versioni/", 800),
    ("struttura", RESPONSABILE, f"{PIANO}struttura/", 900),
    ("esiti", RESPONSABILE, f"{PIANO}esiti/", 900),
    ("condivise", RESPONSABILE, f"{PIANO}condivise/", 800),
    ("blocchi", RESPONSABILE, f"{PIANO}blocchi/", 800),
    ("blocchi-ats", "direzione.ats", "/piani/blocchi/", 700),
)


class Macchina:
    """A browser on the demo, and the place of the pictures."""

    def __init__(self, browser: Browser, indirizzo: str) -> None:
        self.browser = browser
        self.indirizzo = indirizzo.rstrip("/")

    @contextmanager
    def persona(self, casella: str = "", larga: int = LARGA) -> Iterator[Page]:
        """A page of an office, or of a visitor."""
        contesto = self.browser.new_context(
            base_url=self.indirizzo, locale="it-IT", timezone_id="Europe/Rome", viewport={"width": larga, "height": 900}
        )
        contesto.set_default_timeout(ATTESA)
        pagina = contesto.new_page()
        pagina.on("dialog", lambda dialogo: dialogo.accept())
        if casella:
            entra(pagina, casella)
        yield pagina
        contesto.close()


def entra(pagina: Page, casella: str, parola: str = PAROLA_CHIAVE) -> None:
    """Log in."""
    pagina.goto("/account/login/")
    pagina.locator("input[name=login]").fill(f"{casella}@{DOMINIO}")
    pagina.locator("input[name=password]").fill(parola)
    pagina.locator("main button[type=submit]").click()
    pagina.wait_for_load_state()


def scatta(pagina: Page, nome: str, alta: int = 800, da: Locator | None = None) -> None:
    """Write ``<nome>.png``: the window, `alta` px high, from the top of the page or from `da`."""
    pagina.set_viewport_size({"width": (pagina.viewport_size or {"width": LARGA})["width"], "height": alta})
    if da is None:
        pagina.evaluate("window.scrollTo(0, 0)")
    else:
        da.evaluate("e => e.scrollIntoView({block: 'start', behavior: 'instant'})")
    pagina.wait_for_timeout(400)
    with Image.open(BytesIO(pagina.screenshot(animations="disabled", caret="hide"))) as immagine:
        immagine.convert("RGB").quantize(COLORI, dither=Image.Dither.NONE).save(CARTELLA / f"{nome}.png", optimize=True)
    peso = (CARTELLA / f"{nome}.png").stat().st_size
    print(f"{nome}.png  {peso // 1024} KB{'  TROPPO GRANDE' if peso > MASSIMO else ''}", flush=True)


def aggiungi(pagina: Page, campo: Locator, testo: str) -> None:
    """Type at the end of the first paragraph of an editor."""
    campo.click()
    pagina.wait_for_timeout(900)
    campo.locator("p").first.evaluate("e => { getSelection().selectAllChildren(e); getSelection().collapseToEnd(); }")
    pagina.keyboard.type(testo)


def entrare(macchina: Macchina) -> None:
    """The login, its refusal, the menu of the person."""
    with macchina.persona() as pagina:
        pagina.goto("/")
        scatta(pagina, "home", 760)
        entra(pagina, RESPONSABILE, "sbagliata")
        scatta(pagina, "accedi-errore", 800)
        entra(pagina, RESPONSABILE)
        pagina.goto("/scrivania/")
        scatta(pagina, "scrivania", 1080)
        pagina.locator(".menu-persona summary").click()
        scatta(pagina, "menu-persona", 440)


def leggere(macchina: Macchina) -> None:
    """The plan, its contents, a chapter, a word of the law."""
    with macchina.persona(RESPONSABILE, larga=1440) as pagina:
        pagina.goto(PIANO)
        scatta(pagina, "piano", 1000)
    with macchina.persona("sindaco.gallarate") as pagina:
        pagina.goto(f"{PIANO}leggi/")
        scatta(pagina, "leggi-indice", 800)
        pagina.goto(f"{PIANO}leggi/contesto/")
        scatta(pagina, "leggi-capitolo", 800, pagina.get_by_role("heading", name="2.2 La popolazione anziana"))
        pagina.goto(PIANO)
        pagina.locator("#titolo-aree .termine summary").click()
        scatta(pagina, "parola-spiegata", 520, pagina.locator("#titolo-aree"))


def scrivere(macchina: Macchina) -> None:
    """A section: before and after a change, then two people at once."""
    indirizzo = f"{PIANO}sezioni/struttura-tavolo-tecnici/"
    with macchina.persona(REDAZIONE) as una, macchina.persona(RESPONSABILE) as altra:
        una.goto(indirizzo)
        altra.goto(indirizzo)
        aggiungi(una, una.locator(".redattore .tiptap"), " Il tavolo si riunisce ogni due mesi.")
        scatta(una, "sezione", 860)
        una.get_by_role("button", name="Salva", exact=True).click()
        una.wait_for_timeout(2_500)
        aggiungi(altra, altra.locator(".redattore .tiptap"), " Il tavolo si riunisce ogni mese.")
        altra.get_by_role("button", name="Salva", exact=True).click()
        altra.get_by_text("Il tuo testo non è ancora salvato").wait_for()
        scatta(altra, "sezione-conflitto", 900, altra.locator("h1"))


def schede(macchina: Macchina) -> None:
    """A sheet: head, choices, the three lists, a row saved by two people."""
    with macchina.persona(MINORI) as una, macchina.persona(RESPONSABILE) as altra:
        una.goto(SCHEDA)
        altra.goto(SCHEDA)
        scatta(una, "scheda", 900)
        scatta(una, "scheda-scelte", 860, una.get_by_role("heading", name="In quali aree"))
        for genere, nome in (("azioni", "azione"), ("indicatori", "indicatore"), ("risorse", "risorsa")):
            elenco = una.locator(f"[data-elenco={genere}]").first
            elenco.locator("a[id^=nuovo-]").click()
            elenco.locator(".elenco-modulo [data-titolo-modulo]").wait_for()
            scatta(una, f"scheda-{nome}", 900, elenco)
            elenco.locator("[data-annulla]").click()
        riga = una.locator("section.riga").nth(1)
        aggiungi(una, riga.locator(".tiptap"), " Il lavoro parte dai Comuni più piccoli.")
        riga.get_by_role("button", name="Salva la riga").click()
        riga.get_by_text("Salvato").first.wait_for()
        scatta(una, "scheda-riga", 420, riga)
        riga = altra.locator("section.riga").nth(1)
        aggiungi(altra, riga.locator(".tiptap"), " Il lavoro parte dai Comuni più grandi.")
        riga.get_by_role("button", name="Salva la riga").click()
        riga.get_by_text("Nel frattempo").wait_for()
        scatta(altra, "scheda-conflitto", 960, altra.locator("section.riga").nth(1))
    with macchina.persona("referente.asst") as pagina:
        pagina.goto(f"{PIANO}schede/asst/ASST-VMD/")
        pagina.locator(".scheda-manca summary").first.click()
        scatta(pagina, "scheda-manca", 820)


def tabelle(macchina: Macchina) -> None:
    """A table: how it looks, its rows, a number that is not one."""
    with macchina.persona(RESPONSABILE) as pagina:
        pagina.goto(f"{PIANO}tabelle/anziani-soli/")
        scatta(pagina, "tabella", 760)
        pagina.locator("table[data-griglia] input.cella-numero").first.fill("circa 38")
        pagina.get_by_role("button", name="Salva le righe").click()
        pagina.get_by_text("Non salvato.").wait_for()
        scatta(pagina, "tabella-errore", 560)
        scatta(pagina, "tabella-righe", 620, pagina.locator("#titolo-righe"))
        pagina.goto(f"{PIANO}sezioni/contesto-anziani/nuova-tabella/")
        scatta(pagina, "tabella-nuova", 860)


def stampare(macchina: Macchina) -> None:
    """The print of one sheet, ready; the export, offered again to the import."""
    with macchina.persona(RESPONSABILE) as pagina:
        pagina.goto(f"{PIANO}stampe/")
        pagina.locator(".stampe-modulo select").select_option("obiettivo:N")
        pagina.get_by_role("button", name="Stampa", exact=True).click()
        pagina.goto(f"{PIANO}stampe/")
        pagina.get_by_role("link", name="Scarica il PDF").first.wait_for(timeout=ATTESA_STAMPA)
        scatta(pagina, "stampe", 980)
        pagina.goto(PIANO)
        with pagina.expect_download() as attesa:
            pagina.get_by_role("link", name="Esporta i dati").click()
        esportato = Path(attesa.value.path()).read_bytes()
        pagina.goto("/piani/importa/")
        carica(pagina, "piano.json", "application/json", esportato)
        scatta(pagina, "importa", 960)


def carica(pagina: Page, nome: str, tipo: str, contenuto: bytes) -> None:
    """Choose a file and send it."""
    pagina.locator("main input[type=file]").set_input_files({"name": nome, "mimeType": tipo, "buffer": contenuto})
    pagina.get_by_role("button", name="Leggi il file").click()
    pagina.wait_for_load_state()


def insieme(macchina: Macchina) -> None:
    """The rooms in which many write one plan; a Word file understood, for an Ambito that has nothing yet."""
    for nome, casella, indirizzo, alta in DI_CHI_SCRIVE:
        with macchina.persona(casella) as pagina:
            pagina.goto(indirizzo)
            pagina.wait_for_load_state("networkidle")
            scatta(pagina, nome, alta)
    with macchina.persona("udp.saronno") as pagina:
        pagina.goto("/piani/da-word/")
        pagina.locator("main input[type=file]").set_input_files(ESEMPIO_WORD)
        pagina.get_by_role("button", name="Leggi il file").click()
        pagina.get_by_role("button", name="Importa").first.wait_for(timeout=ATTESA_STAMPA)
        scatta(pagina, "importa-word", 1000)


def persone(macchina: Macchina) -> None:
    """The invitation and the people of a body."""
    with macchina.persona(RESPONSABILE) as pagina:
        pagina.goto("/utenti/enti/ambito/50074/persone/invita/")
        pagina.get_by_label("Indirizzo di posta").fill(f"programmazione.gallarate@{DOMINIO}")
        scatta(pagina, "invita", 820)
        pagina.get_by_role("button", name="Spedisci l'invito").click()
        pagina.wait_for_load_state()
        scatta(pagina, "persone", 1000)


def cercare(macchina: Macchina) -> None:
    """The search, an Ambito, the glossary."""
    with macchina.persona() as pagina:
        pagina.goto("/cerca/?q=busto")
        scatta(pagina, "cerca", 800)
        pagina.goto("/ambiti/50074/")
        scatta(pagina, "ambito", 900)
        pagina.goto("/glossario/")
        scatta(pagina, "glossario", 700)


def appartenenze(macchina: Macchina) -> None:
    """The memberships of Comuni: a wrong file and a right one, before it is confirmed."""
    with macchina.persona("amministrazione") as pagina:
        for nome, contenuto in (("appartenenze-errore", COMUNI_SBAGLIATI), ("appartenenze", COMUNI_GIUSTI)):
            pagina.goto("/scrivania/appartenenze/")
            carica(pagina, "comuni.csv", "text/csv", contenuto.encode())
            scatta(pagina, nome, 680)


# --- The rooms of the procedure -------------------------------------------------
GALLARATE, SOMMA = "50074/2025-2027/", "50034/2025-2027/"
# name of the picture, office, address, height in px
PAGINE: tuple[tuple[str, str, str, int], ...] = (
    ("tavoli", "", "/tavoli/", 900),
    ("tavolo", "ets", "/tavoli/", 1000),
    ("contributi", "ets", "/tavoli/contributi/", 700),
    ("procedura", "udp.gallarate", f"/piani/{GALLARATE}procedura/", 1100),
    ("integrazioni", "funzionario.ats", f"/piani/{SOMMA}procedura/chiedi_integrazioni/", 900),
    ("seduta", "sindaco.albizzate", f"/assemblea/{GALLARATE}", 1100),
    ("regole", "segretario.gallarate", f"/assemblea/{GALLARATE}regole/", 900),
    ("accordo", "udp.gallarate", f"/accordi/{GALLARATE}", 1100),
    ("tavolo-ats", "funzionario.ats", "/ats/tavolo/ambiti/", 900),
    ("verifica", "funzionario.ats", f"/ats/{SOMMA}", 1000),
    ("atto", "direzione.ats", f"/ats/{GALLARATE}atto/", 1100),
    ("fascicolo", "funzionario.ats", f"/ats/{GALLARATE}fascicolo/", 1100),
)
# Where the address of the picture is that of the first row.
DENTRO = {"tavolo": "main table a[href^='/tavoli/']", "seduta": "main a[href*='/sedute/']"}


def stanze(macchina: Macchina) -> None:
    """The rooms of the procedure: they want a whole demo (without ``BOZZA``), and only read it."""
    for nome, casella, indirizzo, alta in PAGINE:
        with macchina.persona(casella) as pagina:
            pagina.goto(indirizzo)
            if nome in DENTRO:
                pagina.locator(DENTRO[nome]).first.click()
                pagina.wait_for_load_state()
            scatta(pagina, nome, alta)


CAPITOLI: tuple[Callable[[Macchina], None], ...] = (
    entrare, leggere, scrivere, schede, tabelle, insieme, stampare, persone, cercare, appartenenze,
)  # fmt: skip


def main(argomenti: list[str]) -> int:
    """Take the pictures of every chapter, or of the named ones."""
    if not argomenti:
        print("Uso: scripts/foto.py http://127.0.0.1:8000 [capitolo...]", file=sys.stderr)
        return 2
    CARTELLA.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as gioco:
        browser = gioco.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox", "--lang=it-IT"]
        )
        macchina = Macchina(browser, argomenti[0])
        for capitolo in (*CAPITOLI, stanze):
            nominato = capitolo.__name__ in argomenti[1:]
            if nominato or (not argomenti[1:] and capitolo is not stanze):
                capitolo(macchina)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
