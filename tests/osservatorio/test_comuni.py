"""The list of Comuni: a Comune whose Ambito is unknown is a normal case."""

import pytest
from pytest_django import DjangoAssertNumQueries

from ambiti.models import Ambito, Comune
from osservatorio.elenchi import AMBITO_NON_NOTO
from tests.cliente import Cliente
from tests.factories import AppartenenzaFactory, ComuneFactory


@pytest.fixture
def noto(gallarate: Ambito, comune_capofila: Comune) -> Comune:
    return comune_capofila


@pytest.fixture
def ignoto(db: None) -> Comune:
    return ComuneFactory.create(ente__codice="013041", ente__nome="Cantù", provincia="CO")


def _righe(client: Cliente, query: str = "") -> list[list[str]]:
    return [[cella.testo for cella in riga] for riga in client.get(f"/comuni/{query}").context["tabella"].righe]


def test_ogni_comune_dice_il_suo_ambito_o_che_non_e_noto(client: Cliente, noto: Comune, ignoto: Comune) -> None:
    assert _righe(client) == [["Cantù", "013041", "CO", AMBITO_NON_NOTO], ["Gallarate", "012070", "VA", "Gallarate"]]


@pytest.mark.parametrize("query", ["?q=cantu", "?q=013041", "?provincia=CO", "?ambito=non-noto"])
def test_i_comuni_si_filtrano(client: Cliente, noto: Comune, ignoto: Comune, query: str) -> None:
    assert [riga[0] for riga in _righe(client, query)] == ["Cantù"]


def test_si_filtrano_quelli_con_ambito_noto(client: Cliente, noto: Comune, ignoto: Comune) -> None:
    assert [riga[0] for riga in _righe(client, "?ambito=noto")] == ["Gallarate"]


def test_l_elenco_si_scarica_con_i_codici_interi(client: Cliente, noto: Comune, ignoto: Comune) -> None:
    testo = client.get("/comuni/?provincia=CO&formato=csv").content.decode("utf-8-sig")

    assert testo == f"Comune;Codice ISTAT;Provincia;Ambito\r\nCantù;013041;CO;{AMBITO_NON_NOTO}\r\n"


@pytest.mark.parametrize("quanti", [1, 3])
def test_le_interrogazioni_non_crescono_con_le_righe(
    client: Cliente, gallarate: Ambito, quanti: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(quanti):
        AppartenenzaFactory.create(ambito=gallarate)

    with django_assert_num_queries(3):
        assert client.get("/comuni/").status_code == 200
