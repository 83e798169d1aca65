"""ATS: the list and the page of one."""

import pytest
from pytest_django import DjangoAssertNumQueries

from ambiti.models import Ambito, Ats
from tests.cliente import Cliente
from tests.factories import AmbitoFactory, CollegamentoFactory


def test_l_elenco_conta_ambiti_e_asst(client: Cliente, gallarate: Ambito, busto: Ambito) -> None:
    righe = client.get("/ats/").context["tabella"].righe

    assert [[cella.testo for cella in riga] for riga in righe] == [["ATS DELL'INSUBRIA", "322", "2", "1"]]


def test_l_elenco_si_scarica(client: Cliente, gallarate: Ambito) -> None:
    assert client.get("/ats/?formato=csv").content.decode("utf-8-sig") == (
        "ATS;Codice;Ambiti;ASST\r\nATS DELL'INSUBRIA;322;1;1\r\n"
    )


def test_senza_dati_l_elenco_lo_dice(client: Cliente, db: None) -> None:
    assert "L'elenco è vuoto" in client.get("/ats/").content.decode()


def test_la_pagina_mostra_ambiti_asst_e_distretti(client: Cliente, gallarate: Ambito, busto: Ambito) -> None:
    estraneo = CollegamentoFactory.create(ambito=AmbitoFactory.create(ente__nome="Altrove"))

    html = client.get("/ats/322/").content.decode()

    assert "Busto Arsizio" in html
    assert "ASST VALLE OLONA" in html
    assert gallarate.collegamenti.get().distretto.nome in html
    assert "Altrove" not in html
    assert estraneo.distretto.nome not in html


def test_un_codice_sconosciuto_non_c_e(client: Cliente, ats_insubria: Ats) -> None:
    assert client.get("/ats/999/").status_code == 404


@pytest.mark.parametrize("quanti", [1, 3])
def test_le_interrogazioni_non_crescono_con_le_righe(
    client: Cliente, ats_insubria: Ats, quanti: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(quanti):
        CollegamentoFactory.create(ambito=AmbitoFactory.create(ats=ats_insubria))

    with django_assert_num_queries(6):
        assert client.get("/ats/322/").status_code == 200
