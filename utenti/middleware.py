"""The hat worn in this session."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse

from utenti.models import Utente
from utenti.queries import con_da_leggere, incarichi_di
from utenti.typing import RichiestaUtente

CHIAVE_SESSIONE = "incarico"


def incarico_attivo(successivo: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Put on the request the Incarichi in force and the one the person chose, or the first (on `user.veste` too).

    The roles held go on `user.ruoli_noti`: the queries of the permissions then speak of those alone.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        richiesta = cast("RichiestaUtente", request)
        richiesta.incarichi, richiesta.incarico = [], None
        if isinstance(request.user, Utente):
            richiesta.incarichi = list(con_da_leggere(incarichi_di(request.user).select_related("ente")))
            scelto = request.session.get(CHIAVE_SESSIONE)
            in_ordine = sorted(richiesta.incarichi, key=lambda incarico: incarico.pk != scelto)
            richiesta.incarico = in_ordine[0] if in_ordine else None
            request.user.veste = richiesta.incarico
            request.user.ruoli_noti = frozenset(incarico.ruolo for incarico in richiesta.incarichi)
        return successivo(request)

    return middleware
