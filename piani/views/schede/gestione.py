"""The sheet as a whole: its data, complete or not, new, elsewhere, deleted."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from core.exceptions import DatiNonValidi, SalvataggioSuperato
from obiettivi.enums import Specie
from obiettivi.forms import ModuloTestata
from obiettivi.models import Scheda
from piani.actions import schede as porte
from piani.forms.schede import ModuloCollocazione, ModuloNuovaScheda
from piani.models import Piano, Sezione
from piani.permissions import enti_scrivibili, esigi_scrittura
from piani.queries_esiti import schede_nuove
from piani.queries_schede import enti_che_partecipano
from piani.views.comune import piano_visibile
from piani.views.schede.pagina import avviso_salvato, esigi_governo, mostra
from piani.views.schede.vista import PaginaScheda
from utenti.typing import RichiestaUtente


@require_http_methods(["GET", "HEAD", "POST"])
def dati(request: RichiestaUtente, **indirizzo: str) -> HttpResponse:
    """Show the block "Dati della scheda" as a form; POST saves it."""
    pagina = PaginaScheda.carica(request, **indirizzo)
    esigi_governo(pagina)
    scheda = pagina.voce.scheda
    if request.method != "POST":
        return _mostra_dati(request, pagina, _modulo_dati(pagina, initial=ModuloTestata.iniziali(scheda)))
    modulo = _modulo_dati(pagina, request.POST)
    if not modulo.is_valid():
        return _mostra_dati(request, pagina, modulo, stato=422)
    try:
        porte.salva_testata(pagina.voce, modulo.dati(), revisione_letta=modulo.revisione_letta, autore=request.user)
    except SalvataggioSuperato as superato:
        return _conflitto_dati(request, pagina, modulo, superato)
    except DatiNonValidi as rifiuto:
        modulo.add_error(None, str(rifiuto))
        return _mostra_dati(request, pagina, modulo, stato=422)
    messages.success(request, f"Dati della scheda: {avviso_salvato()}.")
    return redirect(pagina.voce)


def _modulo_dati(pagina: PaginaScheda, *args: object, **kwargs: object) -> ModuloTestata:
    """Return the form: outcome sheets ask also for what became of the objective, with room for one more."""
    scheda = pagina.voce.scheda
    esito = pagina.voce.specie == Specie.ESITO
    enti = enti_che_partecipano(pagina.voce.piano, scheda)
    quanti = scheda.seguiti.count() + 1 if esito else 0
    nuove = schede_nuove(pagina.voce.piano) if esito else []
    kwargs.setdefault("initial", ModuloTestata.iniziali(scheda))
    return ModuloTestata(*args, enti=enti, seguiti=quanti, nuove=nuove, **kwargs)


def _conflitto_dati(
    request: HttpRequest, pagina: PaginaScheda, modulo: ModuloTestata, superato: SalvataggioSuperato
) -> HttpResponse:
    attuale = superato.attuale
    if not isinstance(attuale, Scheda):
        raise superato
    differenze = modulo.differenze(ModuloTestata.iniziali(attuale))
    modulo.riproponi(attuale.revisione)
    ultima = attuale.storia.select_related("history_user").first()
    chi = str(ultima.history_user) if ultima and ultima.history_user else "un'altra persona"
    return _mostra_dati(request, pagina, modulo, stato=409, differenze=differenze, chi=chi, ultima=ultima)


def _mostra_dati(
    request: HttpRequest, pagina: PaginaScheda, modulo: ModuloTestata, *, stato: int = 200, **altro: object
) -> HttpResponse:
    return mostra(
        request, "piani/scheda_elemento.html", pagina, stato=stato, modulo=modulo, titolo="Dati della scheda", **altro
    )


@require_POST
def completa(request: RichiestaUtente, **indirizzo: str) -> HttpResponse:
    """Say that the sheet is complete, or open it again."""
    pagina = PaginaScheda.carica(request, **indirizzo)
    esigi_governo(pagina)
    fatta = request.POST.get("completa") == "si"
    letta = request.POST.get("revisione", "")
    try:
        porte.segna_completa(
            pagina.voce, fatta, revisione_letta=int(letta) if letta.isdecimal() else 0, autore=request.user
        )
    except SalvataggioSuperato:
        messages.warning(
            request, "Nel frattempo un'altra persona ha cambiato i dati della scheda: guardala di nuovo e riprova."
        )
    else:
        messages.success(request, "La scheda è segnata come completa." if fatta else "La scheda è di nuovo aperta.")
    return redirect(pagina.voce)


def _sezioni_scrivibili(request: RichiestaUtente, piano: Piano) -> QuerySet[Sezione]:
    return piano.sezioni.filter(proprietario__in=enti_scrivibili(request.user, piano)).order_by("ordine")


@require_http_methods(["GET", "HEAD", "POST"])
def nuova(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """Show the form of a new sheet; POST makes it and opens it."""
    piano = piano_visibile(request, codice, triennio)
    sezioni = _sezioni_scrivibili(request, piano)
    prima = sezioni.select_related("proprietario").first()
    esigi_scrittura(request.user, piano, prima.proprietario if prima else piano.ambito.ente)
    if request.method != "POST":
        scelta = sezioni.filter(chiave=request.GET.get("sezione", "")).first()
        return _mostra_nuova(request, piano, ModuloNuovaScheda(initial={"sezione": scelta}, sezioni=sezioni))
    modulo = ModuloNuovaScheda(request.POST, sezioni=sezioni)
    if not modulo.is_valid():
        return _mostra_nuova(request, piano, modulo, stato=422)
    scelti = modulo.cleaned_data
    scelti["sezione"].piano = piano
    try:
        voce = porte.crea_scheda(
            scelti["sezione"],
            scelti["formato"],
            codice=scelti["codice"],
            intestazione=scelti["intestazione"],
            autore=request.user,
        )
    except DatiNonValidi as rifiuto:
        modulo.add_error("codice", str(rifiuto))
        return _mostra_nuova(request, piano, modulo, stato=422)
    messages.success(request, "La scheda c'è: compilala riga per riga, ogni riga si salva da sola.")
    return redirect(voce)


def _mostra_nuova(request: HttpRequest, piano: Piano, modulo: ModuloNuovaScheda, *, stato: int = 200) -> HttpResponse:
    return render(request, "piani/scheda_nuova.html", {"piano": piano, "modulo": modulo}, status=stato)


@require_http_methods(["GET", "HEAD", "POST"])
def colloca(request: RichiestaUtente, **indirizzo: str) -> HttpResponse:
    """Show where else the sheet may stand; POST moves it."""
    pagina = PaginaScheda.carica(request, **indirizzo)
    esigi_governo(pagina)
    sezioni = _sezioni_scrivibili(request, pagina.voce.piano).exclude(pk=pagina.voce.sezione_id)
    modulo = ModuloCollocazione(request.POST if request.method == "POST" else None, sezioni=sezioni)
    if request.method == "POST" and modulo.is_valid():
        sezione = modulo.cleaned_data["sezione"]
        porte.colloca_scheda(pagina.voce, sezione, autore=request.user)
        messages.success(request, f"La scheda ora sta in «{sezione}».")
        return redirect(pagina.voce)
    stato = 422 if modulo.errors else 200
    return mostra(
        request, "piani/scheda_elemento.html", pagina, stato=stato, modulo=modulo, titolo="Sposta in un'altra sezione"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def elimina(request: RichiestaUtente, **indirizzo: str) -> HttpResponse:
    """Ask before deleting an empty sheet; POST deletes it."""
    pagina = PaginaScheda.carica(request, **indirizzo)
    esigi_governo(pagina)
    voce = pagina.voce
    if request.method == "POST":
        porte.elimina_scheda(voce, autore=request.user)
        messages.success(request, f"La scheda {voce.codice} è eliminata.")
        return redirect(voce.piano)
    contesto = {
        "titolo": f"Eliminare la scheda {voce.codice}?",
        "testo": (
            f"«{voce.scheda.intestazione}» sparisce dal Piano. Si elimina solo una scheda senza righe compilate: "
            f"questa ne ha {pagina.compilate}."
        ),
        "azione": "Elimina la scheda",
        "indietro": voce.get_absolute_url(),
        "pericolo": True,
    }
    return render(request, "components/conferma.html", contesto)
