"""The list of plans, and the page that opens a new one."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from core.exceptions import DatiNonValidi
from core.formati import data
from core.tabelle import Cella, Tabella, esporta
from piani.forms.creazione import ModuloNuovoPiano
from piani.forms.elenco import FiltroPiani
from piani.models import Piano
from piani.queries import piani_leggibili_da
from piani.views.comune import lettore
from utenti.enums import Ruolo
from utenti.models import Incarico
from utenti.permissions import esigi, ha_permesso
from utenti.roles import RUOLI, Permesso
from utenti.typing import RichiestaUtente


def _riga(piano: Piano) -> tuple[Cella, ...]:
    return (
        Cella(piano.ambito.nome, piano.get_absolute_url()),
        Cella(piano.triennio.codice),
        Cella(piano.get_stato_display()),
        Cella(str(piano.ambito.ats), piano.ambito.ats.get_absolute_url()),
        Cella(data(timezone.localdate(piano.modificato_il))),
    )


def tabella_piani(piani: "list[Piano]") -> Tabella:
    """Return plans, with their names loaded, as a table."""
    colonne = ("Ambito", "Triennio", "Stato", "ATS", "Ultima modifica")
    return Tabella("Piani di Zona", colonne, tuple(_riga(p) for p in piani))


def _permessi(request: HttpRequest) -> frozenset[Permesso]:
    """Return what the Incarichi of the request allow, somewhere. No query."""
    incarichi: list[Incarico] = getattr(request, "incarichi", [])
    return frozenset[Permesso]().union(*(RUOLI[Ruolo(i.ruolo)].permessi for i in incarichi))


@login_not_required
@require_safe
def elenco(request: HttpRequest) -> HttpResponse:
    """The plans that this person may see: filtered, in pages, exported as filtered."""
    chi = lettore(request)
    filtro = FiltroPiani(request.GET, queryset=piani_leggibili_da(chi))
    if formato := request.GET.get("formato"):
        return esporta(tabella_piani(list(filtro.qs)), nome="piani", formato=formato)
    pagina = Paginator(filtro.qs, settings.RIGHE_PER_PAGINA).get_page(request.GET.get("pagina"))
    contesto = {
        "filtro": filtro,
        "pagina": pagina,
        "tabella": tabella_piani(list(pagina)),
        "puo_creare": chi is not None and ha_permesso(chi, Permesso.CREARE_PIANO, ambito=None),
        "puo_pubblicare": Permesso.PUBBLICARE_BLOCCHI in _permessi(request),
        "azzera": reverse("piani:elenco"),
    }
    return render(request, "piani/elenco.html", contesto)


@require_http_methods(["GET", "POST"])
def nuovo(request: RichiestaUtente) -> HttpResponse:
    """Choose Ambito and triennium; the plan opens with the chapters of the regional format."""
    esigi(request.user, Permesso.CREARE_PIANO, ambito=None)
    modulo = ModuloNuovoPiano(request.POST or None, utente=request.user)
    if modulo.is_valid():
        try:
            piano = modulo.save()
        except DatiNonValidi as rifiuto:
            modulo.add_error(None, str(rifiuto))
        else:
            messages.success(request, "Il Piano è aperto, con i capitoli del formato regionale. Comincia da uno.")
            return redirect(piano)
    return render(request, "piani/nuovo.html", {"modulo": modulo}, status=422 if modulo.errors else 200)
