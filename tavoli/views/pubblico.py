"""What anyone sees: the notices, the page of a table, its papers; and the registration of a body."""

from collections.abc import Iterable

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core.exceptions import DatiNonValidi
from core.formati import data, elenco, numero
from core.tabelle import Cella, Tabella, esporta
from documenti.risposte import risposta_file
from piani.queries import piani_leggibili_da
from tavoli.actions.registrazione import registra_ente
from tavoli.actions.tavoli import mancanze
from tavoli.enums import FaseAvviso
from tavoli.exceptions import EnteConPersone, TroppeRegistrazioni
from tavoli.forms.elenco import FiltroTavoli
from tavoli.forms.partecipare import ModuloRegistrazione
from tavoli.models import Tavolo
from tavoli.partenza import segna_partenza, tavolo_chiesto, tavolo_di_partenza
from tavoli.queries import (
    collegati_in_pagina,
    conti_del_tavolo,
    documenti_visibili_a,
    domande_in_pagina,
    incontri_visibili_a,
    tavoli_con_diritti,
    tavoli_del,
    tavoli_in_elenco,
    temi_di,
)
from tavoli.views.comune import gestisce_tavoli, incarichi_al_tavolo, lettore


def _domande(tavolo: Tavolo) -> str:
    """Return when one may ask, in a cell."""
    match tavolo.fase:
        case FaseAvviso.APERTO if tavolo.giorni == 0:
            return "Ultimo giorno, oggi"
        case FaseAvviso.APERTO:
            mancano = "manca un giorno" if tavolo.giorni == 1 else f"mancano {tavolo.giorni} giorni"
            return f"Fino al {data(tavolo.annuncio_al)}: {mancano}" if tavolo.annuncio_al else ""
        case FaseAvviso.IN_ARRIVO if tavolo.annuncio_dal:
            return f"Dal {data(tavolo.annuncio_dal)}"
    return str(tavolo.fase.label)


def tabella_tavoli(tavoli: "Iterable[Tavolo]") -> Tabella:
    """Return tables, of `tavoli_in_elenco`, as a table."""
    return Tabella(
        "Tavoli di co-programmazione",
        ("Tavolo", "Ambiti", "ATS", "Domande", "Enti al tavolo"),
        tuple(
            (
                Cella(t.titolo, t.get_absolute_url()),
                Cella(elenco([t.ambito.nome, *sorted(a.nome for a in t.altri_ambiti.all())])),
                Cella(str(t.ambito.ats)),
                Cella(_domande(t)),
                Cella(numero(getattr(t, "membri", 0))),
            )
            for t in tavoli
        ),
    )


@login_not_required
@require_safe
def tavoli(request: HttpRequest) -> HttpResponse:
    """The notices: filtered, in pages, exported as filtered. Open ones first, the nearest end before."""
    filtro = FiltroTavoli(request.GET, queryset=tavoli_in_elenco(lettore(request)))
    if formato := request.GET.get("formato"):
        return esporta(tabella_tavoli(filtro.qs), nome="tavoli", formato=formato)
    pagina = Paginator(filtro.qs, settings.RIGHE_PER_PAGINA).get_page(request.GET.get("pagina"))
    contesto = {
        "filtro": filtro,
        "pagina": pagina,
        "tabella": tabella_tavoli(pagina),
        "gestisce": gestisce_tavoli(request),
        "partecipa": bool(incarichi_al_tavolo(request)),
    }
    return render(request, "tavoli/tavoli.html", contesto)


@login_not_required
@require_safe
def tavolo(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice and its table. Nine queries at most with those of the session, whatever the number of rows."""
    chi = lettore(request)
    trovato: Tavolo = get_object_or_404(tavoli_con_diritti(chi), pk=pk)
    gestito, condiviso = getattr(trovato, "gestito", False), getattr(trovato, "condiviso", False)
    miei = {i.ente_id: i.ente for i in incarichi_al_tavolo(request)}
    domande = domande_in_pagina(trovato, list(miei))
    proprie = [d for d in domande if d.ente_id in miei]
    vive = {d.ente_id for d in proprie if not (d.respinta_il or d.ritirata_il)}
    siede = any(d.ammessa_il and not d.ritirata_il for d in proprie)
    temi, collegati = list(temi_di(trovato)), collegati_in_pagina(trovato, chi)
    contesto = {
        "tavolo": trovato,
        "gestito": gestito,
        "collega": gestito or condiviso,
        "lavora": gestito or condiviso or siede,
        "siede": siede,
        "partecipa": bool(miei),
        "proprie": proprie,
        "puo_chiedere": trovato.accoglie_domande and bool(set(miei) - vive),
        "membri": sorted((d.ente for d in domande if d.ammessa_il and not d.ritirata_il), key=lambda e: e.nome),
        "temi": temi,
        "incontri": list(trovato.incontri.order_by("quando", "pk")),
        "altri_ambiti": [c for c in collegati if not c.triennio],
        "piani": [c for c in collegati if c.triennio],
        "documenti": list(trovato.documenti.all()),
        "mancanze": mancanze(trovato, temi=len(temi)) if gestito and not trovato.pubblicato_il else [],
    }
    return render(request, "tavoli/tavolo.html", contesto)


@login_not_required
@require_safe
def del_piano(request: HttpRequest, codice: str, triennio: str) -> HttpResponse:
    """The tables that work for a plan, for who may read it."""
    chi = lettore(request)
    piano = get_object_or_404(piani_leggibili_da(chi), ambito__ente__codice=codice, triennio__codice=triennio)
    trovati = list(tavoli_del(piano, chi))
    gestisce = gestisce_tavoli(request)
    contesto = {
        "piano": piano,
        "tavoli": trovati,
        "tabella": tabella_tavoli(trovati),
        "conti": conti_del_tavolo(piano, chi) if gestisce else [],
        "gestisce": gestisce,
    }
    return render(request, "tavoli/del_piano.html", contesto)


@login_not_required
@require_safe
def documento_scarica(request: HttpRequest, pk: int) -> HttpResponse:
    """A paper of a table."""
    documento = get_object_or_404(documenti_visibili_a(lettore(request)), pk=pk)
    return risposta_file(documento.file, documento.nome_file)


@require_safe
def verbale_scarica(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes of a meeting, for who is at the work of the table."""
    incontro = get_object_or_404(incontri_visibili_a(lettore(request)).filter(verbale__isnull=False), pk=pk)
    assert incontro.verbale is not None  # noqa: S101 - the query says so
    return risposta_file(incontro.verbale, incontro.nome_verbale)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def registrati(request: HttpRequest) -> HttpResponse:
    """A body that has never used the portal asks for its link. So many from one machine, and to one mail address (LIMITE_REGISTRAZIONI)."""
    partenza = tavolo_chiesto(request)
    modulo = ModuloRegistrazione(request.POST if request.method == "POST" else None)
    if request.method == "POST" and modulo.is_valid():
        _esigi_entro_il_limite(request, modulo.cleaned_data["email"])
        try:
            registra_ente(modulo.dati())
        except EnteConPersone as rifiuto:
            modulo.add_error(None, str(rifiuto))
        except DatiNonValidi as rifiuto:
            modulo.add_error("codice_fiscale", str(rifiuto))
        else:
            segna_partenza(request, partenza)
            return redirect("tavoli:registrati_fatto")
    stato = 422 if modulo.errors else 200
    return render(request, "tavoli/registrati.html", {"modulo": modulo, "partenza": partenza}, status=stato)


def _esigi_entro_il_limite(request: HttpRequest, email: str) -> None:
    limiti = {"registrazione": settings.LIMITE_REGISTRAZIONI}
    if not ratelimit.consume(request, app="tavoli", action="registrazione", config=limiti, key=email.lower()):
        raise TroppeRegistrazioni(
            "Sono arrivate troppe registrazioni da qui, o per questo indirizzo di posta. Non è partito nessun messaggio: "
            "aspetta un'ora e riprova, oppure scrivi a chi tiene il portale."
        )


@login_not_required
@require_safe
def registrati_fatto(request: HttpRequest) -> HttpResponse:
    """The link has left: what to do next."""
    return render(request, "tavoli/registrati_fatto.html", {"partenza": tavolo_di_partenza(request)})
