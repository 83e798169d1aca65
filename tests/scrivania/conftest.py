"""The rooms of the tests, for who asks."""

import pytest

from scrivania import fonti
from tests.scrivania.stanze import AGENDA, COMPITI


@pytest.fixture
def stanze_di_prova(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three kinds of things that wait and one of dates."""
    monkeypatch.setattr(fonti, "compiti", lambda: COMPITI)
    monkeypatch.setattr(fonti, "agenda", lambda: AGENDA)
