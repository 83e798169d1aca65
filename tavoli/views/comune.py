"""What the pages of a table do first: find it, among those that this person may see."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from ambiti.models import Ente
from tavoli.models import Tavolo
from tavoli.permissions import esigi_di_gestire
from tavoli.queries import tavoli_visibili_a
from utenti.enums import Ruolo
from utenti.models import Incarico, Utente
from utenti.roles import RUOLI, Permesso
from utenti.typing import RichiestaUtente


def lettore(request: HttpRequest) -> Utente | None:
    """Return who is reading, or None for a visitor."""
    return request.user if isinstance(request.user, Utente) else None


def incarichi_al_tavolo(request: HttpRequest) -> list[Incarico]:
    """Return the Incarichi of the session that may sit at tables: no query, the middleware has them."""
    incarichi: list[Incarico] = getattr(request, "incarichi", [])
    return [i for i in incarichi if Permesso.PARTECIPARE_AI_TAVOLI in RUOLI[Ruolo(i.ruolo)].permessi]


def gestisce_tavoli(request: HttpRequest) -> bool:
    """Whether an Incarico of the session keeps tables somewhere: no query. For the entries of a page, not for an act."""
    incarichi: list[Incarico] = getattr(request, "incarichi", [])
    return any(Permesso.GESTIRE_TAVOLI in RUOLI[Ruolo(i.ruolo)].permessi for i in incarichi)


def tavolo_gestito(request: RichiestaUtente, pk: int) -> Tavolo:
    """Return a table that the person keeps. 404 for who may not see it, NonPermesso for who sees it and does not keep it."""
    tavolo: Tavolo = get_object_or_404(tavoli_visibili_a(request.user), pk=pk)
    esigi_di_gestire(request.user, tavolo)
    return tavolo


def iniziale_ente(request: RichiestaUtente, enti: "QuerySet[Ente]") -> dict[str, object]:
    """Return the body to propose: that of the Incarico worn."""
    veste = request.user.veste
    return {"ente": veste.ente_id} if veste is not None else {}


def al_tavolo(tavolo: Tavolo, ancora: str = "") -> HttpResponseRedirect:
    """Go to the page of the table, at one of its parts."""
    return HttpResponseRedirect(f"{tavolo.get_absolute_url()}{'#' + ancora if ancora else ''}")


def vai(nome: str, **chiavi: object) -> HttpResponseRedirect:
    """Go to a page of the room."""
    return redirect(reverse(f"tavoli:{nome}", kwargs=chiavi))
