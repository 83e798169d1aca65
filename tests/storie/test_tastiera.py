"""One complete sheet, from the first row to «Segna come completa», without a mouse: keys and stops counted by row.

What is counted: every key but the letters of the texts. docs/tastiera.md publishes the counts; here they may not grow.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from playwright.sync_api import expect

from obiettivi.models import CampoScheda, FormatoScheda, Risposta, Scheda
from piani.models import Piano, VoceScheda
from tests.factories import VoceSchedaFactory
from utenti.models import Utente

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser import Apri

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.lento, pytest.mark.una_volta]

TABELLA = Path(settings.BASE_DIR) / "docs" / "tastiera.md"
IN_ORDINE = ("[data-riga]", "righe => righe.map(r => r.dataset.riga)")
RIGA = re.compile(r"^\| (\d+) \|(?:[^|]*\|){5} *(\d+) \| *(\d+) \|$", re.MULTILINE)


@dataclass
class Tastiera:
    """Presses keys and counts them under the row they are for: `fermate` of Tab, `tasti` in all."""

    pagina: "Page"
    riga: int = 0
    fermate: Counter[int] = field(default_factory=Counter)
    tasti: Counter[int] = field(default_factory=Counter)

    def premi(self, *tasti: str) -> None:
        """Press keys, one after the other."""
        for tasto in tasti:
            self.tasti[self.riga] += 1
            self.fermate[self.riga] += tasto == "Tab"
            self.pagina.keyboard.press(tasto)

    def scrivi(self, testo: str) -> None:
        """Write a text: its letters are not counted."""
        self.pagina.keyboard.type(testo)

    def aspetta_fuoco(self, selettore: str) -> None:
        """Wait until the focus is where the last key should have led."""
        self.pagina.wait_for_function("(s) => document.activeElement?.matches(s)", arg=selettore)


@pytest.fixture
def voce(transactional_db: None, regione_minima: object, piano: Piano) -> VoceScheda:
    """An empty sheet."""
    formato = FormatoScheda.objects.get(chiave="obiettivo-2025")
    return VoceSchedaFactory.create(piano=piano, codice="A", scheda__formato=formato, scheda__titolo="")


def test_una_scheda_intera_si_scrive_con_la_sola_tastiera(apri: "Apri", ada: Utente, voce: VoceScheda) -> None:
    campi = list(CampoScheda.objects.filter(formato=voce.scheda.formato).order_by("ordine"))
    pagina = apri(ada)
    pagina.set_default_timeout(30_000)
    pagina.goto(voce.get_absolute_url())
    pagina.wait_for_selector(".ProseMirror[contenteditable] >> nth=20")
    mani = Tastiera(pagina)
    per_chiave = {c.chiave: c for c in campi}
    sulla_pagina = [per_chiave[chiave] for chiave in pagina.eval_on_selector_all(*IN_ORDINE)]
    mani.premi("Alt+PageDown")
    for campo in sulla_pagina:
        mani.riga = campo.ordine
        SCRIVE.get(campo.tipo, scrive_testo)(mani, campo)
        pagina.wait_for_function("(k) => !document.activeElement.closest(`#riga-${k}`)", arg=campo.chiave)
    mani.riga = 0
    mani.aspetta_fuoco(".scheda-stato [name=completa]")
    mani.premi("Enter")
    expect(pagina.get_by_role("button", name="Riapri la scheda")).to_be_visible()

    scheda = Scheda.objects.get(pk=voce.scheda_id)
    assert scheda.completa
    assert scheda.titolo == "Una casa per tutti"
    assert [a.numero for a in scheda.azioni.order_by("ordine")] == ["1", "2"]
    assert {(i.fase, int(i.attesi.get().valore or 0)) for i in scheda.indicatori.all()} == {
        (fase, 10) for fase in ("input", "processo", "output", "outcome")
    }
    assert [int(r.importo or 0) for r in scheda.risorse.order_by("ordine")] == [10_000, 5_000]
    assert scheda.aree_trasversali.count() == 1
    assert scheda.punti_scelti.count() == 1
    di_testo = {r.campo.ordine: r.testo for r in Risposta.objects.filter(scheda=scheda).select_related("campo")}
    attesi = {c.ordine for c in campi if c.tipo in {"testo", "scelta"}}
    assert {n for n, testo in di_testo.items() if testo == f"<p>Risposta {n}.</p>"} >= attesi
    assert all(r.scelte for r in Risposta.objects.filter(scheda=scheda, campo__tipo="scelta"))
    expect(pagina.locator("#contatore")).to_contain_text("26 di 26")
    non_piu_di_quanto_e_scritto(mani, campi)


def scrive_titolo(mani: Tastiera, campo: CampoScheda) -> None:
    mani.aspetta_fuoco("#titolo-scheda")
    mani.scrivi("Una casa per tutti")
    mani.premi("Control+Enter")


def scrive_testo(mani: Tastiera, campo: CampoScheda) -> None:
    mani.aspetta_fuoco(f"#riga-{campo.chiave} .ProseMirror[contenteditable]")
    mani.scrivi(f"Risposta {campo.ordine}.")
    mani.premi("Control+Enter")


def scrive_scelta(mani: Tastiera, campo: CampoScheda) -> None:
    mani.aspetta_fuoco(f"#riga-{campo.chiave} [name=scelte]")
    if campo.multipla:
        mani.premi("Space", *["Tab"] * (len(campo.scelte) - 1))
    else:
        # The choice still to be made is the last one: the next is the first.
        mani.premi("ArrowDown")
    al_testo(mani, campo)
    scrive_testo(mani, campo)


def al_testo(mani: Tastiera, campo: CampoScheda) -> None:
    """Tab to the text: past the toolbar, one stop."""
    mani.premi("Tab")
    if not mani.pagina.evaluate("document.activeElement.matches('.ProseMirror[contenteditable]')"):
        mani.premi("Tab")


def scrive_aree(mani: Tastiera, campo: CampoScheda) -> None:
    """The first choice, then the first area."""
    mani.aspetta_fuoco(f"#riga-{campo.chiave} [name=scelte]")
    mani.premi("Space", *["Tab"] * len(campo.scelte), "Space")
    mani.premi("Control+Enter")


def scrive_punti(mani: Tastiera, campo: CampoScheda) -> None:
    """Open the first area, choose its first point."""
    mani.aspetta_fuoco(".punti-area > summary")
    mani.premi("Enter", "Tab", "Space", "Control+Enter")


def scrive_azioni(mani: Tastiera, campo: CampoScheda) -> None:
    mani.aspetta_fuoco("#nuovo-azioni")
    mani.premi("Enter")
    for n in (1, 2):
        mani.aspetta_fuoco("#azione-testo")
        mani.scrivi(f"Azione {n}")
        mani.premi("Control+Enter")
        mani.pagina.wait_for_selector(f"#elenco-azioni .azione >> nth={n - 1}")
    mani.aspetta_fuoco("#azione-testo")
    mani.premi("Alt+PageDown")


def scrive_risorse(mani: Tastiera, campo: CampoScheda) -> None:
    mani.aspetta_fuoco("#nuovo-risorse")
    mani.premi("Enter")
    for n, importo in enumerate(("10.000,00", "5.000,00")):
        mani.aspetta_fuoco("#risorsa-importo")
        mani.scrivi(importo)
        mani.premi("Enter")
        mani.pagina.wait_for_selector(f".risorsa >> nth={n}")
    mani.aspetta_fuoco("#risorsa-importo")
    mani.premi("Alt+PageDown")


def scrive_indicatori(mani: Tastiera, campo: CampoScheda) -> None:
    """One indicator, with a target for the triennium."""
    fase = campo.tipo.removeprefix("indicatori_")
    mani.aspetta_fuoco(f"#nuovo-indicatori-{fase}")
    mani.premi("Enter")
    mani.aspetta_fuoco(f"#indicatore-{fase}-testo")
    mani.scrivi("Persone seguite")
    for _ in range(20):
        mani.premi("Tab")
        if mani.pagina.evaluate(f"document.activeElement.id === 'indicatore-{fase}-tipo_triennio'"):
            break
    mani.premi("ArrowDown", "Tab")
    mani.scrivi("10")
    mani.premi("Enter")
    mani.pagina.wait_for_selector(f"#elenco-indicatori-{fase} tbody tr")
    mani.aspetta_fuoco(f"#indicatore-{fase}-testo")
    mani.premi(*(["Escape", "Control+Enter"] if campo.chiave == "impatto" else ["Alt+PageDown"]))


SCRIVE = {
    "titolo": scrive_titolo,
    "azioni": scrive_azioni,
    "risorse": scrive_risorse,
    "aree": scrive_aree,
    "punti_chiave": scrive_punti,
    "scelta": scrive_scelta,
} | {f"indicatori_{fase}": scrive_indicatori for fase in ("input", "processo", "output", "outcome")}


def non_piu_di_quanto_e_scritto(mani: Tastiera, campi: list[CampoScheda]) -> None:
    """Hold the table of the guide to what the story counted."""
    contati = {c.ordine: (mani.fermate[c.ordine], mani.tasti[c.ordine]) for c in campi}
    scritti = {int(n): (int(f), int(t)) for n, f, t in RIGA.findall(TABELLA.read_text())}
    cresciuti = {n: (contati[n], scritti.get(n)) for n in contati if n not in scritti or contati[n] > scritti[n]}
    assert not cresciuti, f"righe con più tasti di docs/tastiera.md: {cresciuti}; contati: {contati}"
