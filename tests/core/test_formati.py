"""Italian formats, in Python and in templates."""

import datetime as dt

import pytest
from django.template import Context, Template

ISTANTE = dt.datetime(2026, 11, 22, 1, 31, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("istante", "scritto"),
    [
        (ISTANTE, "22\u00a0novembre 2026, ore 02.31"),
        (ISTANTE.replace(month=7), "22\u00a0luglio 2026, ore 03.31"),
        (None, ""),
    ],
)
def test_un_istante_si_legge_con_l_ora_di_casa(istante: dt.datetime | None, scritto: str) -> None:
    assert Template("{{ istante|quando }}").render(Context({"istante": istante})) == scritto
