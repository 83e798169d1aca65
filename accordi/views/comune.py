"""What every page of the Accordo does first: find the plan among those that this person may see, and its Accordo."""

from typing import TypeVar

from django.db.models import Model
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from accordi.models import Accordo, Adesione
from accordi.queries import adesioni_visibili_a
from piani.models import Piano
from piani.queries import piani_visibili_a
from utenti.typing import RichiestaUtente

M = TypeVar("M", bound=Model)


def piano_con_accordo(request: RichiestaUtente, codice: str, triennio: str) -> tuple[Piano, Accordo | None]:
    """Return the plan of that address, with its dates, and its Accordo if there is one; or raise 404. One query."""
    piani = piani_visibili_a(request.user).select_related("accordo", "cronologia")
    piano: Piano = get_object_or_404(piani, ambito__ente__codice=codice, triennio__codice=triennio)
    accordo: Accordo | None = getattr(piano, "accordo", None)
    return piano, accordo


def accordo_visibile(request: RichiestaUtente, codice: str, triennio: str) -> Accordo:
    """Return the Accordo of the plan of that address, or raise 404. One query."""
    piano, accordo = piano_con_accordo(request, codice, triennio)
    if accordo is None:
        raise Http404
    accordo.piano = piano
    return accordo


def di(accordo: Accordo, modello: type[M], pk: int) -> M:
    """Return the row of this Accordo with that key, or raise 404."""
    riga: M = get_object_or_404(modello._default_manager, accordo=accordo, pk=pk)
    setattr(riga, "accordo", accordo)  # noqa: B010 - each of those models has it
    return riga


def adesione_visibile(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> Adesione:
    """Return the request of that address, among those that this person may see, or raise 404. One query."""
    trovata: Adesione = get_object_or_404(
        adesioni_visibili_a(request.user),
        piano__ambito__ente__codice=codice,
        piano__triennio__codice=triennio,
        pk=pk,
    )
    return trovata


def vai(nome: str, piano: Piano, **chiavi: int) -> HttpResponseRedirect:
    """Redirect to a page of the room."""
    return HttpResponseRedirect(reverse(f"accordi:{nome}", kwargs={**piano.indirizzo, **chiavi}))


def inviati(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, even if empty; None when the page is only opened."""
    return request.POST if request.method == "POST" else None


def file_inviati(request: HttpRequest) -> "MultiValueDict[str, object] | None":
    """Return the files that were sent."""
    return request.FILES if request.method == "POST" else None  # type: ignore[return-value]  # uploaded files are objects


def stato_di(modulo: BaseForm) -> int:
    """Return 422 when what was sent is not valid, else 200."""
    return 422 if modulo.errors else 200
