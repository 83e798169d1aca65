"""Filing a signed document: of a party, of an adherent; its file; its withdrawal."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accordi.actions.firme import avvertenze, piano_di, ritira_firma
from accordi.forms.firme import ModuloFirma, ModuloRitiro
from accordi.models import Adesione, Firma, Parte
from accordi.permissions import esigi_firma, impedimenti_di_tempo, penna_di
from accordi.queries import carta_da_firmare, firme_visibili_a, storia_firme
from accordi.views.comune import accordo_visibile, adesione_visibile, di, file_inviati, inviati, stato_di, vai
from core.exceptions import Rifiuto
from documenti.risposte import risposta_file
from piani.cronologia import cronologia_di
from piani.exceptions import DataFuoriOrdine
from piani.queries import piani_visibili_a
from utenti.permissions import ha_permesso
from utenti.roles import Permesso
from utenti.typing import RichiestaUtente


@require_http_methods(["GET", "POST"])
def firma(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> HttpResponse:
    """The signature of a party: what there is, and the file to put in."""
    accordo = accordo_visibile(request, codice, triennio)
    return _firma(request, di(accordo, Parte, pk))


@require_http_methods(["GET", "POST"])
def adesione_firma(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> HttpResponse:
    """The signature, or the signed act, of who adheres."""
    return _firma(request, adesione_visibile(request, codice, triennio, pk))


def _firma(request: RichiestaUtente, chi: Parte | Adesione) -> HttpResponse:
    piano = piano_di(chi)
    penna = penna_di(request.user, piano)
    if not penna.puo(chi) and not ha_permesso(request.user, Permesso.LEGGERE_BOZZA, ambito=piano.ambito):
        raise Http404
    if request.method == "POST":
        esigi_firma(request.user, piano, chi)
    vede = piani_visibili_a(request.user).filter(pk=piano.pk).exists()
    chiuso = next(impedimenti_di_tempo(piano, chi), "")
    storia = list(storia_firme(chi))
    modulo, fuori_ordine = _modulo(request, chi, sostituisce=any(f.tolta_il is None for f in storia)), False
    if modulo.is_valid():
        try:
            modulo.save(autore=request.user)
        except DataFuoriOrdine as rifiuto:
            fuori_ordine = True
            modulo.add_error("giorno", str(rifiuto))
        except Rifiuto as rifiuto:
            modulo.add_error(None, str(rifiuto))
        else:
            messages.success(request, f"Il file firmato di {chi.ente} è conservato.")
            return vai("accordo", piano) if vede else vai("adesione", piano, pk=chi.pk)
    contesto = {
        "vede": vede,
        "piano": piano,
        "chi": chi,
        "nome": chi.ente.sigla or chi.ente.nome_completo,
        "storia": storia,
        "chiuso": chiuso,
        "puo": penna.puo(chi),
        "per_conto": not penna.in_proprio(chi),
        "modulo": modulo,
        "fuori_ordine": fuori_ordine,
        "avvertenze": list(avvertenze(piano, chi)),
        "carta": carta_da_firmare(cronologia_di(piano).approvazione_versione_id),
    }
    return render(request, "accordi/firma.html", contesto, status=stato_di(modulo))


def _modulo(request: RichiestaUtente, chi: Parte | Adesione, *, sostituisce: bool) -> ModuloFirma:
    """Return the form; the confirmation of a day out of order is there once somebody sent a day."""
    return ModuloFirma(
        inviati(request),
        file_inviati(request),
        di=chi,
        sostituisce=sostituisce,
        chiede_conferma=request.method == "POST",
    )


@require_http_methods(["GET", "POST"])
def firma_ritira(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> HttpResponse:
    """Ask why, then withdraw a signed file."""
    trovata = _visibile(request, codice, triennio, pk)
    chi = trovata.parte or trovata.adesione
    if chi is None:
        raise Http404
    piano = piano_di(chi)
    esigi_firma(request.user, piano, chi)
    modulo = ModuloRitiro(inviati(request))
    if modulo.is_valid():
        try:
            ritira_firma(trovata, motivo=modulo.cleaned_data["motivo"], autore=request.user)
        except Rifiuto as rifiuto:
            modulo.add_error(None, str(rifiuto))
        else:
            messages.success(request, "Il file è ritirato: resta conservato, ma non vale più come firma.")
            return vai("accordo", piano)
    contesto = {
        "titolo": f"Ritirare il file firmato di {chi.ente}?",
        "testo": "Il file resta conservato con il motivo, ma la firma non conta più. Poi puoi caricarne un altro.",
        "indietro": reverse("accordi:accordo", kwargs=piano.indirizzo),
        "modulo": modulo,
    }
    return render(request, "components/conferma.html", contesto, status=stato_di(modulo))


def _visibile(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> Firma:
    trovata: Firma = get_object_or_404(firme_visibili_a(request.user), pk=pk)
    chi = trovata.parte or trovata.adesione
    if chi is None or piano_di(chi).indirizzo != {"codice": codice, "triennio": triennio}:
        raise Http404
    return trovata


@require_safe
def firma_file(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> HttpResponse:
    """The signed file, for who may have it."""
    trovata = _visibile(request, codice, triennio, pk)
    return risposta_file(trovata.file, trovata.nome_file)
