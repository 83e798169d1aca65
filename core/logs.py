"""JSON log lines that carry the id of the request."""

import datetime as dt
import logging
from contextvars import ContextVar

from pythonjsonlogger.json import JsonFormatter

id_richiesta: ContextVar[str] = ContextVar("id_richiesta", default="-")


class FiltroRichiesta(logging.Filter):
    """Adds the id of the current request to each record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Never drops a record."""
        record.richiesta = id_richiesta.get()
        return True


class FormatoJson(JsonFormatter):
    """One JSON object a line; the time is ISO, with milliseconds and the distance from UTC."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 - logging's name
        """Return 2026-11-22T02:31:05.123+01:00, in the time of the machine."""
        return dt.datetime.fromtimestamp(record.created, dt.UTC).astimezone().isoformat(timespec="milliseconds")
