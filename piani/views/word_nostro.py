"""The plan in Word: the file out, and what changed in the one that comes back. The plan never changes here."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import DatiNonValidi, Rifiuto
from piani.albero import impronta_indice
from piani.exceptions import IndiceCambiato
from piani.forms.word_nostro import ModuloConfrontaWord, ModuloSpostaComeNelFile
from piani.models import Piano
from piani.permissions import esigi_scrittura, impedimenti_a_scrivere
from piani.raffronto import raffronta, senza_spostate
from piani.versioni import documento_da_leggere
from piani.views.comune import piano_visibile
from piani.word.nostro import documento_da
from piani.word.spostamenti import spostamenti
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
            contesto |= _confronto(request, piano, modulo.cleaned_data["file"])
        except Rifiuto as rifiuto:
            modulo.add_error("file", str(rifiuto))
    return render(request, "piani/word_confronta.html", contesto, status=422 if modulo.errors else 200)


def _confronto(request: RichiestaUtente, piano: Piano, contenuto: bytes) -> dict[str, object]:
    """Return what the page shows. Raises Rifiuto for a file that cannot be read, or of another plan."""
    documento, resoconto = documento_da(contenuto)
    if (documento["ambito"], documento["triennio"]) != (piano.ambito.codice, piano.triennio.codice):
        raise DatiNonValidi(
            f"Il file è del Piano {documento['triennio']} dell'Ambito {documento['ambito']}, non di questo. "
            "Non è cambiato nulla: apri la pagina di quel Piano."
        )
    prima = documento_da_leggere(piano)
    capitoli, spostate = senza_spostate(raffronta(prima, documento)), spostamenti(prima, documento)
    scrive = not list(impedimenti_a_scrivere(request.user, piano, piano.ambito.ente))
    return {
        "letto": True,
        "note": resoconto.note,
        "capitoli": capitoli,
        "spostate": spostate,
        "totale": sum(len(c.parti) for c in capitoli) + len(spostate),
        "indice": impronta_indice(piano.sezioni.all()) if spostate and scrive else "",
        "vecchia": resoconto.versione != prima["sha256"],
    }


@require_POST
def sposta_come_nel_file(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """Move the sections to the places that a file gives them, all or none, and show the tree."""
    piano = piano_visibile(request, codice, triennio)
    esigi_scrittura(request.user, piano, piano.ambito.ente)
    modulo = ModuloSpostaComeNelFile(request.POST)
    if not modulo.is_valid():
        raise DatiNonValidi("Il modulo è arrivato incompleto. Non è cambiato nulla: scegli di nuovo il file.")
    try:
        quante = modulo.save(piano, autore=request.user)
    except (IndiceCambiato, DatiNonValidi) as rifiuto:
        messages.warning(request, str(rifiuto))
    else:
        quali = "Una sezione è al posto che ha" if quante == 1 else f"{quante} sezioni sono al posto che hanno"
        messages.success(request, f"{quali} nel file.")
    return redirect(reverse("piani:struttura", kwargs=piano.indirizzo))
