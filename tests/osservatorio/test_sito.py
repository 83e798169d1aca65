"""Home, search and the pages of service, as a citizen sees them."""

import pytest
from pytest_django import DjangoAssertNumQueries

from ambiti.models import Ambito, Comune
from core.glossario import VOCI
from piani.enums import Stato
from piani.models import Piano
from tests.cliente import Cliente
from tests.factories import AppartenenzaFactory, ComuneFactory


@pytest.mark.parametrize("indirizzo", ["/", "/cerca/", "/glossario/", "/accessibilita/", "/privacy/"])
def test_le_pagine_sono_aperte_a_tutti(client: Cliente, db: None, indirizzo: str) -> None:
    risposta = client.get(indirizzo)

    assert risposta.status_code == 200
    assert '<html lang="it">' in risposta.content.decode()


def test_senza_piani_la_home_dice_che_cosa_fare(client: Cliente, piano: Piano) -> None:
    html = client.get("/").content.decode()

    assert "Nessun Piano è ancora pubblicato" in html
    assert 'href="/ambiti/"' in html


def test_la_home_elenca_per_ats_i_soli_piani_pubblicati(client: Cliente, piano: Piano, piano_di_busto: Piano) -> None:
    Piano.objects.filter(pk=piano.pk).update(stato=Stato.RECEPITO)

    risposta = client.get("/")

    assert [(str(g.ats), g.piani) for g in risposta.context["gruppi"]] == [("ATS Insubria", [piano])]
    assert "Recepito" in risposta.content.decode()
    assert "Busto Arsizio" not in risposta.content.decode()


def test_cercando_un_comune_si_trova_il_suo_ambito(client: Cliente, comune_capofila: Comune) -> None:
    html = client.get("/cerca/?q=gallarate").content.decode()

    assert 'href="/ambiti/50074/"' in html
    assert "Non sappiamo ancora" not in html


def test_di_un_comune_senza_ambito_noto_lo_si_dice_con_gentilezza(client: Cliente, gallarate: Ambito) -> None:
    ComuneFactory.create(ente__nome="Cantù")

    html = client.get("/cerca/?q=cantu").content.decode()

    assert "Cantù" in html
    assert "Non sappiamo ancora di quale Ambito fa parte" in html


def test_prima_viene_chi_comincia_cosi(client: Cliente, db: None) -> None:
    ComuneFactory.create(ente__nome="Ferrera di Varese")
    ComuneFactory.create(ente__nome="Varese")

    assert [c.nome for c in client.get("/cerca/?q=varese").context["comuni"]] == ["Varese", "Ferrera di Varese"]


def test_se_non_si_trova_nulla_si_suggerisce_come_cercare(client: Cliente, gallarate: Ambito) -> None:
    assert "Non abbiamo trovato nulla" in client.get("/cerca/?q=zzz").content.decode()


def test_quello_che_si_cerca_non_diventa_codice(client: Cliente, db: None) -> None:
    html = client.get("/cerca/", {"q": '"><script>alert(1)</script>'}).content.decode()

    assert "<script>alert" not in html


@pytest.mark.parametrize("quanti", [1, 3])
def test_la_ricerca_fa_sempre_le_stesse_interrogazioni(
    client: Cliente, gallarate: Ambito, quanti: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for numero in range(quanti):
        comune = ComuneFactory.create(ente__nome=f"Galla {numero}")
        AppartenenzaFactory.create(ambito=gallarate, comune=comune)

    with django_assert_num_queries(3):
        client.get("/cerca/?q=galla")


def test_ogni_parola_del_glossario_ha_il_suo_indirizzo(client: Cliente, db: None) -> None:
    html = client.get("/glossario/").content.decode()

    assert all(f'id="{voce.chiave}"' in html for voce in VOCI)


def test_la_pagina_in_uso_e_segnata_nel_menu(client: Cliente, db: None) -> None:
    html = client.get("/comuni/").content.decode()

    assert 'href="/comuni/" aria-current="page">Comuni' in html
    assert html.count('aria-current="page"') == 2, "menu e briciole"
