"""What every page of a plan does first: find the plan, among those that this person may see."""

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.exceptions import DatiNonValidi
from piani.models import Piano, Sezione, Tabella
from piani.queries import piani_leggibili_da, piani_visibili_a, sezioni_affidate
from utenti.models import Utente


def lettore(request: HttpRequest) -> Utente | None:
    """Return who is reading, or None for a visitor."""
    return request.user if isinstance(request.user, Utente) else None


def piano_visibile(request: HttpRequest, codice: str, triennio: str) -> Piano:
    """Return the plan of that address, or 404. One query."""
    return get_object_or_404(piani_visibili_a(lettore(request)), ambito__ente__codice=codice, triennio__codice=triennio)


def piano_leggibile(request: HttpRequest, codice: str, triennio: str) -> Piano:
    """Return the plan of that address, also for the members of a table: only the reading pages ask here. One query."""
    piani = piani_leggibili_da(lettore(request))
    return get_object_or_404(piani, ambito__ente__codice=codice, triennio__codice=triennio)


def piano_per_scrivere(request: HttpRequest, codice: str, triennio: str) -> "tuple[Piano, bool]":
    """Return the plan of that address, and whether one sees its rooms: who only reads it may still write a preface that
    the plan gave to one's own body. One query."""
    chi = lettore(request)
    piani = piani_leggibili_da(chi).annotate(da_dentro=Exists(piani_visibili_a(chi).filter(pk=OuterRef("pk"))))
    piano = get_object_or_404(piani, ambito__ente__codice=codice, triennio__codice=triennio)
    return piano, bool(getattr(piano, "da_dentro", False))


def sezione_visibile(request: HttpRequest, codice: str, triennio: str, chiave: str) -> Sezione:
    """Return a section of a plan one may see, or 404. Two queries."""
    piano = piano_visibile(request, codice, triennio)
    sezione = get_object_or_404(piano.sezioni.select_related("proprietario", "voce_formato"), chiave=chiave)
    sezione.piano = piano
    return sezione


def sezione_da_scrivere(request: HttpRequest, codice: str, triennio: str, chiave: str) -> "tuple[Sezione, bool]":
    """Return a section of a plan one may see, or the preface that a plan gives to one's own body, and whether one sees
    the rooms of the plan; or 404. Two queries."""
    piano, da_dentro = piano_per_scrivere(request, codice, triennio)
    sezioni = piano.sezioni.select_related("proprietario", "voce_formato")
    if not da_dentro:
        sezioni = sezioni.filter(pk__in=sezioni_affidate(lettore(request)))
    sezione = get_object_or_404(sezioni, chiave=chiave)
    sezione.piano = piano
    return sezione, da_dentro


def tabella_visibile(request: HttpRequest, codice: str, triennio: str, chiave: str) -> Tabella:
    """Return a table of a plan one may see, or 404. Two queries."""
    piano = piano_visibile(request, codice, triennio)
    tabella = get_object_or_404(piano.tabelle.select_related("sezione__proprietario", "dati"), chiave=chiave)
    tabella.piano = piano
    return tabella


def revisione(request: HttpRequest) -> int:
    """Return the revision that the form was made from. Raises DatiNonValidi when the form does not say it."""
    testo = request.POST.get("revisione", "")
    if not testo.isdecimal():
        raise DatiNonValidi("Il modulo è arrivato incompleto. Non è cambiato nulla: ricarica la pagina e riprova.")
    return int(testo)


def vai(nome: str, piano: Piano, **chiavi: str) -> HttpResponseRedirect:
    """Go to a page of the plan: `nome` as "piani:sezione", `chiavi` what follows the plan in its address."""
    return HttpResponseRedirect(reverse(nome, kwargs={**piano.indirizzo, **chiavi}))
