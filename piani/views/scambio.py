"""The plan out as canonical JSON, and in again, in two steps."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ambiti.models import Ambito
from core.exceptions import DatiNonValidi, Rifiuto
from documenti.caricamenti import DueTempi
from documenti.enums import TipoFile
from obiettivi.models import Triennio
from piani.actions.creazione import importa as importa_documento
from piani.canonico import leggi
from piani.canonico.forma import Documento
from piani.canonico.importa import ambito_e_triennio
from piani.forms.creazione import ModuloImporta
from piani.models import Piano
from piani.versioni import byte_da_leggere
from piani.views.comune import piano_visibile
from utenti.permissions import esigi
from utenti.roles import Permesso
from utenti.typing import RichiestaUtente

CARICAMENTO = DueTempi("piani.importa", nome="Piano", tipi=(TipoFile.JSON,))


@require_safe
def esporta(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """Give the canonical bytes as a file: of the plan as it stands, of the version approved once there is one."""
    piano = piano_visibile(request, codice, triennio)
    esigi(request.user, Permesso.ESPORTARE, ambito=piano.ambito)
    nome = f"piano-{codice}-{triennio}.json"
    return HttpResponse(
        byte_da_leggere(piano),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{nome}"', "Cache-Control": "private, no-store"},
    )


@require_http_methods(["GET", "POST"])
def importa(request: RichiestaUtente) -> HttpResponse:
    """First step: take the file, check form and seal, keep it by its hash. No plan is made yet."""
    esigi(request.user, Permesso.CREARE_PIANO, ambito=None)
    modulo = ModuloImporta(request.POST or None, request.FILES or None)
    if request.method == "POST" and modulo.is_valid():
        try:
            contenuto = modulo.cleaned_data["file"]
            documento = leggi(contenuto)
            ambito, _ = ambito_e_triennio(documento["ambito"], documento["triennio"])
            esigi(request.user, Permesso.CREARE_PIANO, ambito=ambito)
            segno = CARICAMENTO.conserva(contenuto, utente=request.user.pk)
        except Rifiuto as rifiuto:
            modulo.add_error("file", str(rifiuto))
        else:
            return redirect("piani:importa_conferma", segno=segno)
    return render(request, "piani/importa.html", {"modulo": modulo}, status=422 if modulo.errors else 200)


def _conta(sezioni: list[Documento]) -> int:
    return sum(1 + _conta(s["sezioni"]) for s in sezioni)


def _capito(documento: Documento, ambito: Ambito, triennio: Triennio) -> dict[str, object]:
    """Return what the page shows of the file."""
    return {
        "documento": documento,
        "ambito": ambito,
        "triennio": triennio,
        "sezioni": _conta(documento["sezioni"]),
        "schede": len(documento["schede"]),
        "esiti": len(documento["esiti"]),
        "tabelle": len(documento["tabelle"]),
        "azioni": sum(len(s["azioni"]) for s in documento["schede"]),
        "indicatori": sum(len(s["indicatori"]) for s in documento["schede"]),
        "esistente": Piano.objects.select_related("ambito__ente", "triennio")
        .filter(ambito=ambito, triennio=triennio)
        .first(),
    }


@require_http_methods(["GET", "POST"])
def importa_conferma(request: RichiestaUtente, segno: str) -> HttpResponse:
    """Second step: show what was understood; POST makes the plan."""
    documento = leggi(CARICAMENTO.ritrova(segno, utente=request.user.pk))
    ambito, triennio = ambito_e_triennio(documento["ambito"], documento["triennio"])
    esigi(request.user, Permesso.CREARE_PIANO, ambito=ambito)
    contesto = _capito(documento, ambito, triennio)
    if request.method == "POST":
        try:
            piano = importa_documento(documento, autore=request.user)
        except DatiNonValidi as rifiuto:
            return render(request, "piani/importa_conferma.html", {**contesto, "frase": str(rifiuto)}, status=422)
        messages.success(request, "Il Piano è importato per intero.")
        return redirect(piano)
    return render(request, "piani/importa_conferma.html", contesto)
