"""The versions of a plan: the list, a new name, a name changed or taken away."""

from collections.abc import Iterator
from itertools import pairwise

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from core.exceptions import SalvataggioSuperato
from core.testo import per_ricerca
from piani.actions.tappe import nomina_versione, rinomina_versione, togli_nome
from piani.forms.versioni import FiltroVersioni, ModuloTappa
from piani.models import Piano, Tappa
from piani.queries_letture import lettura_di
from piani.queries_versioni import (
    ATTO,
    STAMPA,
    VoceVersioni,
    legge_le_versioni,
    quante_cambiate,
    tappe_modificabili,
    voci_del,
)
from piani.views.comune import piano_visibile, vai
from utenti.permissions import esigi, ha_permesso
from utenti.roles import Permesso
from utenti.typing import RichiestaUtente


def piano_con_versioni(request: RichiestaUtente, codice: str, triennio: str) -> Piano:
    """Return the plan, for who reads its versions; 404 for the others, also when it is public. Two queries."""
    piano = piano_visibile(request, codice, triennio)
    if not legge_le_versioni(request.user, piano):
        raise Http404
    return piano


def _filtrate(voci: list[VoceVersioni], filtro: FiltroVersioni) -> Iterator[VoceVersioni]:
    scelto = filtro.cleaned_data if filtro.is_valid() else {}
    parole = per_ricerca(scelto.get("q", ""))
    specie = {"atti": ATTO, "stampe": STAMPA}.get(scelto.get("specie", ""))
    con_nome = scelto.get("specie") == "nome"
    for voce in voci:
        if specie and voce.specie != specie:
            continue
        if con_nome and voce.tappa is None:
            continue
        if parole in per_ricerca(f"{voce.nome} {voce.nota} {voce.versione.sha256[:12]}"):
            yield voce


def _contate(
    piano: Piano, tutte: list[VoceVersioni], mostrate: list[VoceVersioni]
) -> list[tuple[VoceVersioni, int | None]]:
    """Say of each how many parts changed since the one before it in time, whatever the filter."""
    prima = {id(v): p for v, p in pairwise(tutte)}
    conti = quante_cambiate(piano, [(prima[id(v)].versione, v.versione) for v in mostrate if id(v) in prima])
    return [(v, conti[prima[id(v)].versione.sha256, v.versione.sha256] if id(v) in prima else None) for v in mostrate]


@require_http_methods(["GET", "HEAD", "POST"])
def versioni(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """The versions, newest first; POST gives a name to the plan as it stands. Twelve queries with those of the session, whatever their number."""
    piano = piano_con_versioni(request, codice, triennio)
    modulo = ModuloTappa(request.POST or None, invio="Tieni questa versione")
    if request.method == "POST":
        esigi(request.user, Permesso.SCRIVERE_PIANO, ambito=piano.ambito)
        if modulo.is_valid():
            tappa = nomina_versione(
                piano, nome=modulo.cleaned_data["nome"], nota=modulo.cleaned_data["nota"], autore=request.user
            )
            messages.success(request, f"Il Piano com'è adesso è la versione «{tappa}»: la ritrovi qui.")
            return vai("piani:versioni", piano)
    tutte = voci_del(piano)
    filtro = FiltroVersioni(request.GET)
    pagina = Paginator(list(_filtrate(tutte, filtro)), settings.RIGHE_PER_PAGINA).get_page(request.GET.get("pagina"))
    contesto = {
        "piano": piano,
        "filtro": {"form": filtro},
        "filtrato": any(request.GET.get(k) for k in ("q", "specie")),
        "pagina": pagina,
        "voci": _contate(piano, tutte, list(pagina)),
        "scelte": [(v.versione.sha256[:12], v) for v in tutte],
        "scrive": ha_permesso(request.user, Permesso.SCRIVERE_PIANO, ambito=piano.ambito),
        "lettura": lettura_di(request.user, piano, ufficio=True),
        "modulo": modulo,
    }
    return render(request, "piani/versioni/elenco.html", contesto, status=422 if modulo.errors else 200)


def _tappa(piano: Piano, pk: int) -> Tappa:
    tappa = get_object_or_404(Tappa.objects.select_related("versione"), piano=piano, pk=pk)
    tappa.piano = piano
    return tappa


@require_http_methods(["GET", "HEAD", "POST"])
def versione_nome(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> HttpResponse:
    """Change name and note of a version."""
    piano = piano_con_versioni(request, codice, triennio)
    esigi(request.user, Permesso.SCRIVERE_PIANO, ambito=piano.ambito)
    tappa = _tappa(piano, pk)
    iniziali = {"nome": tappa.nome, "nota": tappa.nota, "revisione": tappa.revisione}
    modulo = ModuloTappa(request.POST or None, initial=iniziali)
    superata = False
    if modulo.is_valid():
        dati = modulo.cleaned_data
        try:
            rinomina_versione(
                tappa, nome=dati["nome"], nota=dati["nota"], revisione=dati["revisione"] or 0, autore=request.user
            )
        except SalvataggioSuperato:
            superata = True
            tappa = _tappa(piano, pk)
            modulo = ModuloTappa({**request.POST.dict(), "revisione": str(tappa.revisione)})
        else:
            messages.success(request, "Il nome è cambiato.")
            return vai("piani:versioni", piano)
    contesto = {"piano": piano, "tappa": tappa, "modulo": modulo, "superata": superata}
    contesto["togliibile"] = tappe_modificabili(piano).filter(pk=tappa.pk).exists()
    stato = 409 if superata else 422 if modulo.errors else 200
    return render(request, "piani/versioni/nome.html", contesto, status=stato)


@require_http_methods(["GET", "HEAD", "POST"])
def versione_togli(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> HttpResponse:
    """Ask, then take a name away."""
    piano = piano_con_versioni(request, codice, triennio)
    esigi(request.user, Permesso.SCRIVERE_PIANO, ambito=piano.ambito)
    tappa = _tappa(piano, pk)
    if request.method == "POST":
        togli_nome(tappa, autore=request.user)
        messages.success(request, f"Il nome «{tappa}» è tolto. La versione resta, senza nome.")
        return vai("piani:versioni", piano)
    contesto = {
        "titolo": "Togliere il nome?",
        "testo": f"«{tappa}» non avrà più un nome. Il contenuto resta conservato, con le sue stampe, e si può ancora "
        "confrontare e ripristinare.",
        "azione": "Togli il nome",
        "indietro": "../",
    }
    return render(request, "components/conferma.html", contesto)
