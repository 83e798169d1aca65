"""The harness: settings of a test, the client, the browser, people, a little Region."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings as impostazioni
from django.core.cache import cache
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings
from hypothesis import settings as esempi
from pytest_django import DjangoDbBlocker, Settings

from tests.cliente import Cliente
from utenti.models import Utente

# Half the examples of Hypothesis's own default, no clock on each, and always the same: what the suite says depends on
# the code alone. `ESEMPI=cerca` goes hunting with new ones; what it finds becomes an @example.
esempi.register_profile("casa", max_examples=50, deadline=None, derandomize=True)
esempi.register_profile("cerca", max_examples=1000, deadline=None)
esempi.load_profile(os.environ.get("ESEMPI", "casa"))

pytest_plugins = ["tests.cast", "tests.mondo", "tests.browser"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what opens Chromium; skip what was already done once, and what SQLite cannot show."""
    su_sqlite = impostazioni.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    for prova in items:
        if "chromium" in getattr(prova, "fixturenames", ()):
            prova.add_marker("browser")
        if os.environ.get("SALTA_STORIE") == "1" and prova.get_closest_marker("con_postgresql"):
            prova.add_marker(pytest.mark.skip(reason="la esegue il secondo giro (SALTA_STORIE=1)"))
        if os.environ.get("SALTA_UNICI") == "1" and _basta_una_volta(prova):
            prova.add_marker(pytest.mark.skip(reason="già eseguita nel primo giro (SALTA_UNICI=1)"))
        if su_sqlite and prova.get_closest_marker("postgresql"):
            prova.add_marker(pytest.mark.skip(reason="vuole i blocchi di riga di PostgreSQL (DATABASE_URL)"))
    _lunghi_per_primi(items)


def _basta_una_volta(prova: pytest.Item) -> bool:
    """Whether a test says the same on both databases: it asks for none, or looks at one page in Chromium (stories do not)."""
    if prova.get_closest_marker("una_volta"):
        return True
    chieste = {"db", "transactional_db", "live_server"} & set(getattr(prova, "fixturenames", ()))
    if not chieste and prova.get_closest_marker("django_db") is None:
        return True
    return prova.get_closest_marker("browser") is not None and "storie" not in prova.path.parts


def _lunghi_per_primi(items: list[pytest.Item]) -> None:
    """Put the files that take long first, whole: two workers then end together. The rest keeps its random order."""
    lunghi = {p.path for p in items if p.get_closest_marker("lento") or p.get_closest_marker("browser")}
    posti: dict[Path, int] = {}
    for prova in items:
        posti.setdefault(prova.path, len(posti))
    items.sort(key=lambda prova: (prova.path not in lunghi, posti[prova.path]))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The tables come from the models (``--nomigrations``): say which migrations they amount to, as the copies ask.

    That the migrations lead to the same tables is the business of `make check`, and of the copy restored elsewhere.
    Before PostgreSQL drops the database, close what the live server's kept-alive threads still hold open.
    """
    with django_db_blocker.unblock(), override_settings(MIGRATION_MODULES={}):
        registro = MigrationRecorder(connection)
        registro.ensure_schema()
        for app, nome in MigrationLoader(None).disk_migrations:
            registro.record_applied(app, nome)
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursore:
            cursore.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(autouse=True)
def conservati(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stored files of a test lie in its own folder, also for the processes it starts."""
    cartella = tmp_path / "conservati"
    settings.CONSERVATI_DIR = cartella
    monkeypatch.setenv("CONSERVATI_DIR", str(cartella))
    return cartella


@pytest.fixture(autouse=True)
def cache_vuota(request: pytest.FixtureRequest, _django_db_helper: None) -> None:
    """Start from an empty cache.

    The tests use the real one (the table that Django's runner makes, Redis where `REDIS_URL` is set), because rate
    limits and heartbeats must hold on what runs; and neither is undone with the test's transaction.
    """
    usa_dati = request.node.get_closest_marker("django_db") or {"db", "transactional_db"} & set(request.fixturenames)
    if usa_dati or impostazioni.REDIS_URL:
        cache.clear()


@pytest.fixture
def client() -> Cliente:
    """A visitor without account."""
    return Cliente()


@pytest.fixture
def come(db: None) -> Callable[[Utente], Cliente]:
    """A function that returns the client of a person: ``come(ada).get(...)``."""

    def entra(utente: Utente) -> Cliente:
        cliente = Cliente()
        cliente.force_login(utente)
        return cliente

    return entra


@pytest.fixture
def regione_minima(db: None) -> dict[str, int]:
    """The Region's catalogue (areas, points, LEPS, formats, funds, periods), without the bodies."""
    from tests.catalogo import catalogo

    return catalogo()


@pytest.fixture
def su_sqlite() -> bool:
    """Whether the database is the embedded one."""
    return connection.vendor == "sqlite"
