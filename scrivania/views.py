"""The desk: what waits for me, my calendar, and the import of memberships of Comuni."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ambiti.importa import esamina, importa_appartenenze, leggi_appartenenze
from core.exceptions import DatiNonValidi, Rifiuto
from documenti.caricamenti import DueTempi
from documenti.enums import TipoFile
from scrivania.actions import nuovo_abbonamento, revoca_abbonamento
from scrivania.calendario import calendario as calendario_ics
from scrivania.forms import ModuloAppartenenze
from scrivania.models import Abbonamento
from scrivania.queries import date_di
from scrivania.queries import scrivania as scrivania_di
from tavoli.models import Tavolo
from tavoli.partenza import segna_partenza, tavolo_di_partenza
from tavoli.queries import tavoli_dove_siede
from tavoli.views.comune import incarichi_al_tavolo
from utenti.enums import Ruolo
from utenti.models import Utente, impronta_di
from utenti.permissions import esigi
from utenti.roles import RUOLI, Permesso
from utenti.typing import RichiestaUtente

TAVOLI_SULLA_SCRIVANIA = 25
CARICAMENTO = DueTempi("scrivania.appartenenze", nome="Appartenenze", tipi=(TipoFile.CSV,))


def _partenza(request: RichiestaUtente) -> Tavolo | None:
    """Return the table from which the person registered, and forget it; None for who may not ask to join one."""
    if not incarichi_al_tavolo(request):
        return None
    tavolo = tavolo_di_partenza(request)
    segna_partenza(request, None)
    return tavolo


@require_safe
def scrivania(request: RichiestaUtente) -> HttpResponse:
    """Show what waits for the person: nine queries at most, with those of the session.

    Who has just entered from the registration begun at a table goes back to that table, once.
    """
    if (partenza := _partenza(request)) is not None:
        return redirect(partenza)
    permessi = frozenset[Permesso]().union(*(RUOLI[Ruolo(i.ruolo)].permessi for i in request.incarichi))
    partecipa = bool(incarichi_al_tavolo(request))
    contesto = {
        "partecipa": partecipa,
        "tavoli": list(tavoli_dove_siede(request.user)[:TAVOLI_SULLA_SCRIVANIA]) if partecipa else [],
        "scrivania": scrivania_di(request.user, request.incarichi),
        "puo_creare": Permesso.CREARE_PIANO in permessi,
        "pubblica_blocchi": Permesso.PUBBLICARE_BLOCCHI in permessi,
        "gestisce_persone": Permesso.GESTIRE_PERSONE in permessi,
        "gestisce_regione": Permesso.GESTIRE_REGIONE in permessi,
    }
    return render(request, "scrivania/scrivania.html", contesto)


def _file_ics(chi: Utente) -> HttpResponse:
    contenuto = calendario_ics(date_di(chi), nome="Piani di Zona", adesso=timezone.now())
    return HttpResponse(contenuto, content_type="text/calendar; charset=utf-8")


@require_safe
def calendario(request: RichiestaUtente) -> HttpResponse:
    """The file to download, and the private address: whether there is one, since when."""
    abbonamento = Abbonamento.objects.filter(utente=request.user).first()
    return render(request, "scrivania/calendario.html", {"abbonamento": abbonamento})


@require_safe
def calendario_scarica(request: RichiestaUtente) -> HttpResponse:
    """One's dates as a file, as they are now."""
    risposta = _file_ics(request.user)
    risposta["Content-Disposition"] = 'attachment; filename="piani-di-zona.ics"'
    return risposta


@never_cache
@require_POST
def calendario_nuovo(request: RichiestaUtente) -> HttpResponse:
    """Make the private address and show it, this once: the page answers the POST, because nothing keeps its secret part."""
    gettone = nuovo_abbonamento(autore=request.user)
    indirizzo = f"{settings.INDIRIZZO_PORTALE}{reverse('scrivania:abbonamento', args=[gettone])}"
    return render(request, "scrivania/calendario_nuovo.html", {"indirizzo": indirizzo})


@require_POST
def calendario_revoca(request: RichiestaUtente) -> HttpResponse:
    """Take the private address away."""
    if revoca_abbonamento(autore=request.user):
        messages.success(request, "L'indirizzo del calendario non funziona più.")
    else:
        messages.info(request, "Non avevi nessun indirizzo del calendario.")
    return redirect("scrivania:calendario")


@login_not_required
@never_cache
@require_safe
def abbonamento(request: HttpRequest, gettone: str) -> HttpResponse:
    """The dates of the person who made the address, for a calendar program; 404 once taken away, or the account closed."""
    abbonati = Abbonamento.objects.select_related("utente").filter(utente__is_active=True)
    return _file_ics(get_object_or_404(abbonati, impronta=impronta_di(gettone)).utente)


@require_http_methods(["GET", "POST"])
def appartenenze(request: RichiestaUtente) -> HttpResponse:
    """First step: take the CSV and keep it by its hash. Nothing is imported yet."""
    esigi(request.user, Permesso.GESTIRE_REGIONE, ambito=None)
    modulo = ModuloAppartenenze(request.POST or None, request.FILES or None)
    if request.method == "POST" and modulo.is_valid():
        try:
            contenuto = modulo.cleaned_data["file"]
            leggi_appartenenze(contenuto)
            segno = CARICAMENTO.conserva(contenuto, utente=request.user.pk)
        except Rifiuto as rifiuto:
            modulo.add_error("file", str(rifiuto))
        else:
            return redirect("scrivania:appartenenze_conferma", segno=segno)
    stato = 422 if modulo.errors else 200
    return render(request, "scrivania/appartenenze.html", {"modulo": modulo}, status=stato)


@require_http_methods(["GET", "POST"])
def appartenenze_conferma(request: RichiestaUtente, segno: str) -> HttpResponse:
    """Second step: show good and bad rows; POST imports, if none is bad."""
    esigi(request.user, Permesso.GESTIRE_REGIONE, ambito=None)
    lettura = leggi_appartenenze(CARICAMENTO.ritrova(segno, utente=request.user.pk))
    if request.method == "POST":
        if lettura.errori:
            raise DatiNonValidi("Il file ha righe da correggere. Nulla è stato importato.")
        esame = importa_appartenenze(lettura.righe, autore=request.user)
        messages.success(request, f"Appartenenze importate: {len(esame.nuove)}. Già presenti: {esame.presenti}.")
        return redirect("scrivania:scrivania")
    esame = esamina(lettura.righe)
    contesto = {"nuove": esame.nuove, "presenti": esame.presenti, "errori": sorted([*lettura.errori, *esame.errori])}
    return render(request, "scrivania/appartenenze_conferma.html", contesto)
