"""The page of the Accordo, its making, its title and dates, the list of the signatures on paper."""

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accordi.actions.stampe import chiedi_elenco
from accordi.exceptions import AccordoGiaPresente
from accordi.forms.testo import ModuloAccordo, ModuloNuovoAccordo
from accordi.models import Accordo
from accordi.permissions import esigi_scrittura
from accordi.queries import enti_che_possono_chiedere
from accordi.scheletro import ARTICOLI, TITOLO
from accordi.views.comune import accordo_visibile, inviati, piano_con_accordo, stato_di, vai
from accordi.vista import PaginaAccordo
from core.exceptions import DatiNonValidi, SalvataggioSuperato
from piani.lettura.segnaposto import CALCOLATI, scritto
from piani.permissions import NULLA
from utenti.enums import Ruolo
from utenti.roles import RUOLI, Permesso
from utenti.typing import RichiestaUtente


@require_safe
def accordo(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """Show the Accordo: articles, the eight elements, who signed, who must, who adheres. Nine queries with the session's."""
    piano, trovato = piano_con_accordo(request, codice, triennio)
    if trovato is not None:
        trovato.piano = piano
    pagina = PaginaAccordo(piano, trovato, request.incarichi)
    aderisce = any(Permesso.ADERIRE in RUOLI[Ruolo(i.ruolo)].permessi for i in request.incarichi)
    contesto = {
        "piano": piano,
        "accordo": trovato,
        "pagina": pagina,
        "puo_chiedere": aderisce and enti_che_possono_chiedere(request.user, piano).exists(),
    }
    return render(request, "accordi/accordo.html", contesto)


@require_http_methods(["GET", "POST"])
def crea(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """Make the Accordo from the skeleton."""
    piano, gia = piano_con_accordo(request, codice, triennio)
    esigi_scrittura(request.user, piano)
    if gia is not None:
        raise AccordoGiaPresente(f"Il Piano ha già il suo Accordo: aprilo e scrivilo. {NULLA}")
    iniziali = {"titolo": TITOLO, "decorrenza": piano.triennio.inizio, "scadenza": piano.triennio.fine}
    modulo = ModuloNuovoAccordo(inviati(request), initial=iniziali)
    if modulo.is_valid():
        try:
            modulo.save(piano, autore=request.user)
        except DatiNonValidi as rifiuto:
            modulo.add_error(None, str(rifiuto))
        else:
            messages.success(request, "L'Accordo è creato. Scrivi gli articoli vuoti e controlla le parti.")
            return vai("accordo", piano)
    contesto = {
        "piano": piano,
        "modulo": modulo,
        "articoli": [a.titolo for a in ARTICOLI],
        "calcolati": [(scritto(chiave), nome) for chiave, nome in CALCOLATI.items()],
    }
    return render(request, "accordi/crea.html", contesto, status=stato_di(modulo))


@require_http_methods(["GET", "POST"])
def dati(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """Title and dates."""
    trovato = accordo_visibile(request, codice, triennio)
    piano = trovato.piano
    esigi_scrittura(request.user, piano)
    iniziali = {c: getattr(trovato, c) for c in ("titolo", "decorrenza", "scadenza", "revisione")}
    modulo = ModuloAccordo(inviati(request), initial=iniziali)
    superato: SalvataggioSuperato | None = None
    if modulo.is_valid():
        try:
            modulo.salva(trovato, autore=request.user)
        except SalvataggioSuperato as altro:
            superato = altro
            ora = str(cast("Accordo", altro.attuale).revisione)
            modulo = ModuloAccordo({**request.POST.dict(), "revisione": ora})
        except DatiNonValidi as rifiuto:
            modulo.add_error(None, str(rifiuto))
        else:
            messages.success(request, "Titolo e date dell'Accordo sono salvati.")
            return vai("accordo", piano)
    contesto = {"piano": piano, "accordo": trovato, "modulo": modulo, "superato": superato}
    return render(request, "accordi/dati.html", contesto, status=409 if superato else stato_di(modulo))


@require_POST
def elenco_firme(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """Ask for the list of the signatures on paper."""
    piano, _ = piano_con_accordo(request, codice, triennio)
    lavoro = chiedi_elenco(piano, autore=request.user)
    return redirect(lavoro)
