"""The vote on an item: put off, opened, cast, closed, proclaimed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from assemblea.actions.legale import legale_di
from assemblea.actions.sedute import rinvia_punto
from assemblea.actions.voti import annulla_votazione, apri_votazione, chiudi_votazione, esito_di, proclama
from assemblea.actions.voti import vota as esprimi
from assemblea.enums import Scelta
from assemblea.exceptions import DatiSedutaNonValidi
from assemblea.forms import ModuloMotivo, ModuloProclama
from assemblea.models import Componente
from assemblea.views.comune import alla_seduta, conferma, permetti, punto_di, votazione_di
from piani.exceptions import DataFuoriOrdine
from utenti.roles import Permesso
from utenti.typing import RichiestaUtente
from utenti.views.comune import inviati, stato_di


@require_http_methods(["GET", "POST"])
def punto_rinvia(request: RichiestaUtente, codice: str, triennio: str, pk: int, punto: int) -> HttpResponse:
    """Put an item off."""
    trovato = punto_di(request, codice, triennio, pk, punto)
    permetti(request, Permesso.TENERE_SEDUTA, trovato.piano)
    modulo = ModuloMotivo(inviati(request), invio="Rinvia il punto")
    if modulo.is_valid():
        rinvia_punto(trovato, motivo=modulo.cleaned_data["motivo"], autore=request.user)
        messages.success(request, f"Il punto {trovato.ordine} è rinviato. Il Piano resta dov'è.")
        return alla_seduta(trovato.piano, trovato.seduta)
    return conferma(
        request,
        trovato.piano,
        trovato.seduta,
        titolo=f"Rinviare il punto {trovato.ordine}?",
        testo="In questa seduta non si vota. Il Piano resta dov'è: il punto torna in una seduta da convocare.",
        modulo=modulo,
    )


@require_http_methods(["GET", "POST"])
def votazione_apri(request: RichiestaUtente, codice: str, triennio: str, pk: int, punto: int) -> HttpResponse:
    """Put an item to the vote."""
    trovato = punto_di(request, codice, triennio, pk, punto)
    permetti(request, Permesso.TENERE_SEDUTA, trovato.piano)
    if request.method != "POST":
        return conferma(
            request,
            trovato.piano,
            trovato.seduta,
            titolo=f"Mettere ai voti il punto {trovato.ordine}?",
            testo=f"Si vota {trovato.get_oggetto_display()}, nel testo con impronta {trovato.versione.sha256[:8]}. "
            "La regola del voto è fissata adesso.",
            azione="Metti ai voti",
        )
    apri_votazione(trovato, autore=request.user)
    messages.success(request, "Si vota: chi è presente vota dal proprio account.")
    return alla_seduta(trovato.piano, trovato.seduta)


@require_POST
def vota(request: RichiestaUtente, codice: str, triennio: str, pk: int, votazione: int) -> HttpResponse:
    """Cast the vote of a member."""
    trovata = votazione_di(request, codice, triennio, pk, votazione)
    piano, seduta = trovata.punto.piano, trovata.punto.seduta
    permetti(request, Permesso.VOTARE, piano)
    chiave, scelta = request.POST.get("componente", ""), request.POST.get("scelta", "")
    if not chiave.isdecimal() or scelta not in Scelta.values:
        raise DatiSedutaNonValidi(
            "Non hai scelto come votare. Il voto non è registrato: torna alla seduta, scegli e conferma."
        )
    componente = get_object_or_404(Componente, seduta=seduta, pk=int(chiave))
    voto = esprimi(trovata, componente, Scelta(scelta), sha256=request.POST.get("versione", ""), autore=request.user)
    messages.success(request, f"Voto registrato per il {componente.nome}: {voto.get_scelta_display().lower()}.")
    return alla_seduta(piano, seduta)


@require_http_methods(["GET", "POST"])
def votazione_chiudi(request: RichiestaUtente, codice: str, triennio: str, pk: int, votazione: int) -> HttpResponse:
    """Take no more votes."""
    trovata = votazione_di(request, codice, triennio, pk, votazione)
    piano, seduta = trovata.punto.piano, trovata.punto.seduta
    permetti(request, Permesso.TENERE_SEDUTA, piano)
    if request.method != "POST":
        return conferma(
            request,
            piano,
            seduta,
            titolo="Chiudere la votazione?",
            testo=f"{_quanti(trovata.voti.count())} Dopo la chiusura nessuno vota più: chi è presente e non "
            "ha votato risulta presente e non votante. Il numero legale si conta di nuovo.",
            azione="Chiudi la votazione",
        )
    chiudi_votazione(trovata, autore=request.user)
    messages.success(request, "La votazione è chiusa: il presidente proclama l'esito.")
    return alla_seduta(piano, seduta)


def _quanti(voti: int) -> str:
    return "Ha votato 1 componente." if voti == 1 else f"Hanno votato {voti} componenti."


@require_http_methods(["GET", "POST"])
def votazione_annulla(request: RichiestaUtente, codice: str, triennio: str, pk: int, votazione: int) -> HttpResponse:
    """Declare a vote null."""
    trovata = votazione_di(request, codice, triennio, pk, votazione)
    punto = trovata.punto
    permetti(request, Permesso.TENERE_SEDUTA, punto.piano)
    modulo = ModuloMotivo(inviati(request), invio="Annulla la votazione")
    if modulo.is_valid():
        annulla_votazione(trovata, motivo=modulo.cleaned_data["motivo"], autore=request.user)
        messages.success(
            request, f"La votazione sul punto {punto.ordine} è annullata: il punto si rimette ai voti o si rinvia."
        )
        return alla_seduta(punto.piano, punto.seduta)
    return conferma(
        request,
        punto.piano,
        punto.seduta,
        titolo=f"Annullare la votazione sul punto {punto.ordine}?",
        testo="I voti espressi non contano e il motivo resta nel verbale. Il Piano resta dov'è: il punto si rimette ai voti o "
        "si rinvia. Non si torna indietro.",
        modulo=modulo,
    )


@require_http_methods(["GET", "POST"])
def votazione_proclama(request: RichiestaUtente, codice: str, triennio: str, pk: int, votazione: int) -> HttpResponse:
    """Proclaim the result; that on the Piano moves it."""
    trovata = votazione_di(request, codice, triennio, pk, votazione)
    piano, seduta = trovata.punto.piano, trovata.punto.seduta
    permetti(request, Permesso.PROCLAMARE, piano)
    modulo = ModuloProclama(inviati(request))
    if modulo.is_valid():
        try:
            fatta = proclama(trovata, autore=request.user, **modulo.cleaned_data)
        except DataFuoriOrdine as rifiuto:
            modulo.add_error("conferma_ordine", str(rifiuto))
        else:
            messages.success(request, fatta.frase)
            return alla_seduta(piano, seduta)
    esito = esito_di(trovata) if trovata.chiusa_il else None
    legale = legale_di(trovata).raggiunto if esito else True
    contesto = {
        "piano": piano,
        "seduta": seduta,
        "votazione": trovata,
        "legale": legale,
        "esito": esito,
        "modulo": modulo,
    }
    return render(request, "assemblea/proclama.html", contesto, status=stato_di(modulo))
