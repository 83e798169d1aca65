"""One's own notices: all of them, and what marks them as read."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from utenti.avvisi import segna_letti
from utenti.forms import FiltroAvvisi
from utenti.models import Avviso
from utenti.queries import avvisi_di
from utenti.typing import RichiestaUtente


def _torna(request: RichiestaUtente, dove: str) -> HttpResponse:
    """Go to a page of the portal, or to the list of the notices."""
    sicuro = url_has_allowed_host_and_scheme(
        dove, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(dove if sicuro else "utenti:avvisi")


@require_GET
def avvisi(request: RichiestaUtente) -> HttpResponse:
    """All one's notices, with search, what is to read, and pages."""
    filtro = FiltroAvvisi(request.GET, queryset=avvisi_di(request.user))
    pagina = Paginator(filtro.qs, settings.RIGHE_PER_PAGINA).get_page(request.GET.get("pagina"))
    da_leggere = avvisi_di(request.user).filter(letto_il=None).count()
    return render(request, "utenti/avvisi.html", {"filtro": filtro, "pagina": pagina, "da_leggere": da_leggere})


@require_POST
def letto(request: RichiestaUtente, pk: int) -> HttpResponse:
    """Mark a notice as read; with `apri` go to the page that it names, without it where the person was."""
    avviso: Avviso = get_object_or_404(avvisi_di(request.user), pk=pk)
    segna_letti(request.user, [avviso.pk])
    return _torna(request, avviso.url if "apri" in request.POST else request.POST.get("next", ""))


@require_POST
def tutti_letti(request: RichiestaUtente) -> HttpResponse:
    """Mark all one's notices as read."""
    quanti = segna_letti(request.user)
    frasi = {0: "Non c'era nessun avviso da leggere.", 1: "Un avviso segnato come letto."}
    messages.success(request, frasi.get(quanti, f"{quanti} avvisi segnati come letti."))
    return _torna(request, request.POST.get("next", ""))
