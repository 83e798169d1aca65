"""Two at the same instant: one signature holds, one Accordo is made."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accordi.actions.testo import crea_accordo
from accordi.exceptions import AccordoGiaPresente, FirmaNonPossibile
from accordi.models import Accordo, Firma
from piani.models import Piano
from tests.accordi.conftest import firma
from utenti.models import Utente

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql, pytest.mark.lento]


def _insieme(atto: Callable[[], object]) -> list[str]:
    """Do the same act in two threads that start together; return how each ended."""
    via = Barrier(2, timeout=10)

    def filo(_: int) -> str:
        try:
            via.wait()
            atto()
        except (FirmaNonPossibile, AccordoGiaPresente) as rifiuto:
            return type(rifiuto).__name__
        finally:
            connection.close()
        return "fatto"

    with ThreadPoolExecutor(2) as fili:
        return sorted(fili.map(filo, range(2)))


def test_due_clic_insieme_lasciano_una_firma(da_firmare: Accordo, bruno: Utente) -> None:
    ente = bruno.incarichi.get().ente

    assert _insieme(lambda: firma(da_firmare, ente, bruno)) == ["FirmaNonPossibile", "fatto"]
    assert Firma.objects.count() == 1


def test_due_clic_insieme_creano_un_accordo(piano: Piano, ada: Utente) -> None:
    esiti = _insieme(
        lambda: crea_accordo(
            piano, titolo="A", decorrenza=piano.triennio.inizio, scadenza=piano.triennio.fine, autore=ada
        )
    )

    assert esiti == ["AccordoGiaPresente", "fatto"]
    assert Accordo.objects.count() == 1
