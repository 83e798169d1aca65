"""The prints of a plan: how far they are, what is ready, a button for a new one."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.exceptions import DatiNonValidi
from documenti.enums import StatoLavoro
from documenti.risposte import risposta_file
from obiettivi.enums import Specie
from piani.actions.stampe import chiedi_stampa
from piani.carta import CONFRONTO, PARTE_ACCORDO
from piani.forms.stampe import ModuloStampa
from piani.models import Piano, Stampa
from piani.queries_stampe import stampe_del, stampe_visibili_a
from piani.views.comune import lettore, piano_visibile
from utenti.permissions import ha_permesso
from utenti.roles import Permesso
from utenti.typing import RichiestaUtente


def _contesto(request: RichiestaUtente, piano: Piano) -> dict[str, object]:
    pagina = Paginator(stampe_del(piano, request.user), settings.RIGHE_PER_PAGINA).get_page(request.GET.get("pagina"))
    righe = list(pagina)
    return {
        "piano": piano,
        "pagina": pagina,
        "stampe": [(_nome(s), s) for s in righe],
        "in_corso": any(s.lavoro.aperto for s in righe),
    }


def _nome(stampa: Stampa) -> str:
    if stampa.scheda == PARTE_ACCORDO:
        return "Accordo di Programma"
    if stampa.scheda.startswith(CONFRONTO):
        return f"Confronto con la versione {stampa.scheda.removeprefix(CONFRONTO)}"
    specie, _, codice = stampa.scheda.partition(":")
    if not codice:
        return "Tutto il Piano"
    return f"Esito {codice}" if specie == Specie.ESITO else f"Scheda {codice}"


@require_safe
def stampe(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """The list; only its rows when htmx asks again while a print is under way."""
    piano = piano_visibile(request, codice, triennio)
    contesto = _contesto(request, piano)
    if request.headers.get("HX-Request"):
        return render(request, "piani/stampa/_stampe.html", contesto)
    puo = ha_permesso(request.user, Permesso.STAMPARE, ambito=piano.ambito)
    return render(request, "piani/stampa/stampe.html", {**contesto, "modulo": ModuloStampa(piano) if puo else None})


@require_POST
def stampa_nuova(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """Freeze the plan as it stands and put its print in the queue."""
    piano = piano_visibile(request, codice, triennio)
    modulo = ModuloStampa(piano, request.POST)
    if not modulo.is_valid():
        raise DatiNonValidi("Nel Piano non c'è questa scheda. Non è stato stampato nulla: torna alle stampe e riprova.")
    stampa = chiedi_stampa(piano, autore=request.user, scheda=modulo.cleaned_data["scheda"])
    if stampa.lavoro.stato == StatoLavoro.RIUSCITO:
        messages.info(request, "Il contenuto non è cambiato: la stampa c'è già, la trovi qui sotto.")
    else:
        messages.success(request, "La stampa è in coda. Puoi lasciare questa pagina: va avanti da sola.")
    return redirect("piani:stampe", codice=codice, triennio=triennio)


@login_not_required
@require_safe
def stampa_scarica(request: HttpRequest, codice: str, triennio: str, pk: int) -> HttpResponse:
    """The file of a print, for who may have it: anyone, when the plan is public and it is not a draft."""
    piano = piano_visibile(request, codice, triennio)
    stampa = get_object_or_404(stampe_visibili_a(lettore(request)), versione__piano=piano, pk=pk)
    if stampa.lavoro.risultato is None:
        raise Http404
    return risposta_file(stampa.lavoro.risultato, stampa.lavoro.nome_file or f"stampa-{stampa.pk}.pdf")
