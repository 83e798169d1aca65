"""The page "Struttura": the whole tree of the plan on one screen, each act a small POST."""

from dataclasses import asdict
from typing import cast

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import DatiNonValidi, SalvataggioSuperato
from piani.actions.sezioni import elimina_sezione
from piani.actions.struttura import Ritorno, annulla_spostamento
from piani.exceptions import IndiceCambiato
from piani.forms.sezioni import ModuloDatiSezione
from piani.forms.struttura import ModuloAggiungi, ModuloSposta
from piani.indice import indice_di
from piani.models import Piano, Sezione
from piani.permissions import esigi_scrittura
from piani.views.comune import piano_visibile, sezione_visibile
from utenti.typing import RichiestaUtente

# Where the way back of the last move is kept: a plan at a time.
RITORNO = "struttura_ritorno"
INCOMPLETO = "Il modulo è arrivato incompleto. Non è cambiato nulla: ricarica la pagina e riprova."


def _piano(request: RichiestaUtente, codice: str, triennio: str) -> Piano:
    piano = piano_visibile(request, codice, triennio)
    esigi_scrittura(request.user, piano, piano.ambito.ente)
    return piano


def _torna(piano: Piano, chiave: str = "", *, aperta: bool = False) -> HttpResponseRedirect:
    """Go back to the page, at a section; `aperta` shows its data."""
    indirizzo = reverse("piani:struttura", kwargs=piano.indirizzo)
    domanda = f"?apri={chiave}" if aperta else f"?fuoco={chiave}" if chiave else ""
    return HttpResponseRedirect(f"{indirizzo}{domanda}{f'#sezione-{chiave}' if chiave else ''}")


@require_safe
def struttura(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """Show the tree; `?apri=` opens the data of one section. Two queries more than the plan, two more with it."""
    return _pagina(request, _piano(request, codice, triennio), request.GET.get("apri", ""))


def _pagina(
    request: RichiestaUtente, piano: Piano, aperta: str, modulo: ModuloDatiSezione | None = None, stato: int = 200
) -> HttpResponse:
    indice = indice_di(piano)
    if modulo is None:
        nodo = next((n for n in indice.nodi if n.sezione.chiave == aperta), None)
        modulo = _modulo(piano, nodo.sezione) if nodo else None
    contesto = {
        "piano": piano,
        "indice": indice,
        "aperta": aperta if modulo else "",
        "fuoco": request.GET.get("fuoco", ""),
        "modulo": modulo,
        "annullabile": _annullabile(request, piano, indice.impronta),
    }
    return render(request, "piani/struttura.html", contesto, status=stato)


def _annullabile(request: RichiestaUtente, piano: Piano, impronta: str) -> bool:
    ritorno = request.session.get(RITORNO) or {}
    return bool(ritorno.get("piano") == piano.pk and ritorno.get("indice") == impronta)


def _modulo(piano: Piano, sezione: Sezione, dati: "RichiestaUtente | None" = None) -> ModuloDatiSezione:
    sezione.piano = piano
    modulo = ModuloDatiSezione(dati.POST if dati else None, sezione=sezione, auto_id="dati_%s")
    modulo.helper.form_action = reverse("piani:struttura_dati", kwargs={**piano.indirizzo, "chiave": sezione.chiave})
    return modulo


def _ricorda(request: RichiestaUtente, piano: Piano, ritorno: Ritorno) -> None:
    request.session[RITORNO] = {"piano": piano.pk, **asdict(ritorno)}


@require_POST
def sposta(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """Move a section; if the tree has changed meanwhile, say so and show it."""
    piano = _piano(request, codice, triennio)
    modulo = ModuloSposta(request.POST)
    if not modulo.is_valid():
        raise DatiNonValidi(INCOMPLETO)
    chiave = modulo.cleaned_data["chiave"]
    try:
        ritorno = modulo.save(piano, autore=request.user)
    except (IndiceCambiato, DatiNonValidi) as rifiuto:
        messages.warning(request, str(rifiuto))
        return _torna(piano, chiave)
    _ricorda(request, piano, ritorno)
    messages.success(request, _dove_sta(piano, chiave))
    return _torna(piano, chiave)


def _dove_sta(piano: Piano, chiave: str) -> str:
    """Return in words where a section is now, for who does not see it."""
    nodi = indice_di(piano).nodi
    nodo = next(n for n in nodi if n.sezione.chiave == chiave)
    genitore = next((n for n in nodi if nodo in n.figli), None)
    numero = f", numero {nodo.numero}" if nodo.numero else ""
    dove = f"dentro «{genitore.sezione}»" if genitore else "tra i capitoli"
    return f"«{nodo.sezione}» è al suo nuovo posto: {dove}{numero}."


@require_POST
def annulla(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """Take the last move back, while nothing else has moved."""
    piano = _piano(request, codice, triennio)
    dati = request.session.pop(RITORNO, None)
    if not dati or dati.pop("piano") != piano.pk:
        raise DatiNonValidi("Non c'è uno spostamento da annullare. Non è cambiato nulla.")
    ritorno = Ritorno(**dati)
    try:
        annulla_spostamento(piano, ritorno, autore=request.user)
    except (IndiceCambiato, DatiNonValidi) as rifiuto:
        messages.warning(request, str(rifiuto))
        return _torna(piano)
    messages.success(request, f"Spostamento annullato. {_dove_sta(piano, ritorno.chiave)}")
    return _torna(piano, ritorno.chiave)


@require_POST
def aggiungi(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """Add a section where it was asked, and open its data."""
    piano = _piano(request, codice, triennio)
    modulo = ModuloAggiungi(request.POST)
    if not modulo.is_valid():
        messages.warning(request, "Scrivi il titolo della sezione. Non è cambiato nulla.")
        return _torna(piano, request.POST.get("rispetto", ""))
    try:
        nata = modulo.save(piano, autore=request.user)
    except Sezione.DoesNotExist:
        messages.warning(request, str(IndiceCambiato()))
        return _torna(piano)
    except DatiNonValidi as rifiuto:
        messages.warning(request, str(rifiuto))
        return _torna(piano, request.POST.get("rispetto", ""))
    messages.success(request, f"«{nata}» è aggiunta.")
    return _torna(piano, nata.chiave)


@require_http_methods(["POST"])
def dati(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> HttpResponse:
    """Save title, numbering, page, regional item, owner; or remove the section, when it is empty."""
    piano = _piano(request, codice, triennio)
    trovata = sezione_visibile(request, codice, triennio, chiave)
    if request.POST.get("elimina") == "si":
        return _elimina(request, piano, trovata)
    modulo = _modulo(piano, trovata, request)
    if not modulo.is_valid():
        return _pagina(request, piano, chiave, modulo, 422)
    try:
        modulo.save(autore=request.user)
    except SalvataggioSuperato as superato:
        attuale = cast("Sezione", superato.attuale)
        messages.warning(
            request,
            f"Nel frattempo un'altra persona ha cambiato questa sezione: adesso il titolo è «{attuale}». I tuoi dati non "
            "sono salvati: guardali e, se servono, rimettili.",
        )
        return _torna(piano, chiave, aperta=True)
    except DatiNonValidi as rifiuto:
        modulo.add_error(None, str(rifiuto))
        return _pagina(request, piano, chiave, modulo, 422)
    messages.success(request, f"I dati di «{trovata}» sono salvati.")
    return _torna(piano, chiave)


def _elimina(request: RichiestaUtente, piano: Piano, sezione: Sezione) -> HttpResponse:
    try:
        elimina_sezione(sezione, autore=request.user)
    except DatiNonValidi as rifiuto:
        messages.warning(request, str(rifiuto))
        return _torna(piano, sezione.chiave)
    messages.success(request, f"La sezione «{sezione}» è eliminata.")
    return _torna(piano)
