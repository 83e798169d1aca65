"""Writing the table of a block: rows, columns, cells pasted from a spreadsheet."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from core.exceptions import DatiNonValidi, SalvataggioSuperato
from piani.actions.blocchi import cambia_colonne_blocco, salva_righe_blocco, tabella_di
from piani.actions.tabelle import CelleNonValide, RigaScritta, righe_pulite, righe_scritte
from piani.forms.colonne import colonne_da, colonne_scritte, griglia_unita
from piani.forms.griglia import controlla_quante, griglia_scritta, quante_colonne, righe_da
from piani.incolla import celle_incollate, incolla
from piani.models import Blocco
from piani.views.blocchi_pagina import SUPERATA, Mostra, blocco_visibile, pagina_blocco
from piani.views.comune import revisione
from utenti.typing import RichiestaUtente


def _di_tabella(request: RichiestaUtente, pk: int) -> Blocco:
    trovato = blocco_visibile(request, pk)
    if not trovato.e_tabella:
        raise Http404
    return trovato


def _in_testo(righe: list[RigaScritta]) -> str:
    return "\n".join("\t".join(r.celle) for r in righe)


@require_POST
def blocco_righe(request: RichiestaUtente, pk: int) -> HttpResponse:
    """Save the rows of the draft together; cells that do not fit come back with their error, nothing is saved."""
    trovato = _di_tabella(request, pk)
    scritte = righe_da(request.POST)
    tabella, _ = tabella_di(trovato)
    if quante_colonne(request.POST) not in (0, len(trovato.colonne)):
        frase = "Nel frattempo le colonne sono cambiate: le tue righe sono in «Incolla qui da un foglio di calcolo»."
        return pagina_blocco(request, trovato, mostra=Mostra(frase=frase, incollato=_in_testo(scritte)), stato=409)
    try:
        controlla_quante(tabella, scritte)
        salva_righe_blocco(trovato, righe=scritte, revisione=revisione(request), autore=request.user)
    except SalvataggioSuperato as superato:
        attuale = cast("Blocco", superato.attuale)
        if len(attuale.colonne) != len(trovato.colonne):
            mostra = Mostra(frase=SUPERATA, incollato=_in_testo(scritte))
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
    testo = request.POST.get("incollato", "")
    celle = celle_incollate(testo)
    if not celle:
        frase = "Non c'è nulla da incollare: copia le celle dal foglio di calcolo e incollale nella casella."
        return pagina_blocco(request, trovato, mostra=Mostra(frase=frase), stato=422)
    tabella, righe = tabella_di(trovato)
    prime = [] if request.POST.get("sostituisci") else righe_scritte(tabella, righe)
    scritte, fuori = incolla(
        prime,
        celle,
        da_riga=min(_da_uno(request.POST.get("da_riga", "")), len(prime)),
        da_colonna=min(_da_uno(request.POST.get("da_colonna", "")), len(tabella.colonne) - 1),
        colonne=len(tabella.colonne),
    )
    errori: dict[tuple[int, int], str] = {}
    try:
        controlla_quante(tabella, scritte)
        righe_pulite(tabella, scritte)
    except CelleNonValide as rifiuto:
        errori = rifiuto.errori
    except DatiNonValidi as rifiuto:
        return pagina_blocco(request, trovato, mostra=Mostra(frase=str(rifiuto), incollato=testo), stato=422)
    avviso = (
        f"Ho messo nella griglia {len(celle)} righe: guardale, poi premi «Salva le righe». Niente è ancora salvato."
    )
    if fuori:
        avviso += f" {fuori} celle non avevano una colonna e sono rimaste fuori."
    if errori:
        avviso += f" Le caselle da correggere sono {len(errori)}, segnate in rosso."
    mostra = Mostra(scritta=griglia_scritta(tabella, scritte, errori), avviso=avviso)
    return pagina_blocco(request, trovato, mostra=mostra)


def _da_uno(testo: str) -> int:
    """Return a place counted from 0 out of one typed from 1; the first when it is not a number."""
    return max(0, int(testo) - 1) if testo.isdecimal() and len(testo) < 6 else 0
