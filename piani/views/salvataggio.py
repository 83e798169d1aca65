"""What the pages that save by themselves say and hear: short answers in JSON, through the same door as the button."""

import re

from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from core.exceptions import NonPermesso
from core.storia import A_MANO, SCELTI, Modo
from utenti.typing import RichiestaUtente

_PAGINA = re.compile(r"[0-9a-z]{1,16}")
_INVIO = re.compile(r"[0-9]{1,7}")
ALTRA_PERSONA = (
    "In questo browser ora lavora un'altra persona: il testo non si salva a suo nome. Non è cambiato nulla. "
    "Rientra con il tuo account, poi si salva da solo."
)


def da_script(request: HttpRequest) -> bool:
    """Whether the page's script asks, and wants a short answer."""
    return request.headers.get("X-Requested-With") == "fetch"


def modo_di(request: HttpRequest) -> Modo:
    """Return how the row is being saved: by a page, by a button, by a choice after a conflict."""
    pagina = request.headers.get("X-Pagina", "")
    if da_script(request) and _PAGINA.fullmatch(pagina):
        invio = request.headers.get("X-Invio", "")
        return Modo(pagina=pagina, invio=int(invio) if _INVIO.fullmatch(invio) else 0)
    motivo = SCELTI.get(request.POST.get("scelta", ""), "")
    return Modo(motivo=motivo) if motivo else A_MANO


def esigi_stessa_persona(request: RichiestaUtente) -> None:
    """Refuse what a page left open by somebody else sends with the session of who logged in after. Raises NonPermesso."""
    chi = request.headers.get("X-Persona", "")
    if chi and chi != str(request.user.pk):
        raise NonPermesso(ALTRA_PERSONA)


def salvato(
    revisione: int,
    *,
    avviso: str = "",
    frammenti: dict[str, str] | None = None,
    valori: dict[str, str] | None = None,
) -> JsonResponse:
    """Say that the text is safe: the new revision, the hour, what else the page must show (by id).

    `valori` are fields of the form that others, or the portal, have written meanwhile: the page puts them where the
    person has not typed.
    """
    ora = f"{timezone.localtime():%H:%M}"
    risposta = {"revisione": revisione, "ora": ora, "avviso": avviso, "frammenti": frammenti or {}}
    return JsonResponse({**risposta, "valori": valori} if valori else risposta)


def non_salvato(frase: str, *, stato: int) -> JsonResponse:
    """Say why the text is not saved: 409 somebody saved meanwhile, 422 it is not as it should be."""
    return JsonResponse({"frase": frase}, status=stato)
