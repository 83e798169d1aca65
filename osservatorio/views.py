"""The public site: home, search, the Region's bodies, the pages of service. Everything here is open."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django_filters import FilterSet

from ambiti.models import Ats
from ambiti.queries import (
    ambiti_in_elenco,
    ambiti_trovati,
    asst_della,
    ats_in_elenco,
    capofila_di,
    che_si_chiamano,
    comuni_di,
    comuni_in_elenco,
    distretti_della,
    popolazione_di,
    prima_chi_comincia,
)
from core.glossario import VOCI
from core.tabelle import Tabella, esporta
from core.testo import riga
from osservatorio.elenchi import tabella_ambiti, tabella_ats, tabella_comuni
from osservatorio.forms import FiltroAmbiti, FiltroComuni
from osservatorio.queries import ambiti_con_piani, piani_mostrabili, piani_per_ats
from tavoli.queries import avvisi_aperti
from utenti.models import Utente

MASSIMO_RICERCA = 20
AVVISI_IN_HOME = 5


def _elenco(
    request: HttpRequest, filtro: FilterSet, tabella: Callable[[Iterable[Any]], Tabella], *, nome: str, modello: str
) -> HttpResponse:
    """A filtered list, in pages, or exported as filtered."""
    if formato := request.GET.get("formato"):
        return esporta(tabella(filtro.qs), nome=nome, formato=formato)
    pagina = Paginator(filtro.qs, settings.RIGHE_PER_PAGINA).get_page(request.GET.get("pagina"))
    contesto = {"filtro": filtro, "pagina": pagina, "tabella": tabella(pagina)}
    return render(request, modello, contesto)


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What a Piano di Zona is, where to look for a Comune, the open notices, the published plans."""
    contesto = {"gruppi": piani_per_ats(), "avvisi": list(avvisi_aperti()[:AVVISI_IN_HOME])}
    return render(request, "osservatorio/home.html", contesto)


@login_not_required
@require_safe
def cerca(request: HttpRequest) -> HttpResponse:
    """Ambiti and Comuni that hold the words, a few of each; the lists have them all."""
    testo = riga(request.GET.get("q", "")[:100])
    contesto: dict[str, object] = {"q": testo}
    if testo:
        ordine = prima_chi_comincia(testo), "ente__nome"
        ambiti = ambiti_in_elenco().filter(ambiti_trovati(testo)).order_by(*ordine)
        comuni = comuni_in_elenco().filter(che_si_chiamano(testo)).order_by(*ordine)
        contesto |= {
            "ambiti": ambiti[:MASSIMO_RICERCA],
            "comuni": comuni[:MASSIMO_RICERCA],
            "massimo": MASSIMO_RICERCA,
        }
    return render(request, "osservatorio/cerca.html", contesto)


@login_not_required
@require_safe
def ambiti(request: HttpRequest) -> HttpResponse:
    """All the Ambiti: filtered, in pages, exported as filtered."""
    return _elenco(
        request,
        FiltroAmbiti(request.GET, queryset=ambiti_con_piani()),
        tabella_ambiti,
        nome="ambiti",
        modello="osservatorio/ambiti.html",
    )


@login_not_required
@require_safe
def ambito(request: HttpRequest, codice: str) -> HttpResponse:
    """One Ambito: its codes, bodies, Comuni, people, plans."""
    trovato = get_object_or_404(ambiti_in_elenco(), ente__codice=codice)
    contesto = {
        "ambito": trovato,
        "comuni": comuni_di(trovato),
        "capofila": capofila_di(trovato),
        "popolazione": popolazione_di(trovato),
        "piani": piani_mostrabili(trovato, request.user if isinstance(request.user, Utente) else None),
    }
    return render(request, "osservatorio/ambito.html", contesto)


@login_not_required
@require_safe
def comuni(request: HttpRequest) -> HttpResponse:
    """All the Comuni, each with its Ambito or the note that it is not known yet."""
    return _elenco(
        request,
        FiltroComuni(request.GET, queryset=comuni_in_elenco()),
        tabella_comuni,
        nome="comuni",
        modello="osservatorio/comuni.html",
    )


@login_not_required
@require_safe
def ats_elenco(request: HttpRequest) -> HttpResponse:
    """The ATS."""
    tabella = tabella_ats(ats_in_elenco())
    if formato := request.GET.get("formato"):
        return esporta(tabella, nome="ats", formato=formato)
    return render(request, "osservatorio/ats_elenco.html", {"tabella": tabella})


@login_not_required
@require_safe
def ats(request: HttpRequest, codice: str) -> HttpResponse:
    """One ATS: its Ambiti, ASST and distretti."""
    trovata = get_object_or_404(Ats.objects.select_related("ente"), ente__codice=codice)
    contesto = {
        "ats": trovata,
        "tabella": tabella_ambiti(ambiti_con_piani().filter(ats=trovata)),
        "asst": asst_della(trovata),
        "distretti": distretti_della(trovata),
    }
    return render(request, "osservatorio/ats.html", contesto)


@login_not_required
@require_safe
def glossario(request: HttpRequest) -> HttpResponse:
    """The words of the law, in plain Italian."""
    return render(request, "osservatorio/glossario.html", {"voci": VOCI})


@login_not_required
@require_safe
def accessibilita(request: HttpRequest) -> HttpResponse:
    """What we know of the portal's accessibility, and how to tell us."""
    return render(request, "osservatorio/accessibilita.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What the portal keeps of who uses it."""
    return render(request, "osservatorio/privacy.html")
