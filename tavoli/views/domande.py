"""Applications: a body asks to join, its answer, its withdrawal; the list of who keeps the table."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from core.exceptions import DatiNonValidi, NonPermesso
from core.formati import data
from core.tabelle import Cella, Tabella, esporta
from tavoli import queries
from tavoli.actions.domande import ammetti, chiedi_di_partecipare, impedimenti_a_chiedere, respingi, ritira
from tavoli.exceptions import DomandaNonAmmissibile
from tavoli.forms.elenco import FiltroDomande
from tavoli.forms.partecipare import ModuloDomanda, ModuloMotivo
from tavoli.models import Domanda, Tavolo
from tavoli.permissions import NULLA, esigi_di_gestire, esigi_di_partecipare
from tavoli.views.comune import iniziale_ente, tavolo_gestito, vai
from utenti.permissions import ha_permesso, spiega_rifiuto
from utenti.roles import Permesso
from utenti.typing import RichiestaUtente


@require_http_methods(["GET", "HEAD", "POST"])
def domanda_nuova(request: RichiestaUtente, pk: int) -> HttpResponse:
    """Ask to join a table, for one's own body."""
    tavolo: Tavolo = get_object_or_404(queries.tavoli_pubblici(), pk=pk)
    if not ha_permesso(request.user, Permesso.PARTECIPARE_AI_TAVOLI, ambito=None):
        raise NonPermesso(spiega_rifiuto(request.user, Permesso.PARTECIPARE_AI_TAVOLI, ambito=None))
    enti = queries.enti_senza_domanda(tavolo, request.user)
    for frase in impedimenti_a_chiedere(tavolo, enti):
        raise DomandaNonAmmissibile(f"{frase} {NULLA}")
    modulo = ModuloDomanda(
        request.POST if request.method == "POST" else None, enti=enti, initial=iniziale_ente(request, enti)
    )
    if modulo.is_valid():
        try:
            chiedi_di_partecipare(tavolo, autore=request.user, **modulo.cleaned_data)
        except DatiNonValidi as rifiuto:
            modulo.add_error(None, str(rifiuto))
        else:
            messages.success(request, "La domanda è arrivata all'Ufficio di Piano. Ti scriviamo quando risponde.")
            return redirect(tavolo)
    contesto = {
        "modulo": modulo,
        "titolo": "Chiedi di partecipare",
        "tavolo": tavolo,
        "media_redattore": "",
        "testo": "Risponde l'Ufficio di Piano, sempre con un motivo se dice di no.",
    }
    return render(request, "tavoli/modulo.html", contesto, status=422 if modulo.errors else 200)


def tabella_domande(domande: "Iterable[Domanda]") -> Tabella:
    """Return applications as a table, for the export."""
    righe = tuple(
        (
            Cella(d.ente.nome),
            Cella(d.ente.get_tipo_display()),
            Cella(d.ente.codice),
            Cella(data(timezone.localdate(d.presentata_il))),
            Cella(str(d.esito.label)),
            Cella(d.motivazione),
            Cella(d.motivo),
        )
        for d in domande
    )
    colonne = ("Ente", "Tipo", "Codice fiscale", "Presentata il", "A che punto è", "Perché chiede", "Risposta")
    return Tabella("Domande di partecipazione", colonne, righe)


@require_safe
def domande(request: RichiestaUtente, pk: int) -> HttpResponse:
    """The applications to a table, those that wait first; filtered, in pages, exported as filtered."""
    tavolo = tavolo_gestito(request, pk)
    filtro = FiltroDomande(request.GET, queryset=queries.domande_di(tavolo))
    if formato := request.GET.get("formato"):
        return esporta(tabella_domande(filtro.qs), nome=f"domande-tavolo-{tavolo.pk}", formato=formato)
    pagina = Paginator(filtro.qs, settings.RIGHE_PER_PAGINA).get_page(request.GET.get("pagina"))
    return render(request, "tavoli/domande.html", {"tavolo": tavolo, "filtro": filtro, "pagina": pagina})


def _domanda(request: RichiestaUtente, pk: int) -> Domanda:
    domanda: Domanda = get_object_or_404(queries.domande_visibili_a(request.user), pk=pk)
    return domanda


def _rispondi(
    request: RichiestaUtente, domanda: Domanda, modulo: ModuloMotivo, titolo: str, testo: str
) -> HttpResponse:
    contesto = {
        "titolo": titolo,
        "testo": testo,
        "azione": "",
        "indietro": reverse("tavoli:domande", args=[domanda.tavolo_id]),
        "modulo": modulo,
        "pericolo": False,
    }
    return render(request, "components/conferma.html", contesto, status=422 if modulo.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def domanda_ammetti(request: RichiestaUtente, pk: int) -> HttpResponse:
    """Admit a body; a word on why is welcome."""
    domanda = _domanda(request, pk)
    esigi_di_gestire(request.user, domanda.tavolo)
    inviati = request.POST if request.method == "POST" else None
    modulo = ModuloMotivo(inviati, invio="Ammetti al tavolo", obbligatorio=False)
    if modulo.is_valid():
        ammetti(domanda, motivo=modulo.cleaned_data["motivo"], autore=request.user)
        messages.success(request, f"{domanda.ente} siede al tavolo.")
        return vai("domande", pk=domanda.tavolo_id)
    testo = (
        "Da ora l'ente riceve gli inviti agli incontri, lascia contributi e legge la bozza del Piano in consultazione."
    )
    return _rispondi(request, domanda, modulo, f"Ammettere {domanda.ente}?", testo)


@require_http_methods(["GET", "HEAD", "POST"])
def domanda_respingi(request: RichiestaUtente, pk: int) -> HttpResponse:
    """Refuse a body, with the reason."""
    domanda = _domanda(request, pk)
    esigi_di_gestire(request.user, domanda.tavolo)
    inviati = request.POST if request.method == "POST" else None
    modulo = ModuloMotivo(inviati, invio="Rispondi di no", obbligatorio=True)
    if modulo.is_valid():
        respingi(domanda, motivo=modulo.cleaned_data["motivo"], autore=request.user)
        messages.success(request, f"La risposta è partita: {domanda.ente} la legge con il motivo.")
        return vai("domande", pk=domanda.tavolo_id)
    testo = "L'ente legge il motivo. Finché l'avviso è aperto può chiedere di nuovo."
    return _rispondi(request, domanda, modulo, f"Rispondere di no a {domanda.ente}?", testo)


@require_http_methods(["GET", "HEAD", "POST"])
def domanda_ritira(request: RichiestaUtente, pk: int) -> HttpResponse:
    """Withdraw one's own body."""
    domanda = _domanda(request, pk)
    esigi_di_partecipare(request.user, domanda.ente)
    if request.method == "POST":
        ritira(domanda, autore=request.user)
        messages.success(request, f"{domanda.ente} non partecipa più a questo tavolo.")
        return redirect(domanda.tavolo)
    contesto = {
        "titolo": f"Ritirare {domanda.ente} dal tavolo?",
        "testo": "L'ente non siede più al tavolo e non ne legge più i lavori. I contributi già lasciati restano.",
        "azione": "Ritira la partecipazione",
        "indietro": domanda.tavolo.get_absolute_url(),
        "modulo": None,
        "pericolo": True,
    }
    return render(request, "components/conferma.html", contesto)
