"""Each request has an id and one line in the logs, that says nothing about the person."""

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from core.logs import FormatoJson
from tests.cliente import Cliente

pytestmark = pytest.mark.django_db


Accessi = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def accessi(caplog: pytest.LogCaptureFixture) -> Accessi:
    """A function that returns the lines of the requests."""
    caplog.set_level(logging.INFO, logger="portale.accessi")
    return lambda: [vars(riga) for riga in caplog.records if riga.name == "portale.accessi"]


def test_ogni_richiesta_lascia_una_riga_con_metodo_indirizzo_stato_e_durata(accessi: Accessi, client: Cliente) -> None:
    client.get("/glossario/?q=Maria+Bianchi", headers={"x-forwarded-for": "203.0.113.7"})
    client.get("/mai-esistita/")

    assert [(r["metodo"], r["percorso"], r["stato"]) for r in accessi()] == [
        ("GET", "/glossario/", 200),
        ("GET", "/mai-esistita/", 404),
    ]
    assert all(isinstance(r["ms"], int) and r["ms"] >= 0 for r in accessi())
    assert not [r for r in accessi() if "Bianchi" in str(r) or "203.0.113.7" in str(r)]


@pytest.mark.parametrize(
    ("indirizzo", "scritto"),
    [
        ("/account/password/reset/key/1-abc-def/", "/account/password/reset/key/.../"),
        ("/utenti/invito/un-gettone-segreto/", "/utenti/invito/.../"),
    ],
)
def test_chi_legge_i_log_non_puo_usare_un_collegamento_segreto(
    accessi: Accessi, client: Cliente, indirizzo: str, scritto: str
) -> None:
    client.get(indirizzo)

    assert [r["percorso"] for r in accessi()] == [scritto]


def test_la_riga_e_json_con_l_id_della_richiesta_e_l_ora_con_il_fuso(
    client: Cliente, capsys: pytest.CaptureFixture[str]
) -> None:
    registro = logging.getLogger("portale.accessi")
    uscita = logging.StreamHandler()
    registri: Any = settings.LOGGING
    formato = registri["formatters"]["json"]
    uscita.setFormatter(FormatoJson(formato["fmt"], rename_fields=formato["rename_fields"]))
    for filtro in logging.getLogger().handlers[0].filters:
        uscita.addFilter(filtro)
    registro.addHandler(uscita)
    registro.setLevel(logging.INFO)
    try:
        risposta = client.get("/glossario/")
    finally:
        registro.removeHandler(uscita)
        registro.setLevel(logging.NOTSET)

    riga = json.loads(capsys.readouterr().err.splitlines()[-1])
    assert riga["richiesta"] == risposta["X-Request-ID"]
    assert (riga["livello"], riga["da"], riga["metodo"], riga["stato"]) == ("INFO", "portale.accessi", "GET", 200)
    assert riga["quando"][10] == "T"
    assert riga["quando"][-6] in "+-"


def test_una_pagina_che_non_c_e_non_lascia_altre_righe_con_l_indirizzo_intero(
    client: Cliente, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    client.get("/utenti/invito/un-gettone-segreto/?q=Maria")

    assert [r.name for r in caplog.records] == ["portale.accessi"]
    assert "segreto" not in caplog.text
