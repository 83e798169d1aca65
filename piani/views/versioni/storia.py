"""The history of a section: every version, two compared, an old text put back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from core.exceptions import DatiNonValidi, SalvataggioSuperato
from piani.actions.ripristino import ripristina_sezione
from piani.differenze import da_html, da_testo
from piani.models import Sezione
from piani.permissions import Parte, enti_scrivibili, esigi_scrittura, impedimenti_di_stato
from piani.queries_rimandi import frase_rimandi_sciolti, senza_rimandi_persi
from piani.queries_versioni import legge_le_versioni
from piani.storie import Memoria, confronto_di, in_ordine, pagina_di, perche, scelta, scelte
from piani.views.comune import revisione, sezione_visibile, vai
from utenti.typing import RichiestaUtente

SUPERATA = (
    "Nel frattempo qualcuno ha salvato questa sezione. Non è cambiato nulla: guarda l'ultima versione, poi, se serve, "
    "ripristina di nuovo."
)


def _sezione(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> Sezione:
    """Return the section, for who reads who wrote what; 404 for the others, also when the plan is public."""
    trovata = sezione_visibile(request, codice, triennio, chiave)
    if not legge_le_versioni(request.user, trovata.piano):
        raise Http404
    return trovata


def _memoria(versione: Any, *, attuale: bool = False) -> Memoria:
    titolo = da_testo(versione.titolo, forma="h3")
    chi = str(versione.history_user or "caricata da un file")
    linee = (*titolo, *da_html(versione.testo))
    return Memoria(versione.history_id, versione.history_date, chi, perche(versione), linee, attuale)


def _scrive(request: RichiestaUtente, sezione: Sezione) -> bool:
    chiusa = any(impedimenti_di_stato(sezione.piano, Parte.sezione(sezione)))
    return (
        not sezione.pubblicata
        and not chiusa
        and sezione.proprietario_id in enti_scrivibili(request.user, sezione.piano)
    )


@require_safe
def sezione_storia(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> HttpResponse:
    """Every version of a section, newest first, with how many words it changed. Ten queries with those of the session, whatever their number."""
    sezione = _sezione(request, codice, triennio, chiave)
    storia = pagina_di(in_ordine(sezione.storia), request.GET.get("pagina"), _memoria)
    contesto = {
        "piano": sezione.piano,
        "sezione": sezione,
        "pagina": storia.pagina,
        "passi": storia.passi,
        "scrive": _scrive(request, sezione),
        "scelti": storia.scelti,
    }
    return render(request, "piani/versioni/storia_sezione.html", contesto)


@require_safe
def sezione_confronto(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> HttpResponse:
    """Two versions of a section, word by word; the last two, where the address names none."""
    sezione = _sezione(request, codice, triennio, chiave)
    prima, dopo = (_memoria(v) for v in scelte(request.GET, in_ordine(sezione.storia)))
    contesto = {
        "piano": sezione.piano,
        "sezione": sezione,
        "prima": prima,
        "dopo": dopo,
        "html": confronto_di(prima, dopo),
        "scrive": _scrive(request, sezione),
    }
    return render(request, "piani/versioni/confronto_sezione.html", contesto)


@require_POST
def sezione_ripristina(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> HttpResponse:
    """Put back the text of an old version: a new one, by the normal save."""
    sezione = _sezione(request, codice, triennio, chiave)
    esigi_scrittura(request.user, sezione.piano, sezione.proprietario, Parte.sezione(sezione))
    vecchia = get_object_or_404(sezione.storia, history_id=scelta(request.POST, "versione"))
    testo, persi = senza_rimandi_persi(sezione.piano, vecchia.testo)
    try:
        ripristina_sezione(sezione, testo=testo, revisione=revisione(request), autore=request.user)
    except SalvataggioSuperato as superato:
        raise DatiNonValidi(SUPERATA) from superato
    messages.success(
        request,
        "Il testo di allora è tornato: è una versione nuova, e quella di prima resta nella storia."
        + frase_rimandi_sciolti(persi),
    )
    return vai("piani:sezione_storia", sezione.piano, chiave=chiave)
