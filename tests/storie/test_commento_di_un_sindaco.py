"""A sindaco comments a passage; the office answers, gives it to a colleague, moves the paragraph, settles it; the sindaco
reads the answer, and the passage where it went."""

import re
from typing import TYPE_CHECKING

import pytest

from piani.actions.commenti import commenta, rispondi
from piani.actions.esiti_commenti import risolvi
from piani.enums import SpecieParte
from piani.models import Piano, Sezione
from tests.browser import senza_difetti_axe
from tests.factories import SezioneFactory
from utenti.models import Utente

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser import Apri

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.lento, pytest.mark.una_volta]
PASSO = "gli sportelli di prossimità restano aperti due pomeriggi"
PARAGRAFO = f"<p>Nei Comuni piccoli {PASSO} alla settimana.</p>"
# What the hand does with the mouse: from the first to the last letter of the words.
SELEZIONA = """(passo) => {
  for (const p of document.querySelectorAll('[data-commenta] p')) {
    const testo = p.firstChild, da = testo.textContent.indexOf(passo);
    if (da < 0) continue;
    const tratto = document.createRange();
    tratto.setStart(testo, da);
    tratto.setEnd(testo, da + passo.length);
    getSelection().removeAllRanges();
    getSelection().addRange(tratto);
    p.scrollIntoView({block: 'center'});
    return;
  }
  throw new Error('il passo non è nella pagina');
}"""


@pytest.fixture
def capitoli(piano: Piano) -> dict[str, Sezione]:
    """Two sections: one with the passage, one where it will go."""
    capitolo = SezioneFactory.create(piano=piano, chiave="servizi", titolo="I servizi", testo="", ordine=1)
    return {
        chiave: SezioneFactory.create(
            piano=piano, genitore=capitolo, chiave=chiave, titolo=titolo, testo=testo, ordine=ordine
        )
        for ordine, (chiave, titolo, testo) in enumerate(
            (
                ("accesso", "L'accesso", f"<p>Una premessa.</p>{PARAGRAFO}"),
                ("sportelli", "Gli sportelli", "<p>Ecco.</p>"),
            ),
            1,
        )
    }


def commenta_il_passo(pagina: "Page", testo: str) -> None:
    """Select, reach the button with the keyboard, write, send."""
    pagina.evaluate(SELEZIONA, PASSO)
    bottone = pagina.get_by_role("link", name="Commenta questo passo")
    bottone.wait_for()
    pagina.keyboard.press("Tab")
    assert pagina.evaluate("document.activeElement.textContent") == "Commenta questo passo"
    pagina.keyboard.press("Enter")
    pannello = pagina.get_by_role("dialog", name="Commenti")
    campo = pannello.get_by_label("Il tuo commento")
    campo.wait_for()
    assert pannello.get_by_label("Il passo di cui parli").input_value() == PASSO
    assert pagina.evaluate("document.activeElement.name") == "testo"
    pagina.keyboard.type(testo)
    senza_difetti_axe(pagina)
    pannello.get_by_role("button", name="Lascia il commento").click()
    pannello.get_by_text("Il commento è arrivato").wait_for()


@pytest.mark.parametrize("larghezza", [1440, 360])
def test_il_commento_di_un_sindaco_ha_la_sua_risposta(
    apri: "Apri",
    piano: Piano,
    capitoli: dict[str, Sezione],
    ada: Utente,
    lia: Utente,
    bruno: Utente,
    larghezza: int,
) -> None:
    lettura = f"{piano.get_absolute_url()}leggi/servizi/"
    del_sindaco = apri(bruno)
    del_sindaco.set_viewport_size({"width": larghezza, "height": 800})
    del_sindaco.goto(lettura)
    commenta_il_passo(del_sindaco, "Due pomeriggi sono pochi.")
    assert del_sindaco.get_by_text("1 da risolvere").count() >= 1
    del_sindaco.keyboard.press("Escape")
    assert not del_sindaco.locator("#pannello-commenti").is_visible()
    commento = piano.commenti.get()
    assert (commento.citazione, commento.ancorata) == (PASSO, True)

    di_ada = apri(ada)
    di_ada.set_viewport_size({"width": larghezza, "height": 800})
    di_ada.goto(f"{piano.get_absolute_url()}sezioni/accesso/")
    di_ada.get_by_role("link", name="Commenti della sezione").click()
    pannello = di_ada.get_by_role("dialog")
    pannello.get_by_role("link", name=re.compile("Rispondi, assegna, risolvi")).click()
    pannello.get_by_label("La tua risposta").fill("Ne parliamo con i Comuni.")
    pannello.get_by_role("button", name="Rispondi").click()
    pannello.get_by_text("La risposta è nella discussione.").wait_for()
    pannello.get_by_text("Assegna a una persona").click()
    pannello.get_by_label("A chi spetta").select_option(label="Lia")
    pannello.get_by_role("button", name="Assegna", exact=True).click()
    pannello.get_by_text("assegnato a Lia").wait_for()
    senza_difetti_axe(di_ada)

    capitoli["accesso"].testo = "<p>Una premessa.</p>"
    capitoli["sportelli"].testo = f"<p>Ecco.</p>{PARAGRAFO}"
    for sezione in capitoli.values():
        sezione.save()
    Piano.objects.filter(pk=piano.pk).update(contenuto=piano.contenuto + 1)

    di_lia = apri(lia)
    di_lia.goto("/scrivania/")
    di_lia.get_by_role("link", name=re.compile("Rispondi")).first.click()
    di_lia.get_by_role("link", name=re.compile("Due pomeriggi sono pochi")).click()
    di_lia.get_by_text("Il passo è stato spostato.").wait_for()
    assert di_lia.get_by_role("link", name="Gli sportelli").get_attribute("href") == f"{lettura}#sezione-sportelli"
    di_lia.locator("summary", has_text="Segna come risolto").click()
    di_lia.get_by_label("Che cosa ne è stato").select_option(label="Recepito in parte")
    di_lia.get_by_role("button", name="Segna come risolto").click()
    di_lia.get_by_text("Scrivi perché").first.wait_for()
    di_lia.get_by_label("La risposta a chi ha commentato").fill("Tre pomeriggi dal 2026.")
    di_lia.get_by_role("button", name="Segna come risolto").click()
    di_lia.get_by_text("Il commento è segnato come risolto.").wait_for()

    del_sindaco.goto(lettura)
    assert del_sindaco.locator("mark").count() == 0
    del_sindaco.goto("/utenti/avvisi/")
    del_sindaco.get_by_role("button", name=re.compile("Apri la pagina.*Il tuo commento")).first.click()
    del_sindaco.get_by_text("Tre pomeriggi dal 2026.").wait_for()
    assert del_sindaco.get_by_text("Recepito in parte").count() == 1
    assert del_sindaco.evaluate("document.documentElement.scrollWidth") <= larghezza
    senza_difetti_axe(del_sindaco)


def test_cio_che_si_scrive_nel_pannello_non_si_perde(
    apri: "Apri", piano: Piano, capitoli: dict[str, Sezione], bruno: Utente, difetti_browser: list[str]
) -> None:
    pagina = apri(bruno)
    pagina.goto(f"{piano.get_absolute_url()}leggi/servizi/")
    pagina.get_by_role("link", name=re.compile("Commenta questa parte.*L'accesso")).click()
    campo = pagina.get_by_role("dialog").get_by_label("Il tuo commento")
    campo.fill("A metà")

    pagina.get_by_role("button", name="Chiudi").click()
    pagina.get_by_role("link", name=re.compile("Commenta questa parte.*Gli sportelli")).click()
    pagina.get_by_role("dialog", name="Commenti: Gli sportelli").wait_for()
    assert campo.input_value() == ""
    pagina.get_by_role("link", name=re.compile("Commenta questa parte.*L'accesso")).click()
    pagina.get_by_role("dialog", name="Commenti: L'accesso").wait_for()
    assert campo.input_value() == "A metà"

    pagina.context.set_offline(True)
    pagina.get_by_role("button", name="Lascia il commento").click()
    pagina.get_by_text("Il portale non risponde").wait_for()
    assert campo.input_value() == "A metà"
    pagina.context.set_offline(False)
    pagina.get_by_role("button", name="Lascia il commento").click()
    pagina.get_by_text("Il commento è arrivato").wait_for()
    assert [c.testo for c in piano.commenti.all()] == ["A metà"]
    difetti_browser[:] = [d for d in difetti_browser if "ERR_INTERNET_DISCONNECTED" not in d]


def test_senza_javascript_il_passo_si_incolla(
    apri: "Apri", piano: Piano, capitoli: dict[str, Sezione], bruno: Utente
) -> None:
    pagina = apri(bruno, javascript=False)
    pagina.goto(f"{piano.get_absolute_url()}leggi/servizi/")

    pagina.get_by_role("link", name=re.compile("Commenta questa parte.*L'accesso")).click()
    pagina.get_by_label("Il tuo commento").fill("Pochi.")
    pagina.get_by_label("Il passo di cui parli").fill(PASSO)
    pagina.get_by_role("button", name="Lascia il commento").click()

    pagina.get_by_text("Il commento è arrivato").wait_for()
    assert piano.commenti.get().ancorata
    pagina.goto(f"{piano.get_absolute_url()}leggi/servizi/")
    assert pagina.locator("mark").inner_text() == PASSO
    pagina.get_by_role("link", name=re.compile("commento di .* sul passo")).click()
    assert pagina.get_by_role("heading", name="Commento di Gallarate").count() == 1


@pytest.mark.parametrize("larghezza", [1440, 360])
def test_l_elenco_e_la_stampa_non_hanno_barriere(
    apri: "Apri", piano: Piano, capitoli: dict[str, Sezione], ada: Utente, bruno: Utente, larghezza: int
) -> None:
    dove = {"specie": SpecieParte.SEZIONE, "parte": "accesso", "citazione": PASSO}
    primo = commenta(piano, testo="Pochi.", autore=bruno, **dove)  # type: ignore[arg-type]  # a SpecieParte is a str
    rispondi(primo, testo="Vediamo.", autore=ada)
    risolvi(primo, esito="non_recepito", motivo="Non ci sono le ore.", autore=ada)
    pagina = apri(ada)
    pagina.set_viewport_size({"width": larghezza, "height": 800})
    for resto in ("", "?stampa=1", "sezione/accesso/", f"{primo.pk}/"):
        pagina.goto(f"{piano.get_absolute_url()}commenti/{resto}")
        for dettagli in pagina.query_selector_all("main details"):
            dettagli.evaluate("e => { e.open = true }")
        senza_difetti_axe(pagina)
        assert pagina.evaluate("document.documentElement.scrollWidth") <= larghezza, resto
