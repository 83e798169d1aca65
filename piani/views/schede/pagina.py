"""The page of a sheet and each of its rows."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from core.exceptions import DatiNonValidi, NonPermesso, SalvataggioSuperato
from obiettivi.actions.risposte import Riga
from obiettivi.forms import ModuloRiga
from obiettivi.models import Risposta
from piani.actions.schede import salva_riga
from piani.actions.storia import conserva_conflitto_riga
from piani.forms.editor import MAPPA
from piani.views.conflitti import Salvata, chi_ha_salvato
from piani.views.salvataggio import da_script, esigi_stessa_persona, modo_di, non_salvato, salvato
from piani.views.schede.righe import Conflitto, RigaVista
from piani.views.schede.storia_righe import riga_di_partenza
from piani.views.schede.unione import segna_righe, unisci_righe
from piani.views.schede.vista import PaginaScheda
from utenti.typing import RichiestaUtente

TENUTA = "resta la riga che era salvata; la tua è tra le sue versioni"
# What the fragments look at, when nothing happened.
VUOTO: dict[str, object] = {"avviso": "", "ancora": "", "chi": "", "ultima": None, "riga": None, "oob": False}
VUOTO |= {"conflitto": None, "elemento": None}


def da_htmx(request: HttpRequest) -> bool:
    """Whether a fragment is asked for."""
    return request.headers.get("HX-Request") == "true"


def mostra(
    request: HttpRequest, modello: str, pagina: PaginaScheda, *, stato: int = 200, **altro: object
) -> HttpResponse:
    """Draw a template of the sheet; whole pages get the editor's map of modules, with the nonce of this answer."""
    contesto = {**VUOTO, "pagina": pagina, "voce": pagina.voce, "scheda": pagina.voce.scheda, **altro}
    if not da_htmx(request):
        contesto["mappa_moduli"] = MAPPA.render(attrs={"nonce": str(getattr(request, "csp_nonce", ""))})
    return render(request, modello, contesto, status=stato)


def esigi_scrivibile(pagina: PaginaScheda) -> None:
    """Let through who may write the sheet, or raise NonPermesso with the first reason."""
    for frase in pagina.impedimenti:
        raise NonPermesso(frase)


def esigi_governo(pagina: PaginaScheda) -> None:
    """Let through who owns the sheet: its head, its place, its publication are of no other. Raises NonPermesso."""
    esigi_scrivibile(pagina)
    if not pagina.governa:
        raise NonPermesso(
            f"Di questa scheda scrivi le righe: titolo, posto e pubblicazione sono di {pagina.voce.scheda.proprietario}. "
            "Non è cambiato nulla."
        )


def avviso_salvato() -> str:
    """Return "salvato alle 10:42"."""
    return f"salvato alle {timezone.localtime():%H:%M}"


def ricarica(request: HttpRequest, pagina: PaginaScheda) -> PaginaScheda:
    """Return the same sheet as it stands now."""
    voce = pagina.voce
    return PaginaScheda.carica(request, **voce.piano.indirizzo, specie=voce.specie, scheda=voce.codice)


@require_safe
def scheda(request: HttpRequest, codice: str, triennio: str, specie: str, scheda: str) -> HttpResponse:
    """Show the sheet, row by row; read-only for who may not write it."""
    return mostra(request, "piani/scheda.html", PaginaScheda.carica(request, codice, triennio, specie, scheda))


@require_http_methods(["GET", "HEAD", "POST"])
def riga(request: RichiestaUtente, codice: str, triennio: str, specie: str, scheda: str, campo: str) -> HttpResponse:
    """Show one row; POST saves it, by a button or by the page itself."""
    pagina = PaginaScheda.carica(request, codice, triennio, specie, scheda)
    if request.method != "POST":
        return _mostra_riga(request, pagina, pagina.riga(campo))
    modulo = ModuloRiga(pagina.campo(campo), request.POST)
    esigi_stessa_persona(request)
    esigi_scrivibile(pagina)
    if not modulo.is_valid():
        return _errori(request, pagina, modulo, [str(e[0]) for e in modulo.errors.values()])
    return _salva(request, pagina, modulo)


def _salva(request: RichiestaUtente, pagina: PaginaScheda, modulo: ModuloRiga) -> HttpResponse:
    letta = modulo.revisione_letta
    try:
        mia = modulo.riga_pulita()
    except DatiNonValidi as rifiuto:
        return _errori(request, pagina, modulo, [str(rifiuto)])
    campo = modulo.campo
    if request.POST.get("scelta") == "loro":
        return _salvata(request, pagina, campo.chiave, TENUTA)
    if request.POST.get("confronta"):
        return conflitto_riga(request, pagina, pagina.riga(campo.chiave), mia, letta)
    try:
        salva_riga(pagina.voce, campo, mia, revisione_letta=letta, autore=request.user, modo=modo_di(request))
    except SalvataggioSuperato:
        fresca = ricarica(request, pagina)
        return conflitto_riga(request, fresca, fresca.riga(campo.chiave), mia, letta)
    except DatiNonValidi as rifiuto:
        return _errori(request, pagina, modulo, [str(rifiuto)])
    return _salvata(request, pagina.riletta(), campo.chiave)


def _mostra_riga(request: HttpRequest, pagina: PaginaScheda, vista: RigaVista, *, stato: int = 200) -> HttpResponse:
    modello = "piani/schede/_riga_salvata.html" if da_htmx(request) else "piani/scheda_riga.html"
    return mostra(request, modello, pagina, stato=stato, riga=vista)


def _salvata(request: RichiestaUtente, pagina: PaginaScheda, campo: str, avviso: str = "") -> HttpResponse:
    vista = pagina.riga(campo)
    if da_script(request):
        return salvato(vista.revisione, frammenti=_frammenti(pagina, vista))
    avviso = avviso or avviso_salvato()
    if da_htmx(request):
        return _mostra_riga(request, pagina, replace(vista, avviso=avviso))
    messages.success(request, f"Riga {vista.campo.ordine}: {avviso}.", extra_tags="appena-salvato")
    return redirect(f"{pagina.voce.get_absolute_url()}#riga-{campo}")


def _frammenti(pagina: PaginaScheda, vista: RigaVista) -> dict[str, str]:
    """Return what a save changes on the page beside the row: its mark and the count."""
    contesto = {**VUOTO, "pagina": pagina, "riga": vista, "scheda": pagina.voce.scheda}
    return {
        "contatore": render_to_string("piani/schede/_contatore.html", contesto),
        f"stato-{vista.campo.chiave}": render_to_string("piani/schede/_stato_riga.html", contesto),
    }


def _errori(request: HttpRequest, pagina: PaginaScheda, modulo: ModuloRiga, frasi: list[str]) -> HttpResponse:
    """Show the row as it was written, with what is wrong."""
    if da_script(request):
        return non_salvato(" ".join(frasi), stato=422)
    scritta = replace(pagina.riga(modulo.campo.chiave), riga=modulo.riga(), errori=tuple(frasi))
    return _mostra_riga(request, pagina, scritta, stato=422)


def conflitto_riga(
    request: RichiestaUtente, pagina: PaginaScheda, salvata: RigaVista, mia: Riga, revisione: int
) -> HttpResponse:
    """Keep both in the history and show them, with one to save over what stands now; a script is only told."""
    risposta = Risposta.objects.filter(scheda=pagina.voce.scheda, campo=salvata.campo).first()
    base = riga_di_partenza(pagina.voce.scheda, risposta, revisione) if risposta else None
    unita, pulita = unisci_righe(salvata.campo, base, salvata.riga, mia)
    chi = chi_ha_salvato(risposta, request.user) if risposta else Salvata("un'altra persona", None)
    if risposta:
        conserva_conflitto_riga(pagina.voce, risposta, mia=mia, unione=unita, revisione=revisione, autore=request.user)
    if da_script(request):
        return non_salvato(f"{chi.frase()} Quello che hai scritto non è perso: confrontali e scegli.", stato=409)
    conflitto = Conflitto(
        mia=replace(salvata, riga=mia),
        salvata=salvata,
        segnati=segna_righe(base, salvata.riga, mia),
        base=replace(salvata, riga=base) if base else None,
        pulita=pulita,
        chi=chi.chi,
        quando=chi.quando,
    )
    return _mostra_riga(request, pagina, replace(salvata, riga=unita, conflitto=conflitto), stato=409)
