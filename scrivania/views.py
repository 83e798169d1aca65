"""The desk: what waits for me, and the import of memberships of Comuni."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ambiti.importa import esamina, importa_appartenenze, leggi_appartenenze
from core.exceptions import DatiNonValidi, Rifiuto
from documenti.caricamenti import DueTempi
from documenti.enums import TipoFile
from scrivania.forms import ModuloAppartenenze
from scrivania.queries import scrivania as scrivania_di
from utenti.enums import Ruolo
from utenti.permissions import esigi
from utenti.roles import RUOLI, Permesso
from utenti.typing import RichiestaUtente

CARICAMENTO = DueTempi("scrivania.appartenenze", nome="Appartenenze", tipi=(TipoFile.CSV,))


@require_safe
def scrivania(request: RichiestaUtente) -> HttpResponse:
    """Show what waits for the person: eight queries with those of the session."""
    permessi = frozenset[Permesso]().union(*(RUOLI[Ruolo(i.ruolo)].permessi for i in request.incarichi))
    contesto = {
        "scrivania": scrivania_di(request.user, request.incarichi),
        "puo_creare": Permesso.CREARE_PIANO in permessi,
        "gestisce_persone": Permesso.GESTIRE_PERSONE in permessi,
        "gestisce_regione": Permesso.GESTIRE_REGIONE in permessi,
    }
    return render(request, "scrivania/scrivania.html", contesto)


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
