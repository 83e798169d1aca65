"""The history of the rows of a table: every version, two compared, old rows put back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from core.exceptions import DatiNonValidi, SalvataggioSuperato
from piani.actions.ripristino import ripristina_tabella
from piani.actions.stesure import letta
from piani.calcolo.celle import da_riscrivere
from piani.differenze import Linea
from piani.models import StesuraTabella, Tabella
from piani.queries_versioni import legge_le_versioni
from piani.raffronto.campi import riga_di
from piani.storie import Memoria, confronto_di, in_ordine, pagina_di, perche, scelta, scelte
from piani.views.comune import revisione, tabella_visibile, vai
from piani.views.tabelle import esigi_tabella, scrive
from utenti.typing import RichiestaUtente

SUPERATA = (
    "Nel frattempo qualcuno ha salvato questa tabella. Non è cambiato nulla: guarda l'ultima versione, poi, se serve, "
    "ripristina di nuovo."
)
_DI_RIGA = (".unita", ".nota")


def _tabella(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> Tabella:
    """Return the table, for who reads who wrote what; 404 for the others, also when the plan is public."""
    trovata = tabella_visibile(request, codice, triennio, chiave)
    if not legge_le_versioni(request.user, trovata.piano):
        raise Http404
    return trovata


def _memoria(versione: StesuraTabella, *, attuale: bool = False) -> Memoria:
    chi = str(versione.history_user or "com'era prima")
    linee: list[Linea] = [riga_di([str(c["titolo"]) for c in versione.colonne])]
    for celle in letta(versione).values():
        valori = [da_riscrivere(celle.get(c["chiave"], ""), c["tipo"]) for c in versione.colonne]
        genere = ["calcolata" if celle[".genere"].startswith("calcola") else "totale"] if ".genere" in celle else []
        note = [celle[nome] for nome in _DI_RIGA if nome in celle] + [t for n, t in celle.items() if n[0] == "#"]
        linee.append(riga_di([*valori, *genere, *note]))
    return Memoria(versione.history_id, versione.history_date, chi, perche(versione), tuple(linee), attuale)


@require_safe
def tabella_storia(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> HttpResponse:
    """Every version of the rows, newest first. A constant number of queries."""
    tabella = _tabella(request, codice, triennio, chiave)
    storia = pagina_di(in_ordine(tabella.storia.all()), request.GET.get("pagina"), _memoria)
    contesto = {
        "piano": tabella.piano,
        "tabella": tabella,
        "pagina": storia.pagina,
        "passi": storia.passi,
        "scrive": scrive(request, tabella),
        "scelti": storia.scelti,
    }
    return render(request, "piani/versioni/storia_tabella.html", contesto)


@require_safe
def tabella_confronto(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> HttpResponse:
    """Two versions of the rows, cell by cell; the last two, where the address names none."""
    tabella = _tabella(request, codice, triennio, chiave)
    prima, dopo = (_memoria(v) for v in scelte(request.GET, in_ordine(tabella.storia.all())))
    html = confronto_di(prima, dopo)
    contesto = {"piano": tabella.piano, "tabella": tabella, "prima": prima, "dopo": dopo, "html": html}
    return render(request, "piani/versioni/confronto_tabella.html", contesto)


@require_POST
def tabella_ripristina(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> HttpResponse:
    """Put back the rows of an old version: a new one, by the normal save."""
    tabella = _tabella(request, codice, triennio, chiave)
    esigi_tabella(request, tabella.sezione, tabella.piano)
    vecchia = get_object_or_404(tabella.storia, history_id=scelta(request.POST, "versione"))
    try:
        ripristina_tabella(tabella, vecchia, revisione=revisione(request), autore=request.user)
    except SalvataggioSuperato as superato:
        raise DatiNonValidi(SUPERATA) from superato
    messages.success(
        request, "Le righe di allora sono tornate: è una versione nuova, e quella di prima resta nella storia."
    )
    return vai("piani:tabella_storia", tabella.piano, chiave=chiave)
