"""New tables of a section: blank, or from the templates of chapter 2."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from piani.actions.modelli import aggiungi_modelli
from piani.actions.tabelle_nuove import aggiungi_tabella
from piani.forms.tabelle import ModuloNuovaTabella
from piani.modelli_tabelle import MODELLI
from piani.models import Sezione
from piani.permissions import Parte, esigi_scrittura
from piani.views.comune import sezione_visibile, vai
from utenti.typing import RichiestaUtente


def _sezione(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> Sezione:
    sezione = sezione_visibile(request, codice, triennio, chiave)
    esigi_scrittura(request.user, sezione.piano, sezione.proprietario, Parte.sezione(sezione))
    return sezione


@require_http_methods(["GET", "POST"])
def tabella_nuova(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> HttpResponse:
    """Add a table to a section: blank here, or from a file, or from a template."""
    sezione = _sezione(request, codice, triennio, chiave)
    modulo = ModuloNuovaTabella(request.POST or None)
    if modulo.is_valid():
        nata = aggiungi_tabella(sezione, titolo=modulo.cleaned_data["titolo"], autore=request.user)
        messages.success(request, "La tabella è aggiunta. Dai un nome alle colonne, poi scrivi le righe.")
        return vai("piani:tabella", nata.piano, chiave=nata.chiave)
    presenti = frozenset(sezione.piano.tabelle.values_list("titolo", flat=True))
    modelli = [(m, m.titolo in presenti) for m in MODELLI]
    contesto = {"piano": sezione.piano, "sezione": sezione, "modulo": modulo, "modelli": modelli}
    return render(request, "piani/tabella_nuova.html", contesto, status=422 if modulo.errors else 200)


@require_POST
def tabella_modelli(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> HttpResponse:
    """Add the tables of the chosen templates, with their charts."""
    sezione = _sezione(request, codice, triennio, chiave)
    chiavi = [m.chiave for m in MODELLI] if request.POST.get("tutte") else request.POST.getlist("modello")
    nate = aggiungi_modelli(sezione, chiavi=chiavi, autore=request.user)
    messages.success(
        request,
        "La tabella è aggiunta: riempi le caselle, i totali si calcolano da soli."
        if len(nate) == 1
        else f"Le {len(nate)} tabelle sono aggiunte: riempi le caselle, i totali si calcolano da soli.",
    )
    if len(nate) == 1:
        return vai("piani:tabella", sezione.piano, chiave=nate[0].chiave)
    return vai("piani:sezione", sezione.piano, chiave=sezione.chiave)
