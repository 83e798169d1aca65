"""JSON log lines that carry the id of the request."""

import logging
from contextvars import ContextVar

id_richiesta: ContextVar[str] = ContextVar("id_richiesta", default="-")


class FiltroRichiesta(logging.Filter):
    """Adds the id of the current request to each record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Never drops a record."""
        record.richiesta = id_richiesta.get()
        return True
