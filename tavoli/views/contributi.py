"""Contributions: one's own with what became of each, those of a table, one with its answer."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from core.exceptions import DatiNonValidi, NonPermesso
from core.formati import data
from core.tabelle import Cella, Tabella, esporta
from tavoli import queries
from tavoli.actions.contributi import lascia_contributo, rispondi
from tavoli.enums import EsitoContributo, GenereContributo
from tavoli.forms.elenco import FiltroContributi
from tavoli.forms.partecipare import ModuloContributo, ModuloRisposta
from tavoli.luoghi import LuogoInLettura, luoghi_del, luogo_di, piani_letti_da
from tavoli.models import Contributo, Risposta, Tavolo, Tema
from tavoli.permissions import esigi_di_gestire, gestisce
from tavoli.views.comune import iniziale_ente
from utenti.permissions import ha_permesso, spiega_rifiuto
from utenti.roles import Permesso
from utenti.typing import RichiestaUtente


@dataclass(frozen=True)
class ContributoInPagina:
    """A contribution with its answer and where it leads."""

    contributo: Contributo
    risposta: Risposta | None
    luogo: LuogoInLettura | None


def _in_pagina(righe: "Iterable[Contributo]", leggibili: frozenset[int]) -> list[ContributoInPagina]:
    pronte = []
    for contributo in righe:
        risposta: Risposta | None = getattr(contributo, "risposta", None)
        luogo = luogo_di(risposta, leggibili) if risposta else None
        pronte.append(ContributoInPagina(contributo, risposta, luogo))
    return pronte


def tabella_contributi(righe: "Iterable[ContributoInPagina]") -> Tabella:
    """Return contributions as a table, for the export."""
    celle = tuple(
        (
            Cella(r.contributo.titolo),
            Cella(str(r.contributo.tema)),
            Cella(str(r.contributo.tema.tavolo)),
            Cella(r.contributo.ente.nome),
            Cella(r.contributo.get_genere_display()),
            Cella(data(timezone.localdate(r.contributo.lasciato_il))),
            Cella(r.contributo.testo),
            Cella(r.risposta.get_esito_display() if r.risposta else "Senza risposta"),
            Cella(r.risposta.motivo if r.risposta else ""),
            Cella(r.luogo.testo if r.luogo else ""),
        )
        for r in righe
    )
    colonne = (
        "Contributo",
        "Tema",
        "Tavolo",
        "Ente",
        "Che cosa porta",
        "Lasciato il",
        "Testo",
        "Risposta",
        "Perché",
        "Dove nel Piano",
    )
    return Tabella("Contributi", colonne, celle)


def _elenco(
    request: RichiestaUtente, filtro: FiltroContributi, *, modello: str, nome: str, **altro: object
) -> HttpResponse:
    """A list of contributions: filtered, in pages, exported as filtered."""
    if formato := request.GET.get("formato"):
        tutti = list(filtro.qs)
        leggibili = piani_letti_da(request.user, tutti)
        return esporta(tabella_contributi(_in_pagina(tutti, leggibili)), nome=nome, formato=formato)
    pagina: Page[Contributo] = Paginator(filtro.qs, settings.RIGHE_PER_PAGINA).get_page(request.GET.get("pagina"))
    righe = list(pagina)
    contesto = {
        "filtro": filtro,
        "pagina": pagina,
        "righe": _in_pagina(righe, piani_letti_da(request.user, righe)),
        **altro,
    }
    return render(request, modello, contesto)


@require_safe
def contributi(request: RichiestaUtente) -> HttpResponse:
    """The contributions of one's own bodies, and what became of each, down to the row of the sheet."""
    if not ha_permesso(request.user, Permesso.PARTECIPARE_AI_TAVOLI, ambito=None):
        raise NonPermesso(spiega_rifiuto(request.user, Permesso.PARTECIPARE_AI_TAVOLI, ambito=None))
    filtro = FiltroContributi(request.GET, queryset=queries.contributi_propri(request.user))
    return _elenco(request, filtro, modello="tavoli/contributi_tuoi.html", nome="i-miei-contributi")


@require_safe
def contributi_tavolo(request: RichiestaUtente, pk: int) -> HttpResponse:
    """The contributions left at a table, for who is at its work."""
    tavolo: Tavolo = get_object_or_404(queries.tavoli_di_lavoro(request.user), pk=pk)
    filtro = FiltroContributi(request.GET, queryset=queries.contributi_di(tavolo))
    nome = f"contributi-tavolo-{tavolo.pk}"
    return _elenco(request, filtro, modello="tavoli/contributi.html", nome=nome, tavolo=tavolo)


@require_http_methods(["GET", "HEAD", "POST"])
def contributo_nuovo(request: RichiestaUtente, pk: int, lettera: str) -> HttpResponse:
    """Leave a contribution on a theme, for a body that sits at the table."""
    tavolo: Tavolo = get_object_or_404(queries.tavoli_di_lavoro(request.user), pk=pk)
    tema: Tema = get_object_or_404(tavolo.temi, lettera=lettera)
    tema.tavolo = tavolo
    if not ha_permesso(request.user, Permesso.PARTECIPARE_AI_TAVOLI, ambito=None):
        raise NonPermesso(spiega_rifiuto(request.user, Permesso.PARTECIPARE_AI_TAVOLI, ambito=None))
    enti = queries.enti_seduti(tavolo, request.user)
    modulo = ModuloContributo(
        request.POST if request.method == "POST" else None, enti=enti, initial=iniziale_ente(request, enti)
    )
    if modulo.is_valid():
        dati = {**modulo.cleaned_data, "genere": GenereContributo(modulo.cleaned_data["genere"])}
        try:
            lasciato = lascia_contributo(tema, autore=request.user, **dati)
        except DatiNonValidi as rifiuto:
            modulo.add_error(None, str(rifiuto))
        else:
            messages.success(request, "Il contributo è arrivato. Qui leggerai che cosa ne è stato.")
            return redirect(lasciato)
    contesto = {
        "modulo": modulo,
        "titolo": f"Contributo sul tema {tema}",
        "tavolo": tavolo,
        "media_redattore": "",
        "testo": tema.testo,
    }
    return render(request, "tavoli/modulo.html", contesto, status=422 if modulo.errors else 200)


@require_safe
def contributo(request: RichiestaUtente, pk: int) -> HttpResponse:
    """One contribution, with its answer."""
    trovato: Contributo = get_object_or_404(queries.contributi_visibili_a(request.user), pk=pk)
    (riga,) = _in_pagina([trovato], piani_letti_da(request.user, [trovato]))
    tavolo = trovato.tema.tavolo
    contesto = {"riga": riga, "tavolo": tavolo, "risponde": not riga.risposta and gestisce(request.user, tavolo)}
    return render(request, "tavoli/contributo.html", contesto)


@require_http_methods(["GET", "HEAD", "POST"])
def contributo_rispondi(request: RichiestaUtente, pk: int) -> HttpResponse:
    """Answer a contribution, once."""
    trovato: Contributo = get_object_or_404(queries.contributi_visibili_a(request.user), pk=pk)
    tavolo = trovato.tema.tavolo
    esigi_di_gestire(request.user, tavolo)
    scelto = luoghi_del(tavolo, request.user)
    modulo = ModuloRisposta(request.POST if request.method == "POST" else None, scelto=scelto)
    if modulo.is_valid():
        try:
            rispondi(
                trovato,
                esito=EsitoContributo(modulo.cleaned_data["esito"]),
                motivo=modulo.cleaned_data["motivo"],
                luogo=modulo.luogo_scelto(),
                autore=request.user,
            )
        except DatiNonValidi as rifiuto:
            modulo.add_error(None, str(rifiuto))
        else:
            messages.success(request, f"La risposta è partita: {trovato.ente} la legge con il motivo.")
            return redirect(trovato)
    contesto = {"modulo": modulo, "contributo": trovato, "tavolo": tavolo}
    return render(request, "tavoli/rispondi.html", contesto, status=422 if modulo.errors else 200)
