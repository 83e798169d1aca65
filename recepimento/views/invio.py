"""The pack for the Region: what is in it, what is missing, its sendings and receipts."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import Rifiuto
from documenti.enums import StatoLavoro
from documenti.exceptions import FileRifiutato
from documenti.risposte import risposta_file
from piani.exceptions import DataFuoriOrdine
from recepimento.actions.invio import avviso_di_ritardo, conserva_ricevuta, prepara_fascicolo, registra_invio
from recepimento.forms.invio import ModuloInvio, ModuloRicevuta
from recepimento.models import Fascicolo, Invio, Ricevuta
from recepimento.permissions import scarica_il_fascicolo
from recepimento.queries.invio import fascicoli_di, invii_di, occorrente, termine_invio
from recepimento.recapiti import recapito
from recepimento.views.comune import contesto_di
from utenti.permissions import esigi
from utenti.roles import Permesso
from utenti.typing import RichiestaUtente
from utenti.views.comune import inviati, stato_di


@require_safe
def fascicolo(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """What the pack holds, what it lacks, the packs made, the sendings with their receipts, the countdown."""
    dove = contesto_di(request, codice, triennio)
    piano = dove.piano
    packs, invii = list(fascicoli_di(piano)), list(invii_di(piano))
    contesto = {
        **dove.per_la_pagina("fascicolo"),
        "serve": occorrente(piano),
        "fascicoli": packs,
        "invii": invii,
        "termine": termine_invio(piano),
        "recapito": recapito(piano.triennio.codice),
        "invia": Permesso.INVIARE_IN_REGIONE in dove.permessi,
        "scarica": scarica_il_fascicolo(dove.permessi),
        "pronto": any(f.lavoro.stato == StatoLavoro.RIUSCITO for f in packs),
    }
    return render(request, "recepimento/fascicolo.html", contesto)


@require_POST
def fascicolo_prepara(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """Put the making of the pack in the queue."""
    dove = contesto_di(request, codice, triennio)
    fatto = prepara_fascicolo(dove.piano, autore=request.user)
    if fatto.lavoro.aperto:
        messages.success(request, "Il fascicolo è in coda. Puoi lasciare questa pagina: va avanti da solo.")
    else:
        messages.info(request, "Le carte sono le stesse: il fascicolo c'è già, lo trovi qui sotto.")
    return redirect("recepimento:fascicolo", codice=codice, triennio=triennio)


@require_safe
def fascicolo_scarica(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> HttpResponse:
    """The ZIP, for the ATS, the Ufficio di Piano and the Region."""
    dove = contesto_di(request, codice, triennio)
    trovato = get_object_or_404(Fascicolo.objects.select_related("lavoro__risultato"), pk=pk, piano=dove.piano)
    if trovato.lavoro.risultato is None or not scarica_il_fascicolo(dove.permessi):
        raise Http404
    return risposta_file(trovato.lavoro.risultato, trovato.lavoro.nome_file)


@require_http_methods(["GET", "POST"])
def invio_nuovo(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """Register that a pack was sent."""
    dove = contesto_di(request, codice, triennio)
    esigi(request.user, Permesso.INVIARE_IN_REGIONE, ambito=dove.piano.ambito)
    pronti = [f for f in fascicoli_di(dove.piano) if f.lavoro.stato == StatoLavoro.RIUSCITO]
    modulo = ModuloInvio(inviati(request), fascicoli=pronti)
    if modulo.is_valid():
        scelte = modulo.cleaned_data
        scelto = next(f for f in pronti if f.pk == scelte["fascicolo"])
        scelto.piano = dove.piano
        try:
            registra_invio(
                scelto,
                giorno=scelte["giorno"],
                protocollo=scelte["protocollo"],
                conferma_ordine=scelte["conferma_ordine"],
                autore=request.user,
            )
        except Rifiuto as rifiuto:
            modulo.add_error(None, str(rifiuto))
            if isinstance(rifiuto, DataFuoriOrdine):
                modulo.chiedi_conferma()
        else:
            messages.success(request, "Invio registrato. Quando arrivano le ricevute, conservale qui.")
            if ritardo := avviso_di_ritardo(dove.piano, scelte["giorno"]):
                messages.warning(request, ritardo)
            return redirect("recepimento:fascicolo", codice=codice, triennio=triennio)
    contesto = {
        **dove.per_la_pagina("fascicolo"),
        "modulo": modulo,
        "pronti": pronti,
        "termine": termine_invio(dove.piano),
        "recapito": recapito(dove.piano.triennio.codice),
    }
    return render(request, "recepimento/invio.html", contesto, status=stato_di(modulo))


@require_http_methods(["GET", "POST"])
def ricevuta_nuova(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> HttpResponse:
    """File a receipt of a sending."""
    dove = contesto_di(request, codice, triennio)
    esigi(request.user, Permesso.INVIARE_IN_REGIONE, ambito=dove.piano.ambito)
    invio = get_object_or_404(Invio, pk=pk, piano=dove.piano)
    invio.piano = dove.piano
    modulo = ModuloRicevuta(inviati(request), request.FILES or None)
    if modulo.is_valid():
        caricato = modulo.cleaned_data["file"]
        try:
            file = caricato.conserva()
        except FileRifiutato as rifiuto:
            modulo.add_error("file", str(rifiuto))
        else:
            conserva_ricevuta(
                invio, tipo=modulo.cleaned_data["tipo"], file=file, nome_file=caricato.nome, autore=request.user
            )
            messages.success(request, "Ricevuta conservata.")
            return redirect("recepimento:fascicolo", codice=codice, triennio=triennio)
    contesto = {**dove.per_la_pagina("fascicolo"), "modulo": modulo, "invio": invio}
    return render(request, "recepimento/ricevuta.html", contesto, status=stato_di(modulo))


@require_safe
def ricevuta_scarica(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> HttpResponse:
    """The file of a receipt, for who may have the pack."""
    dove = contesto_di(request, codice, triennio)
    ricevuta = get_object_or_404(Ricevuta.objects.select_related("file"), pk=pk, invio__piano=dove.piano)
    if not scarica_il_fascicolo(dove.permessi):
        raise Http404
    return risposta_file(ricevuta.file, ricevuta.nome_file)
