"""The pages of the tables in the browser: nothing wider than a telephone, also before the editor has all its parts."""

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from piani.models import Piano
from tests.tavoli_di_prova import tavolo_annunciato
from utenti.models import Utente

if TYPE_CHECKING:
    from tests.browser import Apri

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.lento]
LARGHEZZA = "document.documentElement.scrollWidth"
PIU_PICCOLO = "Math.min(...[...document.querySelectorAll('.prose-menubar__button')].map(b => b.offsetWidth || 99))"


def test_l_avviso_sta_in_un_telefono_anche_mentre_il_redattore_si_carica(
    apri: "Apri", ada: Utente, piano: Piano
) -> None:
    pagina = apri(ada)
    pagina.set_viewport_size({"width": 360, "height": 800})
    # The icons of the toolbar are words until their font is there: it never comes.
    pagina.route("**/*.woff2", lambda strada: strada.abort())
    pagina.goto("/tavoli/nuovo/", wait_until="commit")
    pagina.wait_for_selector(".prose-menubar__group")

    assert pagina.evaluate(LARGHEZZA) == 360
    assert pagina.locator(".prose-menubar__button:visible").count() > 10
    assert pagina.evaluate(PIU_PICCOLO) >= 24


def test_il_punto_di_domanda_sta_sulla_riga_della_sua_parola(apri: "Apri", ada: Utente, piano: Piano) -> None:
    tavolo_annunciato(piano.ambito, ada, piani=[piano])
    pagina = apri(ada)
    pagina.goto(reverse("tavoli:del_piano", kwargs=piano.indirizzo))

    riga, segno = pagina.locator(".lead"), pagina.locator(".lead .termine summary")

    assert "che lavorano per questo Piano" in riga.inner_text()
    sopra, lettera = riga.bounding_box(), segno.bounding_box()
    assert sopra
    assert lettera
    assert lettera["y"] < sopra["y"] + 20
