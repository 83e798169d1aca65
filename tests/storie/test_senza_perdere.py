"""Nothing typed is lost: two people on one text, the network gone, the session over, the page closed."""

import re
from typing import TYPE_CHECKING

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from core.storia import DA_PARTE
from obiettivi.models import Azione, Risposta
from piani.models import Sezione
from tests.browser import senza_difetti_axe
from tests.factories import PASSWORD
from tests.mondo import Mondo
from utenti.models import Utente

if TYPE_CHECKING:
    from playwright.sync_api import Dialog, Locator, Page

    from tests.browser import Apri

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.lento, pytest.mark.con_postgresql]

SALVATO = re.compile("Salvato alle")
PAZIENZA = 30_000


def editor(pagina: "Page", dove: str) -> "Locator":
    return pagina.locator(f"{dove} .ProseMirror[contenteditable]")


def aggiunge(pagina: "Page", dove: str, parole: str) -> None:
    """Write at the end of the text, and touch nothing else."""
    campo = editor(pagina, dove)
    campo.wait_for(timeout=PAZIENZA)
    campo.focus()
    # The editor puts the caret back where it was a moment after the focus: keys before that go to the old place.
    expect(campo).to_have_class(re.compile("ProseMirror-focused"))
    pagina.wait_for_timeout(100)
    pagina.keyboard.press("Control+End")
    pagina.keyboard.type(parole)


def avviso(pagina: "Page", dove: str) -> "Locator":
    return pagina.locator(f"{dove} [data-avviso]")


def si_salva(pagina: "Page", dove: str) -> None:
    expect(avviso(pagina, dove)).to_have_text(SALVATO, timeout=PAZIENZA)


def risposta() -> Risposta:
    return Risposta.objects.get(campo__chiave="target")


def test_due_persone_scrivono_la_stessa_riga_senza_premere_nulla(
    apri: "Apri", mondo: Mondo, ada: Utente, lia: Utente
) -> None:
    di_ada, di_lia = apri(ada), apri(lia)
    for pagina in (di_ada, di_lia):
        pagina.goto(mondo.indirizzo("piani:scheda"))
        editor(pagina, "#riga-target").wait_for(timeout=PAZIENZA)
    expect(di_lia.locator(".barra-scrittura [data-chi-scrive]")).to_contain_text("sta leggendo qui", timeout=PAZIENZA)
    aggiunge(di_ada, "#riga-target", ", di Ada")
    si_salva(di_ada, "#riga-target")

    aggiunge(di_lia, "#riga-target", ", di Lia")
    fermo = di_lia.locator("#riga-target [data-riquadro]")
    expect(fermo).to_contain_text("Nel frattempo Ada ha salvato", timeout=PAZIENZA)
    assert risposta().testo == "<p>Tutti, di Ada</p>"
    expect(di_lia.locator("#riga-target [data-chi-scrive]")).to_contain_text("sta scrivendo", timeout=PAZIENZA)
    fermo.get_by_role("button", name="Confronta e scegli").click()
    expect(di_lia.locator("#riga-target .conflitto")).to_contain_text("Tieni quello salvato")
    editor(di_lia, "#riga-target").wait_for()
    senza_difetti_axe(di_lia)
    di_lia.locator("#salva-target").click()

    expect(avviso(di_lia, "#riga-target")).to_contain_text("salvato alle", timeout=PAZIENZA)
    assert risposta().testo == "<p>Tutti, di Ada</p><p>Tutti, di Lia</p>"
    da_parte = risposta().storia.filter(history_change_reason__startswith=DA_PARTE)
    assert "<p>Tutti, di Lia</p>" in {v.testo for v in da_parte}
    assert di_lia.evaluate("Object.keys(localStorage).length") == 0
    la_stessa_azione(di_ada, di_lia)


def la_stessa_azione(di_ada: "Page", di_lia: "Page") -> None:
    """Then they open the same action: it saves by itself, stops before the other's words, and keeps the three."""
    campo, modulo = "#azione-testo", "#modulo-azioni"
    for pagina in (di_ada, di_lia):
        pagina.locator("#voci-azioni .azione >> nth=0").get_by_role("link", name="Modifica").click()
        pagina.locator(campo).wait_for(timeout=PAZIENZA)
    di_ada.fill(campo, "Di Ada: azione 1")
    si_salva(di_ada, modulo)
    expect(di_ada.locator("#voci-azioni")).to_contain_text("Di Ada: azione 1")
    di_lia.fill(campo, "Azione 1, con Lia")
    fermo = di_lia.locator(f"{modulo} [data-riquadro]")
    expect(fermo).to_contain_text("Nel frattempo Ada ha salvato", timeout=PAZIENZA)
    # Closed like this, the words wait in the browser, and the sheet says where.
    di_lia.once("dialog", lambda dialogo: dialogo.accept())
    di_lia.reload()
    aspetta = di_lia.locator("#elenco-azioni [data-ritrovato]")
    expect(aspetta).to_contain_text("non era stato salvato", timeout=PAZIENZA)
    di_lia.locator("#voci-azioni .azione >> nth=0").get_by_role("link", name="Modifica").click()
    ritrovato = di_lia.locator(f"{modulo} [data-ritrovato]")
    ritrovato.get_by_role("button", name="Confronta").click()
    expect(di_lia.locator(f"{modulo} .conflitto")).to_contain_text("Tieni quello salvato", timeout=PAZIENZA)
    senza_difetti_axe(di_lia)
    di_lia.locator(f"{modulo} input[type=submit]").click()
    expect(di_lia.locator("#voci-azioni")).to_contain_text("Di Ada: azione 1, con Lia", timeout=PAZIENZA)
    azione = Azione.objects.get(numero="1")
    assert azione.testo == "Di Ada: azione 1, con Lia"
    da_parte = azione.storia.filter(history_change_reason__startswith=DA_PARTE)
    assert {v.testo for v in da_parte} == {"Azione 1, con Lia", azione.testo}
    assert di_lia.evaluate("Object.keys(localStorage).length") == 0


def test_due_persone_scrivono_la_stessa_sezione(apri: "Apri", mondo: Mondo, ada: Utente, lia: Utente) -> None:
    sezione = mondo.piano.sezioni.get(chiave="contesto")
    Sezione.objects.filter(pk=sezione.pk).update(testo="<p>Primo.</p><p>Secondo.</p>")
    di_ada, di_lia = apri(ada), apri(lia)
    for pagina in (di_ada, di_lia):
        pagina.goto(mondo.indirizzo("piani:sezione"))
        editor(pagina, ".modulo-testo").wait_for(timeout=PAZIENZA)
    editor(di_ada, ".modulo-testo").focus()
    di_ada.keyboard.press("Control+Home")
    di_ada.keyboard.type("Di Ada. ")
    si_salva(di_ada, ".modulo-testo")
    aggiunge(di_lia, ".modulo-testo", " Di Lia.")

    confronta = di_lia.get_by_role("button", name="Confronta e scegli")
    expect(confronta).to_be_visible(timeout=PAZIENZA)
    confronta.click()
    expect(di_lia.locator("h1")).to_contain_text("Due testi")
    editor(di_lia, ".modulo-testo").wait_for(timeout=PAZIENZA)
    senza_difetti_axe(di_lia)
    di_lia.get_by_role("button", name="Salva il testo unito").click()

    expect(di_lia.get_by_text("Il testo è salvato")).to_be_visible(timeout=PAZIENZA)
    sezione.refresh_from_db()
    assert "Di Ada." in sezione.testo
    assert "Di Lia." in sezione.testo
    expect(di_lia.locator("[data-ritrovato]")).to_have_count(0)


def test_senza_rete_il_testo_aspetta_e_poi_si_salva(
    apri: "Apri", mondo: Mondo, ada: Utente, difetti_browser: list[str]
) -> None:
    pagina = apri(ada)
    pagina.goto(mondo.indirizzo("piani:scheda"))
    editor(pagina, "#riga-target").wait_for(timeout=PAZIENZA)
    pagina.context.set_offline(True)
    aggiunge(pagina, "#riga-target", " quanti")
    expect(avviso(pagina, "#riga-target")).to_contain_text("al sicuro in questo computer", timeout=PAZIENZA)
    assert risposta().testo == "<p>Tutti</p>"
    pagina.context.set_offline(False)

    si_salva(pagina, "#riga-target")
    assert risposta().testo == "<p>Tutti quanti</p>"
    assert pagina.evaluate("Object.keys(localStorage).length") == 0
    difetti_browser.clear()


def test_chiusa_la_pagina_il_testo_si_ritrova(
    apri: "Apri", mondo: Mondo, ada: Utente, difetti_browser: list[str]
) -> None:
    pagina = apri(ada)
    pagina.goto(mondo.indirizzo("piani:sezione"))
    editor(pagina, ".modulo-testo").wait_for(timeout=PAZIENZA)
    pagina.context.set_offline(True)
    aggiunge(pagina, ".modulo-testo", " Non ancora salvato.")
    expect(avviso(pagina, ".modulo-testo")).to_contain_text("al sicuro in questo computer", timeout=PAZIENZA)
    pagina.close()
    pagina = pagina.context.new_page()
    pagina.context.set_offline(False)

    pagina.goto(mondo.indirizzo("piani:sezione"))
    ritrovato = pagina.locator("[data-ritrovato]")
    expect(ritrovato).to_contain_text("C'è un testo che non era stato salvato (oggi alle")
    editor(pagina, ".modulo-testo").wait_for(timeout=PAZIENZA)
    senza_difetti_axe(pagina)
    ritrovato.get_by_role("button", name="Riprendi").click()

    si_salva(pagina, ".modulo-testo")
    assert "Non ancora salvato." in mondo.piano.sezioni.get(chiave="contesto").testo
    assert pagina.evaluate("Object.keys(localStorage).length") == 0
    difetti_browser.clear()


def test_a_sessione_scaduta_si_rientra_e_si_salva_da_sola(apri: "Apri", mondo: Mondo, ada: Utente) -> None:
    pagina = apri(ada)
    pagina.goto(mondo.indirizzo("piani:scheda"))
    editor(pagina, "#riga-target").wait_for(timeout=PAZIENZA)
    Session.objects.all().delete()
    aggiunge(pagina, "#riga-target", " quanti")
    scaduta = pagina.locator("#riga-target [data-riquadro]")
    expect(scaduta).to_contain_text("La sessione è scaduta", timeout=PAZIENZA)
    with pagina.expect_popup() as altra:
        scaduta.get_by_role("link", name="accedi di nuovo").click()
    accesso = altra.value
    accesso.get_by_label("Email").fill(ada.email)
    accesso.get_by_label("Password").fill(PASSWORD)
    accesso.get_by_role("button", name="Accedi").click()
    accesso.wait_for_url("**/schede/obiettivo/A/**", timeout=PAZIENZA)
    accesso.close()

    si_salva(pagina, "#riga-target")
    assert risposta().testo == "<p>Tutti quanti</p>"
    expect(scaduta).to_have_count(0)


def test_chi_esce_non_lascia_testi_nel_computer(
    apri: "Apri", mondo: Mondo, ada: Utente, difetti_browser: list[str]
) -> None:
    pagina = apri(ada)
    pagina.goto(mondo.indirizzo("piani:sezione"))
    pagina.evaluate(f"localStorage.setItem('pdz:{ada.pk}:/altrove/:x', '{{}}')")
    # What another person left in this browser, on this very page, is neither shown nor touched.
    altrui = "{quando: Date.now(), revisione: '1', valori: 'testo=Di+un+altro'}"
    pagina.evaluate(f"localStorage.setItem('pdz:0:' + location.pathname + ':x', JSON.stringify({altrui}))")
    pagina.reload()
    editor(pagina, ".modulo-testo").wait_for(timeout=PAZIENZA)
    expect(pagina.locator("[data-ritrovato]")).to_have_count(0)
    domande: list[str] = []

    def risponde(dialogo: "Dialog") -> None:
        domande.append(dialogo.message)
        dialogo.accept()

    pagina.on("dialog", risponde)
    pagina.locator("[data-esce]").first.evaluate("modulo => modulo.requestSubmit()")
    expect(pagina.get_by_role("link", name="Accedi").first).to_be_visible(timeout=PAZIENZA)
    assert "se esci si cancella" in domande[0]
    assert pagina.evaluate("Object.keys(localStorage)") == [f"pdz:0:{mondo.indirizzo('piani:sezione')}:x"]


def test_senza_javascript_la_sezione_si_salva_col_pulsante(apri: "Apri", mondo: Mondo, ada: Utente) -> None:
    pagina = apri(ada, javascript=False)
    pagina.goto(mondo.indirizzo("piani:sezione"))
    pagina.locator(".modulo-testo textarea").fill("<p>Scritto a mano.</p>")
    pagina.get_by_role("button", name="Salva", exact=True).click()
    expect(pagina.get_by_text("Il testo è salvato.")).to_be_visible(timeout=PAZIENZA)
    assert mondo.piano.sezioni.get(chiave="contesto").testo == "<p>Scritto a mano.</p>"
