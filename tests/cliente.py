"""The test client of the house: GET only reads, and every page is looked at."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client

from tests.pagine import difetti, scrive

LETTURE = {"GET", "HEAD"}


class Cliente(Client):
    """Fails the test where a GET writes a row, or a page has a form without token or an inline script."""

    def request(self, **richiesta: Any) -> Any:
        scritture: list[str] = []

        def guardia(esegui: Callable[..., object], sql: str, params: object, many: bool, contesto: object) -> object:
            if scrive(sql):
                scritture.append(sql)
            return esegui(sql, params, many, contesto)

        if richiesta.get("REQUEST_METHOD", "GET") not in LETTURE:
            return self._guarda(super().request(**richiesta))
        with connection.execute_wrapper(guardia):
            risposta = super().request(**richiesta)
        assert not scritture, f"Un GET ha scritto: {scritture}"
        return self._guarda(risposta)

    @staticmethod
    def _guarda(risposta: Any) -> Any:
        e_pagina = not risposta.streaming and risposta.headers.get("Content-Type", "").startswith("text/html")
        di_django = risposta.wsgi_request.path.startswith("/amministrazione/")
        if e_pagina and not di_django:
            trovati = difetti(risposta.content.decode())
            assert not trovati, f"{risposta.wsgi_request.path}: {trovati}"
        return risposta
