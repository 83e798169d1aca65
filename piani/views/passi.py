"""The procedure of a plan: its page, the page of each step, the dates typed by hand, the files of the acts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core.exceptions import DatiNonValidi, NonPermesso
from documenti.risposte import risposta_file
from piani.actions.date import registra_data
from piani.composizione import avvertenze
from piani.cronologia import PER_CHIAVE, Fatto, FattoDatato, fatti_di, raggiunto, violazioni
from piani.enums import Passo
from piani.exceptions import DatiPassoMancanti
from piani.forms.passi import PAROLE, ModuloData, ModuloPasso
from piani.models import Passaggio, Piano
from piani.persone import ultimi_atti
from piani.procedura import (
    ATTI_PUBBLICI,
    da_integrare,
    passaggi_di,
    passi,
    passi_di,
    stanze_di,
    tabella_dei_passi,
    turno,
)
from piani.regole_passi import PER_PASSO, Regola
from piani.views.comune import lettore, piano_leggibile, piano_visibile, vai
from piani.workflow import esegui, impedimenti
from utenti.permissions import esigi, permessi_su, spiega_rifiuto
from utenti.roles import Permesso
from utenti.typing import RichiestaUtente

ATTI_MOSTRATI = 30


@login_not_required
@require_safe
def procedura(request: HttpRequest, codice: str, triennio: str) -> HttpResponse:
    """All the acts with their dates, numbers and files; the steps from here; who takes which step."""
    piano = piano_leggibile(request, codice, triennio)
    chi = lettore(request)
    permessi = permessi_su(chi, piano.ambito) if chi else frozenset[Permesso]()
    passaggi = passaggi_di(piano)
    fatti = fatti_di(piano)
    dentro = Permesso.LEGGERE_BOZZA in permessi
    contesto = {
        "piano": piano,
        "passi": passi(piano, passaggi, in_lavorazione=dentro),
        "turno": turno(piano, passaggi, inviato=any(f.giorno for f in fatti if f.chiave == "invio")),
        "fatti": [(f, _si_registra(f.fatto, piano, permessi)) for f in fatti],
        "avvisi": list(violazioni({f.chiave: f.giorno for f in fatti})),
        "passaggi": _con_parti(passaggi, piano) if dentro else [],
        "miei": _con_impedimenti(piano, permessi),
        "atti": ultimi_atti([piano.catena], ATTI_MOSTRATI) if dentro else [],
        "tabella": tabella_dei_passi(),
        "in_lavorazione": dentro,
    }
    return render(request, "piani/procedura.html", contesto)


def _si_registra(fatto: Fatto, piano: Piano, permessi: frozenset[Permesso]) -> bool:
    return fatto.permesso in permessi and not fatto.altrove and raggiunto(piano, fatto.da)


def _con_parti(passaggi: list[Passaggio], piano: Piano) -> list[Passaggio]:
    """Return the steps newest first, with the parts that the ATS asked for. One query, where it asked for any."""
    chieste = [p for p in passaggi if p.passo == Passo.CHIEDI_INTEGRAZIONI]
    prefetch_related_objects(chieste, "parti")
    for passaggio in passaggi:
        passaggio.piano = piano
    return passaggi[::-1]


def _con_impedimenti(piano: Piano, permessi: frozenset[Permesso]) -> list[dict[str, object]]:
    return [
        {"passo": mio, "impedimenti": list(impedimenti(mio.regola.passo, piano, None, permessi=permessi))}
        for mio in passi_di(piano, permessi)
    ]


def _regola(passo: str) -> Regola:
    if passo not in PAROLE:
        raise Http404
    return PER_PASSO[Passo(passo)]


def _esigi_la_persona(request: RichiestaUtente, regola: Regola, piano: Piano) -> frozenset[Permesso]:
    permessi = permessi_su(request.user, piano.ambito)
    if not permessi.intersection(regola.permessi):
        raise NonPermesso(spiega_rifiuto(request.user, regola.permessi[0], ambito=piano.ambito))
    return permessi


@require_http_methods(["GET", "POST"])
def passo(request: RichiestaUtente, codice: str, triennio: str, passo: str) -> HttpResponse:
    """What a step does and what it wants typed; or what is missing. POST takes it."""
    piano, regola = piano_visibile(request, codice, triennio), _regola(passo)
    permessi = _esigi_la_persona(request, regola, piano)
    if request.method == "POST":
        return _fai(request, piano, regola)
    mancano = list(impedimenti(regola.passo, piano, request.user, permessi=permessi))
    scelte, iniziali = request.GET.getlist("parti"), request.GET.dict()
    modulo = None if mancano else ModuloPasso(regola, piano, scelte=scelte, initial=iniziali)
    return _pagina_passo(request, piano, regola, modulo, mancano)


def _pagina_passo(
    request: RichiestaUtente, piano: Piano, regola: Regola, modulo: ModuloPasso | None, mancano: list[str]
) -> HttpResponse:
    contesto = {
        "piano": piano,
        "regola": regola,
        "parole": PAROLE[regola.passo],
        "modulo": modulo,
        "impedimenti": mancano,
        "avvertenze": [] if mancano else avvertenze(regola.passo, piano),
        "richiesta": da_integrare(piano, passaggi_di(piano)) if regola.passo is Passo.INVIA_IN_VERIFICA else None,
        "stanze": stanze_di(piano, in_lavorazione=True) if mancano else [],
        "con_file": "file" in regola.dati,
    }
    return render(request, "piani/passo.html", contesto, status=422 if modulo and modulo.errors else 200)


def _fai(request: RichiestaUtente, piano: Piano, regola: Regola) -> HttpResponse:
    modulo = ModuloPasso(regola, piano, request.POST, request.FILES)
    if modulo.is_valid():
        try:
            esegui(regola.passo, piano, autore=request.user, dati=modulo.dati())
        except DatiPassoMancanti as rifiuto:
            modulo.rifiutato(rifiuto)
        else:
            messages.success(request, PAROLE[regola.passo].fatto)
            return redirect(piano)
    return _pagina_passo(request, piano, regola, modulo, [])


@require_http_methods(["GET", "POST"])
def data(request: RichiestaUtente, codice: str, triennio: str, fatto: str) -> HttpResponse:
    """The day of an act that no step writes. POST writes it, or corrects it."""
    piano, voce = piano_visibile(request, codice, triennio), PER_CHIAVE.get(fatto)
    if voce is None or voce.permesso is None or voce.altrove:
        raise Http404
    esigi(request.user, voce.permesso, ambito=piano.ambito)
    attuale = next(f for f in fatti_di(piano) if f.chiave == fatto)
    iniziali = {"giorno": attuale.giorno, "numero": attuale.numero}
    modulo = ModuloData(request.POST or None, con_numero=bool(voce.numero), initial=iniziali)
    if modulo.is_valid():
        scelti = modulo.cleaned_data
        try:
            registra_data(
                piano,
                fatto,
                giorno=scelti["giorno"],
                numero=scelti.get("numero", ""),
                autore=request.user,
                conferma_ordine=scelti["conferma_ordine"],
            )
        except (DatiNonValidi, DatiPassoMancanti) as rifiuto:
            modulo.rifiutato(rifiuto)
        else:
            messages.success(request, "La data è registrata.")
            return vai("piani:procedura", piano)
    return render(
        request, "piani/data.html", _contesto_data(piano, attuale, modulo), status=422 if modulo.errors else 200
    )


def _contesto_data(piano: Piano, attuale: FattoDatato, modulo: ModuloData) -> dict[str, object]:
    chiusa = not raggiunto(piano, attuale.fatto.da)
    return {"piano": piano, "fatto": attuale, "modulo": modulo, "chiusa": chiusa, "da": attuale.fatto.da.label}


@login_not_required
@require_safe
def passaggio_file(request: HttpRequest, codice: str, triennio: str, pk: int) -> HttpResponse:
    """The file of an act: the approving act and the recepimento for anyone once the plan is public, else for who works on it."""
    piano = piano_visibile(request, codice, triennio)
    passaggio = get_object_or_404(Passaggio.objects.select_related("file"), piano=piano, pk=pk, file__isnull=False)
    chi = lettore(request)
    pubblico = piano.pubblico and Passo(passaggio.passo) in ATTI_PUBBLICI
    if not pubblico and (chi is None or Permesso.LEGGERE_BOZZA not in permessi_su(chi, piano.ambito)):
        raise Http404
    if passaggio.file is None:  # the filter above said so; the type cannot know
        raise Http404
    return risposta_file(passaggio.file, passaggio.nome_file or f"atto-{passaggio.pk}")
