"""Chromium, driven by Playwright. Every test in it fails on console errors and on refusals of the CSP.

Debian's Chromium, or the one named by ``CHROMIUM``: `playwright install` is never needed.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings

from tests.cliente import Cliente
from utenti.models import Utente

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Response

    Apri = Callable[..., Page]

# Debian's own switches, and silence: no test talks to the outside.
OPZIONI = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ASCOLTA_CSP = """document.addEventListener('securitypolicyviolation', e =>
  console.error(`CSP: ${e.effectiveDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`));"""
RISORSE = {"script", "stylesheet", "image", "font"}


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """The browser, started once."""
    from playwright.sync_api import sync_playwright

    eseguibile = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    if not Path(eseguibile).exists():
        pytest.fail(f"Manca Chromium ({eseguibile}): «make setup-test» lo installa, CHROMIUM= ne indica un altro.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=eseguibile, args=OPZIONI)
        yield browser
        browser.close()


class Difetti(list[str]):
    """What the console and the network complained of. A test that provokes one takes it away on purpose."""

    def da_console(self, messaggio: "ConsoleMessage") -> None:
        """Keep errors; answers of the server are judged by `da_risposta`."""
        if messaggio.type == "error" and not messaggio.text.startswith("Failed to load resource"):
            self.append(f"console: {messaggio.text}")

    def da_risposta(self, risposta: "Response") -> None:
        """Keep missing files and server errors; a 403 or 404 page may be what the test asks for."""
        soglia = 400 if risposta.request.resource_type in RISORSE else 500
        if risposta.status >= soglia:
            self.append(f"{risposta.status}: {risposta.url}")


@pytest.fixture
def difetti_browser() -> Difetti:
    """The defects seen so far; empty at the end, or the test fails."""
    return Difetti()


@pytest.fixture
def apri(chromium: "Browser", live_server: Any, difetti_browser: Difetti) -> Iterator["Apri"]:
    """A function that returns a new page, of a person or (None) of a visitor, each in a browser of its own.

    ``javascript=False`` gives a browser that runs no script.
    """
    contesti = []

    def nuova(utente: Utente | None, *, javascript: bool = True) -> "Page":
        contesto = chromium.new_context(
            base_url=live_server.url, locale="it-IT", timezone_id="Europe/Rome", java_script_enabled=javascript
        )
        contesto.set_default_timeout(10_000)
        contesto.add_init_script(ASCOLTA_CSP)
        contesto.on("console", difetti_browser.da_console)
        contesto.on("weberror", lambda errore: difetti_browser.append(f"errore: {errore.error}"))
        contesto.on("response", difetti_browser.da_risposta)
        if utente:
            cliente = Cliente()
            cliente.force_login(utente)
            biscotto = cliente.cookies[settings.SESSION_COOKIE_NAME].value
            contesto.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": biscotto, "url": live_server.url}])
        contesti.append(contesto)
        return contesto.new_page()

    yield nuova
    for contesto in contesti:
        contesto.close()
    assert not difetti_browser, "\n".join(difetti_browser)


@pytest.fixture
def pagina(apri: "Apri") -> "Page":
    """A visitor's page."""
    return apri(None)


# Only what is wrong comes back: carrying all that axe looked at costs more than the look itself.
GUARDA = """async () => {
  const esito = await axe.run({resultTypes: ['violations']});
  return esito.violations.map(v => `${v.id} (${v.impact}): ${v.help}\\n` +
    v.nodes.map(n => `    ${n.target.join(' ')}\\n    ${n.html}`).join('\\n'));
}"""


FERMO = """() => Promise.all(document.getAnimations()
    .filter((a) => a.effect.getComputedTiming().endTime !== Infinity)
    .map((a) => a.finished.catch(() => undefined)))"""


def senza_difetti_axe(pagina: "Page") -> None:
    """Fail where axe finds a barrier (WCAG 2.1 A and AA, and its best practices) on the page as it is now."""
    from axe_playwright_python.base import AXE_SCRIPT

    if not pagina.evaluate("'axe' in window"):
        pagina.evaluate(AXE_SCRIPT)
    # A colour that is still changing is not the one that a person sees.
    pagina.evaluate(FERMO)
    barriere = pagina.evaluate(GUARDA)
    assert not barriere, "\n".join([pagina.url, *barriere])
