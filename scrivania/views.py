"""The desk: what waits for me, and the import of memberships of Comuni."""

from django.contrib import messages
from django.core.signing import BadSignature, dumps, loads
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ambiti.importa import Lettura, esamina, importa_appartenenze, leggi_appartenenze
from core.exceptions import DatiNonValidi, Rifiuto
from documenti import archivio
from documenti.enums import TipoFile
from documenti.models import FileConservato
from scrivania.forms import ModuloAppartenenze
from scrivania.queries import scrivania as scrivania_di
from utenti.enums import Ruolo
from utenti.permissions import esigi
from utenti.roles import RUOLI, Permesso
from utenti.typing import RichiestaUtente

SALE = "scrivania.appartenenze"
VALIDITA = 60 * 60 * 9


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
            contenuto = modulo.contenuto()
            leggi_appartenenze(contenuto)
            file = archivio.conserva(contenuto, nome="Appartenenze", tipi=frozenset({TipoFile.CSV}))
        except Rifiuto as rifiuto:
            modulo.add_error("file", str(rifiuto))
        else:
            segno = dumps([file.sha256, request.user.pk], salt=SALE)
            return redirect("scrivania:appartenenze_conferma", segno=segno)
    stato = 422 if modulo.errors else 200
    return render(request, "scrivania/appartenenze.html", {"modulo": modulo}, status=stato)


def _lettura(request: RichiestaUtente, segno: str) -> Lettura:
    """Return the rows of the file that this same person has uploaded."""
    try:
        sha256, utente = loads(segno, salt=SALE, max_age=VALIDITA)
    except BadSignature:
        raise Http404 from None
    if utente != request.user.pk:
        raise Http404
    file = get_object_or_404(FileConservato, sha256=sha256)
    return leggi_appartenenze(archivio.leggi(file))


@require_http_methods(["GET", "POST"])
def appartenenze_conferma(request: RichiestaUtente, segno: str) -> HttpResponse:
    """Second step: show good and bad rows; POST imports, if none is bad."""
    esigi(request.user, Permesso.GESTIRE_REGIONE, ambito=None)
    lettura = _lettura(request, segno)
    if request.method == "POST":
        if lettura.errori:
            raise DatiNonValidi("Il file ha righe da correggere. Nulla è stato importato.")
        esame = importa_appartenenze(lettura.righe, autore=request.user)
        messages.success(request, f"Appartenenze importate: {len(esame.nuove)}. Già presenti: {esame.presenti}.")
        return redirect("scrivania:scrivania")
    esame = esamina(lettura.righe)
    contesto = {"nuove": esame.nuove, "presenti": esame.presenti, "errori": [*lettura.errori, *esame.errori]}
    return render(request, "scrivania/appartenenze_conferma.html", contesto)
