"""The hat worn in this session."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from utenti.models import Incarico, Utente
from utenti.typing import RichiestaUtente

CHIAVE_SESSIONE = "incarico"


def _attivo(request: HttpRequest) -> Incarico | None:
    utente = request.user
    if not isinstance(utente, Utente):
        return None
    in_corso = list(Incarico.objects.in_corso().filter(utente=utente).select_related("ente"))
    scelto = request.session.get(CHIAVE_SESSIONE)
    return next((i for i in in_corso if i.pk == scelto), in_corso[0] if in_corso else None)


def incarico_attivo(successivo: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Put on the request the Incarico in force that the person chose, or the first."""

    def middleware(request: HttpRequest) -> HttpResponse:
        cast("RichiestaUtente", request).incarico = cast("Incarico", SimpleLazyObject(lambda: _attivo(request)))
        return successivo(request)

    return middleware
