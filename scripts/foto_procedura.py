"""The pictures of the rooms of the procedure, from a whole demo (``make demo``): ``scripts/foto_procedura.py ADDRESS``.

It only reads. Environment: ``CHROMIUM`` (default /usr/bin/chromium).
"""

import os
import sys

from foto import Macchina, scatta
from playwright.sync_api import sync_playwright

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


def main() -> None:
    """Take each picture."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox", "--lang=it-IT"]
        )
        macchina = Macchina(browser, sys.argv[1])
        for nome, casella, indirizzo, alta in PAGINE:
            with macchina.persona(casella) as pagina:
                pagina.goto(indirizzo)
                if nome in DENTRO:
                    pagina.locator(DENTRO[nome]).first.click()
                    pagina.wait_for_load_state()
                scatta(pagina, nome, alta)
        browser.close()


if __name__ == "__main__":
    main()
