"""The mark of reading: a small POST of the person who reads."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from piani.actions.letture import segna_letto
from piani.views.comune import piano_leggibile, vai
from utenti.typing import RichiestaUtente


@require_POST
def letto(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """Remember up to where the reader has read. The script's answer has no body."""
    piano = piano_leggibile(request, codice, triennio)
    segna_letto(piano, segno=request.POST.get("segno", ""), autore=request.user)
    if request.POST.get("da_solo"):
        return HttpResponse(status=204)
    messages.success(request, "Segnato: d'ora in poi ti diciamo che cosa cambia da qui.")
    torna = request.POST.get("torna", "")
    if torna and url_has_allowed_host_and_scheme(torna, {request.get_host()}, require_https=request.is_secure()):
        return redirect(torna)
    return vai("piani:leggi", piano)
