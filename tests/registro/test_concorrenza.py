"""Many at once: no number lost, none given twice, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

import pytest
from django.db import connection, transaction

from registro import queries
from registro.actions import annota, prossimo_numero
from registro.models import Evento
from registro.queries import verifica

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.lento]
FILI, VOLTE = 4, 10


def insieme(lavoro: Callable[[int], list[int]]) -> list[int]:
    """Run `lavoro` in FILI threads that start together, each with its own connection."""
    via = Barrier(FILI, timeout=10)

    def filo(quale: int) -> list[int]:
        try:
            via.wait()
            return lavoro(quale)
        finally:
            connection.close()

    with ThreadPoolExecutor(FILI) as fili:
        return [numero for parte in fili.map(filo, range(FILI)) for numero in parte]


def test_molti_annotano_insieme_e_la_catena_torna() -> None:
    def lavoro(quale: int) -> list[int]:
        return [annota("piano:1", "prova", autore=quale, dati={"n": n}).numero for n in range(VOLTE)]

    assert sorted(insieme(lavoro)) == list(range(1, FILI * VOLTE + 1))
    assert queries.testa("piano:1").conteggio == FILI * VOLTE
    assert Evento.objects.filter(catena__nome="sistema").count() == 1
    assert verifica() == []


@transaction.atomic
def _numero(*, fallisce: bool) -> int:
    numero = prossimo_numero("avvisi", 2025)
    if fallisce:
        raise ZeroDivisionError
    return numero


def test_molti_chiedono_un_numero_e_chi_fallisce_lo_rende() -> None:
    def lavoro(quale: int) -> list[int]:
        dati = []
        for n in range(VOLTE):
            with suppress(ZeroDivisionError):
                dati.append(_numero(fallisce=(n + quale) % 3 == 0))
        return dati

    dati = insieme(lavoro)
    assert sorted(dati) == list(range(1, len(dati) + 1))
