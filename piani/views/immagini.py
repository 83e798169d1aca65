"""The images of a plan: its page, the upload, each file."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from documenti.enums import TipoFile
from documenti.exceptions import FileRifiutato
from documenti.models import FileConservato
from documenti.risposte import risposta_file
from piani.actions.immagini import carica_immagine, esigi_caricamento
from piani.forms.immagini import ModuloImmagine
from piani.models import Immagine, Piano
from piani.queries_immagini import immagini_con_luoghi
from piani.views.comune import piano_leggibile, piano_visibile, vai
from utenti.typing import RichiestaUtente


def _da_editor(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


@require_http_methods(["GET", "POST"])
def immagini(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """Show the images of the plan and where each is; POST adds one. The editor asks for its hash as JSON."""
    piano = piano_visibile(request, codice, triennio)
    esigi_caricamento(piano, request.user)
    modulo = ModuloImmagine(request.POST or None, request.FILES or None)
    immagine = _carica(request, piano, modulo) if request.method == "POST" and modulo.is_valid() else None
    if _da_editor(request):
        return _in_json(modulo, immagine)
    if immagine:
        messages.success(request, "L'immagine è caricata.")
        return vai("piani:immagini", piano)
    contesto = {"piano": piano, "modulo": modulo, "immagini": immagini_con_luoghi(piano)}
    return render(request, "piani/immagini.html", contesto, status=422 if modulo.errors else 200)


def _carica(request: RichiestaUtente, piano: Piano, modulo: ModuloImmagine) -> Immagine | None:
    nome, contenuto = modulo.cleaned_data["file"]
    try:
        return carica_immagine(piano, contenuto, nome=nome, autore=request.user)
    except FileRifiutato as rifiuto:
        modulo.add_error("file", str(rifiuto))
        return None


def _in_json(modulo: ModuloImmagine, immagine: Immagine | None) -> HttpResponse:
    if immagine:
        return JsonResponse({"impronta": immagine.sha256})
    frase = " ".join(str(e) for errori in modulo.errors.values() for e in errori) or "Scegli il file dell'immagine."
    return JsonResponse({"frase": frase}, status=422)


@login_not_required
@require_safe
def immagine(request: HttpRequest, codice: str, triennio: str, sha256: str) -> HttpResponse:
    """Give an image of a plan to who may read the plan. Two queries."""
    piano = piano_leggibile(request, codice, triennio)
    file = get_object_or_404(FileConservato, immagini_dei_piani__piano=piano, sha256=sha256)
    estensione = "png" if file.tipo == TipoFile.PNG else "jpg"
    risposta = risposta_file(file, f"immagine-{sha256[:8]}.{estensione}", scarica=False)
    # The bytes of a hash never change.
    risposta["Cache-Control"] = "private, max-age=86400"
    return risposta
