"""Comments on a plan: all of them, those of a part with the form, and the mark of what is settled."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import DatiNonValidi, NonPermesso
from core.formati import quando
from core.tabelle import Cella, Tabella, esporta
from piani.actions.commenti import commenta, perche_non_commenta, risolvi
from piani.enums import SpecieParte
from piani.forms.commenti import FiltroCommenti, ModuloCommento
from piani.models import Commento, Piano
from piani.queries_commenti import Parti, commenti_visibili_a, incarico_che_commenta, legge_da_un_tavolo
from piani.views.comune import piano_leggibile, vai
from utenti.permissions import permessi_su
from utenti.roles import Permesso
from utenti.typing import RichiestaUtente


def _piano(request: RichiestaUtente, codice: str, triennio: str) -> tuple[Piano, frozenset[Permesso]]:
    """Return the plan and what the reader may do over its Ambito; 404 for who reads none of its comments."""
    piano = piano_leggibile(request, codice, triennio)
    permessi = permessi_su(request.user, piano.ambito)
    if Permesso.LEGGERE_BOZZA not in permessi and not legge_da_un_tavolo(request.user, piano):
        raise Http404
    return piano, permessi


def _tabella(piano: Piano, commenti: list[Commento], *, tutti: bool) -> Tabella:
    parti = Parti(piano)
    righe = []
    for commento in commenti:
        parte = parti.trova(commento.specie, commento.parte)
        chi = f"{commento.ente} ({commento.autore})" if tutti else str(commento.ente)
        righe.append(
            (
                Cella(parte.nome, parte.commenti_url) if parte else Cella("Una parte che non c'è più"),
                Cella(commento.testo),
                Cella(chi),
                Cella(quando(timezone.localtime(commento.scritto_il))),
                Cella("Risolto" if commento.risolto_il else "Da risolvere"),
            )
        )
    return Tabella("Commenti al Piano", ("Parte", "Commento", "Chi", "Quando", "A che punto è"), tuple(righe))


@require_safe
def commenti(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """All the comments that the reader may see: filtered, in pages, exported by who works on the plan."""
    piano, permessi = _piano(request, codice, triennio)
    tutti = Permesso.LEGGERE_BOZZA in permessi
    visti = commenti_visibili_a(request.user, piano, tutti=tutti).order_by("-scritto_il", "-pk")
    filtro = FiltroCommenti(request.GET, queryset=visti)
    if tutti and (formato := request.GET.get("formato")):
        return esporta(
            _tabella(piano, list(filtro.qs), tutti=tutti), nome=f"commenti-{codice}-{triennio}", formato=formato
        )
    pagina = Paginator(filtro.qs, settings.RIGHE_PER_PAGINA).get_page(request.GET.get("pagina"))
    contesto = {
        "piano": piano,
        "filtro": filtro,
        "pagina": pagina,
        "tutti": tutti,
        "tabella": _tabella(piano, list(pagina), tutti=tutti),
    }
    return render(request, "piani/commenti.html", contesto)


@require_http_methods(["GET", "HEAD", "POST"])
def commenti_parte(request: RichiestaUtente, codice: str, triennio: str, specie: str, parte: str) -> HttpResponse:
    """The comments of a part, and the form for one more."""
    piano, permessi = _piano(request, codice, triennio)
    tutti = Permesso.LEGGERE_BOZZA in permessi
    trovata = Parti(piano).trova(specie, parte)
    if trovata is None:
        raise Http404
    incarico = incarico_che_commenta(request.user, piano)
    if request.method == "POST" and incarico is None:
        raise NonPermesso(perche_non_commenta(request.user, piano))
    modulo = ModuloCommento(request.POST if request.method == "POST" else None, da_ufficio=tutti)
    if request.method == "POST" and modulo.is_valid():
        try:
            commenta(piano, specie=SpecieParte(specie), parte=parte, autore=request.user, **modulo.cleaned_data)
        except DatiNonValidi as rifiuto:
            modulo.add_error(None, str(rifiuto))
        else:
            messages.success(request, "Il commento è arrivato all'Ufficio di Piano.")
            return HttpResponseRedirect(trovata.commenti_url)
    contesto = {
        "piano": piano,
        "parte": trovata,
        "commenti": commenti_visibili_a(request.user, piano, tutti=tutti).filter(specie=specie, parte=parte),
        "tutti": tutti,
        "incarico": incarico,
        "perche_no": "" if incarico else perche_non_commenta(request.user, piano),
        "risolve": Permesso.SCRIVERE_PIANO in permessi,
        "modulo": modulo,
    }
    return render(request, "piani/commenti_parte.html", contesto, status=422 if modulo.errors else 200)


@require_POST
def commento_risolvi(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> HttpResponse:
    """Mark a comment as settled."""
    piano, permessi = _piano(request, codice, triennio)
    tutti = Permesso.LEGGERE_BOZZA in permessi
    commento = get_object_or_404(commenti_visibili_a(request.user, piano, tutti=tutti), pk=pk)
    commento.piano = piano
    risolvi(commento, autore=request.user)
    messages.success(request, "Il commento è segnato come risolto.")
    parte = Parti(piano).trova(commento.specie, commento.parte)
    return HttpResponseRedirect(parte.commenti_url) if parte else vai("piani:commenti", piano)
