"""The plan in Word: the file out, and what changed in the one that comes back. The plan never changes here."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from core.exceptions import DatiNonValidi, Rifiuto
from piani.forms.word_nostro import ModuloConfrontaWord
from piani.models import Piano
from piani.versioni import documento_da_leggere
from piani.views.comune import piano_visibile
from piani.word.differenze import differenze
from piani.word.nostro import documento_da
from piani.word.versione import TIPO_WORD, word_da_leggere
from utenti.permissions import esigi
from utenti.roles import Permesso
from utenti.typing import RichiestaUtente


@require_safe
def esporta_word(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """Give the version that one reads as a Word file, that comes back with `piani.word.nostro`."""
    piano = piano_visibile(request, codice, triennio)
    esigi(request.user, Permesso.ESPORTARE, ambito=piano.ambito)
    file = word_da_leggere(piano)
    return HttpResponse(
        file.contenuto,
        content_type=TIPO_WORD,
        headers={"Content-Disposition": f'attachment; filename="{file.nome}"', "Cache-Control": "private, no-store"},
    )


@require_http_methods(["GET", "POST"])
def confronta_word(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """Take a file that was corrected in Word, and show what differs from the plan. Nothing is kept."""
    piano = piano_visibile(request, codice, triennio)
    esigi(request.user, Permesso.ESPORTARE, ambito=piano.ambito)
    modulo = ModuloConfrontaWord(request.POST or None, request.FILES or None)
    contesto: dict[str, object] = {"piano": piano, "modulo": modulo}
    if request.method == "POST" and modulo.is_valid():
        try:
            contesto |= _confronto(piano, modulo.cleaned_data["file"])
        except Rifiuto as rifiuto:
            modulo.add_error("file", str(rifiuto))
    return render(request, "piani/word_confronta.html", contesto, status=422 if modulo.errors else 200)


def _confronto(piano: Piano, contenuto: bytes) -> dict[str, object]:
    """Return what the page shows. Raises Rifiuto for a file that cannot be read, or of another plan."""
    documento, resoconto = documento_da(contenuto)
    if (documento["ambito"], documento["triennio"]) != (piano.ambito.codice, piano.triennio.codice):
        raise DatiNonValidi(
            f"Il file è del Piano {documento['triennio']} dell'Ambito {documento['ambito']}, non di questo. "
            "Non è cambiato nulla: apri la pagina di quel Piano."
        )
    prima = documento_da_leggere(piano)
    trovate = differenze(prima, documento)
    return {
        "letto": True,
        "note": resoconto.note,
        "differenze": trovate,
        "vecchia": resoconto.versione != prima["sha256"],
    }
