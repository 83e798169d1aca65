"""The table from which a body registered itself: kept in the session, so that who accepts the invitation goes back to it.

The session keeps the key of an announced table, never an address typed by somebody.
"""

from django.http import HttpRequest

from tavoli.models import Tavolo
from tavoli.queries import tavoli_pubblici

CHIAVE = "tavoli_partenza"


def tavolo_chiesto(request: HttpRequest) -> Tavolo | None:
    """Return the announced table named by `tavolo` in the address; None without one."""
    chiesto = request.GET.get("tavolo", "")
    return _annunciato(int(chiesto)) if chiesto.isascii() and chiesto.isdecimal() and len(chiesto) < 10 else None


def segna_partenza(request: HttpRequest, tavolo: Tavolo | None) -> None:
    """Remember the table, or forget the one remembered before."""
    if tavolo is not None:
        request.session[CHIAVE] = tavolo.pk
    else:
        request.session.pop(CHIAVE, None)


def tavolo_di_partenza(request: HttpRequest) -> Tavolo | None:
    """Return the table remembered; None without one. One query, and none when there is nothing to look for."""
    pk = request.session.get(CHIAVE)
    return _annunciato(pk) if isinstance(pk, int) else None


def _annunciato(pk: int) -> Tavolo | None:
    return tavoli_pubblici().filter(pk=pk).first()
