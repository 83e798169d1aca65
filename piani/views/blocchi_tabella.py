"""Writing the table of a block: rows, columns, cells pasted from a spreadsheet."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from core.exceptions import DatiNonValidi, SalvataggioSuperato
from piani.actions.blocchi import cambia_colonne_blocco, salva_righe_blocco, tabella_di
from piani.actions.tabelle import CelleNonValide
from piani.forms.colonne import colonne_da, colonne_scritte, griglia_unita
from piani.forms.griglia import controlla_quante, griglia_scritta, quante_colonne, righe_da
from piani.forms.incollate import griglia_incollata, in_testo
from piani.models import Blocco
from piani.views.blocchi_pagina import SUPERATA, Mostra, blocco_visibile, pagina_blocco
from piani.views.comune import revisione
from utenti.typing import RichiestaUtente


def _di_tabella(request: RichiestaUtente, pk: int) -> Blocco:
    trovato = blocco_visibile(request, pk)
    if not trovato.e_tabella:
        raise Http404
    return trovato


@require_POST
def blocco_righe(request: RichiestaUtente, pk: int) -> HttpResponse:
    """Save the rows of the draft together; cells that do not fit come back with their error, nothing is saved."""
    trovato = _di_tabella(request, pk)
    scritte = righe_da(request.POST)
    tabella, _ = tabella_di(trovato)
    if quante_colonne(request.POST) not in (0, len(trovato.colonne)):
        frase = "Nel frattempo le colonne sono cambiate: le tue righe sono in «Incolla qui da un foglio di calcolo»."
        return pagina_blocco(request, trovato, mostra=Mostra(frase=frase, incollato=in_testo(scritte)), stato=409)
    try:
        controlla_quante(tabella, scritte)
        salva_righe_blocco(trovato, righe=scritte, revisione=revisione(request), autore=request.user)
    except SalvataggioSuperato as superato:
        attuale = cast("Blocco", superato.attuale)
        if len(attuale.colonne) != len(trovato.colonne):
            mostra = Mostra(frase=SUPERATA, incollato=in_testo(scritte))
        else:
            mostra = Mostra(scritta=griglia_scritta(tabella_di(attuale)[0], scritte, {}), frase=SUPERATA)
        return pagina_blocco(request, attuale, mostra=mostra, stato=409)
    except DatiNonValidi as rifiuto:
        errori = rifiuto.errori if isinstance(rifiuto, CelleNonValide) else {}
        mostra = Mostra(scritta=griglia_scritta(tabella, scritte, errori), frase=str(rifiuto))
        return pagina_blocco(request, trovato, mostra=mostra, stato=422)
    messages.success(request, "Le righe della bozza sono salvate.")
    return redirect("piani:blocco", trovato.pk)


@require_POST
def blocco_colonne(request: RichiestaUtente, pk: int) -> HttpResponse:
    """Save the columns of the draft: names, kinds, order; one more; some less, with their cells."""
    trovato = _di_tabella(request, pk)
    scritte = colonne_scritte(request.POST)
    try:
        cambia_colonne_blocco(trovato, colonne=colonne_da(scritte), revisione=revisione(request), autore=request.user)
    except SalvataggioSuperato as superato:
        attuale = cast("Blocco", superato.attuale)
        mostra = Mostra(colonne=griglia_unita(scritte, attuale.colonne), frase=SUPERATA)
        return pagina_blocco(request, attuale, mostra=mostra, stato=409)
    except DatiNonValidi as rifiuto:
        return pagina_blocco(request, trovato, mostra=Mostra(colonne=scritte, frase=str(rifiuto)), stato=422)
    messages.success(request, "Le colonne della bozza sono salvate.")
    return redirect("piani:blocco", trovato.pk)


@require_POST
def blocco_incolla(request: RichiestaUtente, pk: int) -> HttpResponse:
    """Lay pasted cells on the grid and show the problems of each: nothing is saved until the rows are saved."""
    trovato = _di_tabella(request, pk)
    try:
        scritta, avviso = griglia_incollata(request.POST, *tabella_di(trovato))
    except DatiNonValidi as rifiuto:
        mostra = Mostra(frase=str(rifiuto), incollato=request.POST.get("incollato", ""))
        return pagina_blocco(request, trovato, mostra=mostra, stato=422)
    return pagina_blocco(request, trovato, mostra=Mostra(scritta=scritta, avviso=avviso))
