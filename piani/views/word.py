"""A Word file in: taken, read by a job, looked at beside what was understood, confirmed, undone."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.canonico import Json
from core.exceptions import DatiNonValidi, Rifiuto
from documenti.enums import StatoLavoro
from piani.actions.word import (
    annulla_importazione,
    chiedi_importazione,
    conferma_importazione,
    esigi_posto,
    lettura,
    perche_non_si_annulla,
)
from piani.forms.word import ModuloImportaWord
from piani.models import ImportazioneWord
from piani.queries_word import importazioni_visibili_a
from piani.word.leggi.esito import Sicurezza
from utenti.permissions import esigi
from utenti.roles import Permesso
from utenti.typing import RichiestaUtente

FILTRI = {
    "da_guardare": ("Solo da guardare", frozenset({Sicurezza.DA_GUARDARE})),
    "dubbi": ("Da guardare e probabili", frozenset({Sicurezza.DA_GUARDARE, Sicurezza.PROBABILE})),
    "tutto": ("Tutto", frozenset(Sicurezza)),
}


@require_http_methods(["GET", "POST"])
def importa_word(request: RichiestaUtente) -> HttpResponse:
    """First step: take the file and put its reading in the queue; below, the imports there have been."""
    esigi(request.user, Permesso.CREARE_PIANO, ambito=None)
    modulo = ModuloImportaWord(request.POST or None, request.FILES or None, utente=request.user)
    if request.method == "POST" and modulo.is_valid():
        dati = modulo.cleaned_data
        try:
            file = dati["file"].conserva()
            importazione = chiedi_importazione(
                dati["ambito"], dati["triennio"], file, nome=dati["file"].nome, autore=request.user
            )
        except Rifiuto as rifiuto:
            modulo.add_error("file", str(rifiuto))
        else:
            return redirect(importazione)
    contesto = {"modulo": modulo, "importazioni": importazioni_visibili_a(request.user)[: settings.RIGHE_PER_PAGINA]}
    return render(request, "piani/word/importa.html", contesto, status=422 if modulo.errors else 200)


def _visibile(request: RichiestaUtente, pk: int) -> ImportazioneWord:
    return get_object_or_404(importazioni_visibili_a(request.user), pk=pk)


def _voci(resoconto: Json, filtro: str) -> list[Json]:
    gradi = FILTRI[filtro][1]
    return [
        {**v, "grado": Sicurezza(v["sicurezza"]).etichetta}
        for v in resoconto["voci"]
        if Sicurezza(v["sicurezza"]) in gradi
    ]


def primo_filtro(quanti: dict[str, int]) -> str:
    """Return the list that who asks for none sees: the narrowest that has something."""
    return next((chiave for chiave in FILTRI if quanti[chiave]), "da_guardare")


def _impedimento(importazione: ImportazioneWord) -> str:
    try:
        esigi_posto(importazione.ambito, importazione.triennio)
    except DatiNonValidi as rifiuto:
        return str(rifiuto)
    return ""


def _contesto(request: RichiestaUtente, importazione: ImportazioneWord) -> dict[str, object]:
    """Return what the page shows of a reading that is ready."""
    resoconto = lettura(importazione.lavoro)["resoconto"]
    quanti = {chiave: len(_voci(resoconto, chiave)) for chiave in FILTRI}
    chiesto = request.GET.get("vedi", "")
    filtro = chiesto if chiesto in FILTRI else primo_filtro(quanti)
    voci = _voci(resoconto, filtro)
    confermata = importazione.confermata_il is not None
    return {
        "conti": resoconto["conti"],
        "gradi": [(s.etichetta, resoconto["gradi"].get(s.value, 0)) for s in Sicurezza],
        "filtro": filtro,
        "filtri": [(chiave, nome, quanti[chiave]) for chiave, (nome, _) in FILTRI.items()],
        "pagina": Paginator(voci, settings.RIGHE_PER_PAGINA).get_page(request.GET.get("pagina")),
        "impedimento": "" if confermata else _impedimento(importazione),
        "non_si_annulla": perche_non_si_annulla(importazione) if confermata else "",
    }


@require_safe
def importazione(request: RichiestaUtente, pk: int) -> HttpResponse:
    """The reading: how far it is, then what was understood beside the words of the file."""
    riga = _visibile(request, pk)
    contesto: dict[str, object] = {"importazione": riga, "lavoro": riga.lavoro}
    if riga.lavoro.stato != StatoLavoro.RIUSCITO:
        frammento = request.headers.get("HX-Request") and riga.lavoro.aperto
        pagina = "piani/word/_lettura.html" if frammento else "piani/word/lettura.html"
        risposta = render(request, pagina, contesto)
    elif request.headers.get("HX-Request"):
        risposta = HttpResponse(headers={"HX-Refresh": "true"})
    else:
        risposta = render(request, "piani/word/anteprima.html", {**contesto, **_contesto(request, riga)})
    return risposta


@require_POST
def importazione_conferma(request: RichiestaUtente, pk: int) -> HttpResponse:
    """Make the plan."""
    riga = _visibile(request, pk)
    try:
        piano = conferma_importazione(riga, lettura(riga.lavoro)["documento"], autore=request.user)
    except DatiNonValidi as rifiuto:
        messages.error(request, str(rifiuto))
        return redirect(riga)
    messages.success(
        request, "Il Piano è importato per intero. Finché nessuno lo cambia, puoi annullare l'importazione."
    )
    return redirect(piano)


@require_POST
def importazione_annulla(request: RichiestaUtente, pk: int) -> HttpResponse:
    """Take the plan away again."""
    riga = _visibile(request, pk)
    try:
        annulla_importazione(riga, autore=request.user)
    except DatiNonValidi as rifiuto:
        messages.error(request, str(rifiuto))
    else:
        messages.success(request, "L'importazione è annullata. Qui resta che cosa si era capito del file.")
    return redirect(riga)
