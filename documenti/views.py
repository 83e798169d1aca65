"""Pages of a job: how far it is, download, for who asked for it or may have its result; cancel, for who asked."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from documenti import actions
from documenti.lavori import solo_chi_chiede
from documenti.models import Lavoro
from documenti.permissions import esigi_di_annullare
from documenti.queries import lavoro_visibile_a, puo_scaricare
from documenti.risposte import risposta_file


def _visibile(request: HttpRequest, pk: int) -> Lavoro:
    trovato = lavoro_visibile_a(request.user, pk)
    if trovato is None:
        raise Http404
    return trovato


@never_cache
@require_GET
def lavoro(request: HttpRequest, pk: int) -> HttpResponse:
    """The page that follows a job."""
    trovato = _visibile(request, pk)
    return render(request, "documenti/lavoro.html", _contesto(request, trovato))


@never_cache
@require_GET
def avanzamento(request: HttpRequest, pk: int) -> HttpResponse:
    """The fragment that htmx asks for every two seconds; 204, so nothing is read aloud again, if nothing changed."""
    trovato = _visibile(request, pk)
    contesto = _contesto(request, trovato)
    if trovato.aperto and request.GET.get("visto") == contesto["visto"]:
        return HttpResponse(status=204)
    return render(request, "documenti/_avanzamento.html", contesto)


def _contesto(request: HttpRequest, trovato: Lavoro) -> dict[str, object]:
    return {
        "lavoro": trovato,
        "visto": f"{trovato.stato}-{trovato.percento}-{trovato.annullo_chiesto}",
        "scaricabile": puo_scaricare(request.user, trovato),
        "mio": solo_chi_chiede(request.user, trovato),
    }


@never_cache
@require_http_methods(["GET", "POST"])
def annulla(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for confirmation, then cancel."""
    trovato = _visibile(request, pk)
    if request.method != "POST":
        esigi_di_annullare(request.user, trovato)
        return render(request, "components/conferma.html", _domanda(trovato))
    actions.annulla(trovato, autore=request.user)
    return redirect(trovato)


def _domanda(trovato: Lavoro) -> dict[str, object]:
    return {
        "titolo": "Annullare il lavoro?",
        "testo": "Il lavoro si ferma e non produce nulla. I tuoi dati restano come sono: puoi chiederlo di nuovo. "
        "Se intanto altri hanno chiesto la stessa cosa, si ferma anche per loro.",
        "azione": "Annulla il lavoro",
        "indietro": trovato.get_absolute_url(),
    }


@require_GET
def scarica(request: HttpRequest, pk: int) -> HttpResponse:
    """The result, for whom the kind of job allows."""
    trovato = get_object_or_404(Lavoro.objects.select_related("risultato"), pk=pk)
    if trovato.risultato is None or not puo_scaricare(request.user, trovato):
        raise Http404
    return risposta_file(trovato.risultato, trovato.nome_file or f"lavoro-{trovato.pk}")
