"""The page of a sheet and each of its rows."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from core.exceptions import DatiNonValidi, NonPermesso, SalvataggioSuperato
from obiettivi.actions.risposte import Riga
from obiettivi.forms import ModuloRiga
from obiettivi.models import CampoScheda, Risposta
from piani.actions.schede import salva_riga
from piani.forms.editor import MAPPA
from piani.unione import unisci
from piani.views.schede.vista import Conflitto, PaginaScheda, RigaVista
from utenti.typing import RichiestaUtente

# What the fragments look at, when nothing happened.
_VUOTO: dict[str, object] = {"avviso": "", "ancora": "", "chi": "", "ultima": None, "riga": None, "oob": False}


def da_htmx(request: HttpRequest) -> bool:
    """Whether a fragment is asked for."""
    return request.headers.get("HX-Request") == "true"


def mostra(
    request: HttpRequest, modello: str, pagina: PaginaScheda, *, stato: int = 200, **altro: object
) -> HttpResponse:
    """Draw a template of the sheet; whole pages get the editor's map of modules, with the nonce of this answer."""
    contesto = {**_VUOTO, "pagina": pagina, "voce": pagina.voce, "scheda": pagina.voce.scheda, **altro}
    if not da_htmx(request):
        contesto["mappa_moduli"] = MAPPA.render(attrs={"nonce": str(getattr(request, "csp_nonce", ""))})
    return render(request, modello, contesto, status=stato)


def esigi_scrivibile(pagina: PaginaScheda) -> None:
    """Let through who may write the sheet, or raise NonPermesso with the first reason."""
    for frase in pagina.impedimenti:
        raise NonPermesso(frase)


def avviso_salvato() -> str:
    """Return "salvato alle 10:42"."""
    return f"salvato alle {timezone.localtime():%H:%M}"


@require_safe
def scheda(request: HttpRequest, codice: str, triennio: str, specie: str, scheda: str) -> HttpResponse:
    """Show the sheet, row by row; read-only for who may not write it."""
    return mostra(request, "piani/scheda.html", PaginaScheda.carica(request, codice, triennio, specie, scheda))


@require_http_methods(["GET", "HEAD", "POST"])
def riga(request: RichiestaUtente, codice: str, triennio: str, specie: str, scheda: str, campo: str) -> HttpResponse:
    """Show one row; POST saves it."""
    pagina = PaginaScheda.carica(request, codice, triennio, specie, scheda)
    vista = pagina.riga(campo)
    if request.method != "POST":
        return _mostra_riga(request, pagina, vista)
    esigi_scrivibile(pagina)
    modulo = ModuloRiga(vista.campo, request.POST)
    if not modulo.is_valid():
        return _errori(request, pagina, vista, modulo, [str(e[0]) for e in modulo.errors.values()])
    try:
        salva_riga(pagina.voce, vista.campo, modulo.riga(), revisione_letta=modulo.revisione_letta, autore=request.user)
    except SalvataggioSuperato as superato:
        return _conflitto(request, pagina, vista.campo, modulo.riga(), superato)
    except DatiNonValidi as rifiuto:
        return _errori(request, pagina, vista, modulo, [str(rifiuto)])
    return _salvata(request, PaginaScheda.carica(request, codice, triennio, specie, scheda), campo)


def _mostra_riga(request: HttpRequest, pagina: PaginaScheda, vista: RigaVista, *, stato: int = 200) -> HttpResponse:
    modello = "piani/schede/_riga_salvata.html" if da_htmx(request) else "piani/scheda_riga.html"
    return mostra(request, modello, pagina, stato=stato, riga=vista)


def _salvata(request: RichiestaUtente, pagina: PaginaScheda, campo: str) -> HttpResponse:
    vista = pagina.riga(campo)
    if da_htmx(request):
        return _mostra_riga(request, pagina, replace(vista, avviso=avviso_salvato()))
    messages.success(request, f"Riga {vista.campo.ordine}: {avviso_salvato()}.")
    return redirect(f"{pagina.voce.get_absolute_url()}#riga-{campo}")


def _errori(
    request: HttpRequest, pagina: PaginaScheda, vista: RigaVista, modulo: ModuloRiga, frasi: list[str]
) -> HttpResponse:
    """Show the row as it was written, with what is wrong."""
    scritta = replace(vista, riga=modulo.riga(), errori=tuple(frasi))
    return _mostra_riga(request, pagina, scritta, stato=422)


def _conflitto(
    request: HttpRequest, pagina: PaginaScheda, campo: CampoScheda, mia: Riga, superato: SalvataggioSuperato
) -> HttpResponse:
    """Show both, and one with all that is in either, ready to be saved over what stands now."""
    salvata = PaginaScheda.carica(
        request, **pagina.voce.piano.indirizzo, specie=pagina.voce.specie, scheda=pagina.voce.codice
    ).riga(campo.chiave)
    attuale = superato.attuale
    ultima = attuale.storia.select_related("history_user").first() if isinstance(attuale, Risposta) else None
    conflitto = Conflitto(
        mia=replace(salvata, riga=mia),
        salvata=salvata,
        chi=str(ultima.history_user) if ultima and ultima.history_user else "un'altra persona",
        quando=ultima.history_date if ultima else None,
    )
    unita = replace(salvata, riga=unisci_righe(campo, salvata.riga, mia), conflitto=conflitto)
    return _mostra_riga(request, pagina, unita, stato=409)


def unisci_righe(campo: CampoScheda, salvata: Riga, mia: Riga) -> Riga:
    """Return a row with all that is in either; where only one value fits, mine."""
    return Riga(
        scelte=tuple(dict.fromkeys(salvata.scelte + mia.scelte)) if campo.multipla else mia.scelte or salvata.scelte,
        testo=unisci(salvata.testo, mia.testo),
        non_pertinente=mia.non_pertinente,
        titolo=mia.titolo or salvata.titolo,
        grado=salvata.grado if mia.grado is None else mia.grado,
        aree=salvata.aree | mia.aree,
        punti=salvata.punti | mia.punti,
        altri_punti=tuple(dict.fromkeys(salvata.altri_punti + mia.altri_punti)),
    )
