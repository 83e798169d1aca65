"""What a user who walked the rooms found in the way, as the pages themselves show it."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.urls import reverse

from ambiti.models import Ambito
from piani.enums import Passo, Stato
from piani.models import Piano
from piani.workflow import esegui
from tavoli.models import Tavolo
from tests.cliente import Cliente
from tests.tavoli_di_prova import siede, tavolo_annunciato
from utenti.models import Utente

pytestmark = pytest.mark.django_db
Come = Callable[[Utente], Cliente]


@pytest.fixture
def tavolo(piano: Piano, gallarate: Ambito, ada: Utente) -> Tavolo:
    """A table of Gallarate, announced, that works for its plan."""
    return tavolo_annunciato(gallarate, ada, piani=[piano])


def pagina(cliente: Cliente, indirizzo: str) -> str:
    risposta = cliente.get(indirizzo)
    assert risposta.status_code == 200
    return str(risposta.content.decode())


def campi_della_pagina(html: str) -> dict[str, list[str]]:
    """Return what a browser would send of the form with the editor, untouched."""
    campi: dict[str, list[str]] = {}
    for tag in re.findall(r"<input\b[^>]*>", html):
        attributi = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        scelto = attributi.get("type") not in ("checkbox", "radio") or " checked" in tag
        if "name" in attributi and scelto and attributi.get("type") != "submit":
            campi.setdefault(attributi["name"], []).append(unescape(attributi.get("value", "")))
    for nome, testo in re.findall(r'<textarea\b[^>]*\bname="([^"]+)"[^>]*>(.*?)</textarea>', html, re.DOTALL):
        campi[nome] = [unescape(testo).lstrip("\n")]
    return campi


def test_il_tavolo_aperto_dalla_stanza_di_un_piano_lavora_per_quel_piano(
    come: Come, ada: Utente, dario: Utente, piano: Piano, piano_di_busto: Piano
) -> None:
    cliente = come(ada)
    stanza = pagina(cliente, reverse("tavoli:del_piano", kwargs=piano.indirizzo))
    [nuovo] = re.findall(r'href="(/tavoli/nuovo/[^"]*)"', stanza)
    assert "piani" not in campi_della_pagina(pagina(cliente, "/tavoli/nuovo/"))
    nuovo = unescape(nuovo)
    campi = campi_della_pagina(pagina(cliente, nuovo))
    assert campi["piani"] == [str(piano.pk)]

    risposta = cliente.post(nuovo, {**campi, "titolo": "Dal Piano"}, follow=True)

    assert list(Tavolo.objects.get().piani.all()) == [piano]
    assert "L&#x27;avviso è in preparazione" in risposta.content.decode()
    # Dario keeps the tables of Busto: the address of Gallarate's plan ticks nothing for him, and he cannot choose it.
    assert "piani" not in campi_della_pagina(pagina(come(dario), nuovo))
    altrui = come(dario).post("/tavoli/nuovo/", {"titolo": "Altrui", "piani": [piano.pk]})
    assert altrui.status_code == 422
    assert not Tavolo.objects.filter(titolo="Altrui").exists()


def test_chi_siede_apre_la_bozza_in_consultazione_e_l_accordo_approvato(
    come: Come, client: Cliente, tavolo: Tavolo, piano: Piano, ada: Utente, carla: Utente
) -> None:
    siede(tavolo, carla, ufficio=ada)
    leggi, accordo = f"{piano.get_absolute_url()}leggi/", f"/accordi/{piano.indirizzo['codice']}/"
    prima = pagina(come(carla), tavolo.get_absolute_url())
    assert "quando il Piano è in consultazione" in prima
    assert leggi not in prima

    esegui(Passo.APRI_CONSULTAZIONE, piano, autore=ada)
    durante = pagina(come(carla), tavolo.get_absolute_url())
    Piano.objects.filter(pk=piano.pk).update(stato=Stato.APPROVATO)
    dopo = pagina(come(carla), tavolo.get_absolute_url())

    assert "Leggi e commenta la bozza" in durante
    assert leggi in durante
    assert "quando il Piano è in consultazione" not in durante
    assert accordo not in durante
    assert "chiedi di aderire" in dopo
    assert accordo in dopo
    assert come(carla).get(reverse("accordi:accordo", kwargs=piano.indirizzo)).status_code == 200
    assert accordo not in pagina(client, tavolo.get_absolute_url())
    Piano.objects.filter(pk=piano.pk).update(stato=Stato.CONCLUSO)
    finito = pagina(come(carla), tavolo.get_absolute_url())
    assert "L&#x27;Accordo di Programma" in finito or "L'Accordo di Programma" in finito
    assert "chiedi di aderire" not in finito


def test_l_avviso_si_salva_con_i_campi_che_la_pagina_manda(come: Come, ada: Utente, tavolo: Tavolo) -> None:
    cliente, indirizzo = come(ada), f"/tavoli/{tavolo.pk}/modifica/"
    campi = campi_della_pagina(pagina(cliente, indirizzo))
    assert campi["revisione"] == [str(tavolo.revisione)]

    risposta = cliente.post(indirizzo, {**campi, "titolo": "Dalla pagina"})

    assert risposta.status_code == 302
    tavolo.refresh_from_db()
    assert tavolo.titolo == "Dalla pagina"
