"""Who else is here: a small POST from the pages where one writes."""

from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from piani.actions.presenza import lascia, segnala_presenza
from piani.queries_presenza import chi_scrive
from piani.views.comune import piano_visibile
from utenti.permissions import permessi_su
from utenti.roles import Permesso
from utenti.typing import RichiestaUtente

SCRIVONO = frozenset({Permesso.SCRIVERE_PIANO, Permesso.SCRIVERE_SEZIONI_PROPRIE})


@require_POST
def presenza(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """Say where one is (`parte`, `riga`, `da` seconds; `scrive` after a key) or that one has left (`via`); tell who else.

    Only who works on the plan is told. Two queries beside those that find the plan and the person.
    """
    piano = piano_visibile(request, codice, triennio)
    permessi = permessi_su(request.user, piano.ambito)
    if Permesso.LEGGERE_BOZZA not in permessi:
        raise Http404
    parte, da = request.POST.get("parte", ""), request.POST.get("da", "")
    if request.POST.get("via"):
        lascia(piano, parte=parte, autore=request.user)
        return HttpResponse(status=204)
    if parte and SCRIVONO & permessi:
        secondi = int(da) if da.isdecimal() and len(da) < 7 else 0
        riga, scrive = request.POST.get("riga", ""), request.POST.get("scrive") == "1"
        segnala_presenza(piano, parte=parte, riga=riga, da_secondi=secondi, scrive=scrive, autore=request.user)
    return JsonResponse({"presenti": [p.per_pagina() for p in chi_scrive(piano, oltre_a=request.user)]})
