"""The findings of the checker: all of them, those of a part, and the acts that set one aside or take it up again."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import DatiNonValidi, NonPermesso
from core.tabelle import Cella, Tabella, esporta
from piani.actions.controllo import perche_non_scarta, proprietario_di, riprendi, scarta
from piani.controllo import PER_CHIAVE, Rilievo
from piani.controllo.elenco import TUTTO, della_parte, in_ordine, per_capitolo, per_peso, quanti_di_legge
from piani.dove import dove_si_legge, dove_si_sistema
from piani.forms.controllo import FiltroRilievi, ModuloScarta
from piani.models import Piano, RilievoScartato
from piani.permissions import chiavi_scrivibili
from piani.queries_controllo import aperti_di, rilievi_di, scartati_di
from piani.views.comune import piano_visibile
from utenti.permissions import permessi_su
from utenti.roles import Permesso
from utenti.typing import RichiestaUtente

A_PAGINA = 100
NELLA_PARTE = 5


@dataclass(frozen=True)
class RigaRilievo:
    """A finding as the page shows it: where it is settled, where it is read, by whom and why it was set aside; whether the
    reader may set it aside."""

    rilievo: Rilievo
    sistema: str
    leggi: str
    scartato: RilievoScartato | None
    scarta: bool = False


def _piano(request: RichiestaUtente, codice: str, triennio: str) -> Piano:
    """Return the plan, for who works on its draft; 404 for the others."""
    piano = piano_visibile(request, codice, triennio)
    if Permesso.LEGGERE_BOZZA not in permessi_su(request.user, piano.ambito):
        raise Http404
    return piano


def _capitoli(piano: Piano) -> list[tuple[str, str]]:
    return list(piano.sezioni.filter(genitore=None).order_by("ordine").values_list("chiave", "titolo"))


def _riga(
    piano: Piano, rilievo: Rilievo, scartati: dict[str, RilievoScartato], miei: frozenset[str] = frozenset()
) -> RigaRilievo:
    """`miei` are the keys of the bodies for which the reader writes."""
    luogo = rilievo.luogo
    di_chi = luogo.proprietario or piano.ambito.ente.chiave
    return RigaRilievo(
        rilievo,
        dove_si_sistema(piano, luogo),
        dove_si_legge(piano, luogo),
        scartati.get(rilievo.impronta),
        scarta=di_chi in miei and not piano.pubblico,
    )


def _tabella(piano: Piano, righe: list[RigaRilievo]) -> Tabella:
    return Tabella(
        f"Controllo del Piano di {piano.ambito.nome}, {piano.triennio}",
        ("Genere", "Peso", "Dove", "Che cosa", "Come si sistema", "Scartato perché", "Da chi"),
        tuple(
            (
                Cella(PER_CHIAVE[r.rilievo.regola].nome),
                Cella("Lo chiede la Regione" if PER_CHIAVE[r.rilievo.regola].peso == "legge" else "Consiglio"),
                Cella(r.rilievo.luogo.nome, r.sistema),
                Cella(r.rilievo.frase),
                Cella(PER_CHIAVE[r.rilievo.regola].rimedio),
                Cella(r.scartato.motivo if r.scartato else ""),
                Cella(str(r.scartato.autore) if r.scartato else ""),
            )
            for r in righe
        ),
    )


@require_safe
def controllo(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """All the findings, filtered, in pages, exported as filtered."""
    piano = _piano(request, codice, triennio)
    capitoli = _capitoli(piano)
    filtro = FiltroRilievi(request.GET.dict(), capitoli=capitoli)
    scartati = scartati_di(piano)
    tutti = rilievi_di(piano)
    aperti = [r for r in tutti if r.impronta not in scartati]
    messi_da_parte = [r for r in tutti if r.impronta in scartati]
    visti = in_ordine(r for r in (messi_da_parte if filtro.scartati else aperti) if filtro.scelta.tiene(r))
    if formato := request.GET.get("formato"):
        righe = [_riga(piano, r, scartati) for r in visti]
        return esporta(_tabella(piano, righe), nome=f"controllo-{codice}-{triennio}", formato=formato)
    pagina = Paginator(visti, A_PAGINA).get_page(request.GET.get("pagina"))
    conti = per_capitolo(aperti)
    miei = chiavi_scrivibili(request.user, piano)
    nomi = dict([*capitoli, (TUTTO, "Tutto il Piano")])
    contesto = {
        "piano": piano,
        "filtro": filtro,
        "pagina": pagina,
        "gruppi": [
            (titolo, [(g.regola, [_riga(piano, r, scartati, miei) for r in g.rilievi]) for g in gruppi])
            for titolo, gruppi in per_peso(pagina)
        ],
        "di_legge": quanti_di_legge(aperti),
        "consigli": len(aperti) - quanti_di_legge(aperti),
        "messi_da_parte": len(messi_da_parte),
        "capitoli": [(chiave, nome, conti[chiave]) for chiave, nome in nomi.items() if conti[chiave]],
        "azzera": reverse("piani:controllo", kwargs=piano.indirizzo),
    }
    return render(request, "piani/controllo.html", contesto)


@require_safe
def controllo_riepilogo(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """The piece of the plan's page that counts the findings by chapter."""
    piano = _piano(request, codice, triennio)
    aperti = aperti_di(piano)
    conti = per_capitolo(aperti)
    nomi = [*_capitoli(piano), (TUTTO, "Tutto il Piano")]
    contesto = {
        "piano": piano,
        "quanti": len(aperti),
        "di_legge": quanti_di_legge(aperti),
        "capitoli": [(chiave, nome, conti[chiave]) for chiave, nome in nomi if conti[chiave]],
    }
    return render(request, "piani/controllo/_riepilogo.html", contesto)


@require_safe
def controllo_parte(request: RichiestaUtente, codice: str, triennio: str, parte: str) -> HttpResponse:
    """The piece of a section's or of a sheet's page with its first findings."""
    piano = _piano(request, codice, triennio)
    suoi = in_ordine(r for r in aperti_di(piano) if della_parte(r, parte))
    righe = [(PER_CHIAVE[r.regola], _riga(piano, r, {})) for r in suoi[:NELLA_PARTE]]
    contesto = {"piano": piano, "parte": parte, "quanti": len(suoi), "righe": righe}
    return render(request, "piani/controllo/_parte.html", contesto)


def _rilievo(piano: Piano, impronta: str) -> Rilievo:
    trovato = next((r for r in rilievi_di(piano) if r.impronta == impronta), None)
    if trovato is None:
        raise Http404
    return trovato


@require_http_methods(["GET", "HEAD", "POST"])
def controllo_scarta(request: RichiestaUtente, codice: str, triennio: str, impronta: str) -> HttpResponse:
    """Ask why a finding is set aside, and set it aside."""
    piano = _piano(request, codice, triennio)
    rilievo = _rilievo(piano, impronta)
    rifiuto = perche_non_scarta(request.user, piano, proprietario_di(piano, rilievo.luogo))
    if rifiuto:
        raise NonPermesso(f"{rifiuto} Non è cambiato nulla.")
    modulo = ModuloScarta(request.POST if request.method == "POST" else None)
    if request.method == "POST" and modulo.is_valid():
        try:
            scarta(piano, rilievo, motivo=modulo.cleaned_data["motivo"], autore=request.user)
        except DatiNonValidi as errore:
            modulo.add_error(None, str(errore))
        else:
            messages.success(request, "Il rilievo è scartato. Lo ritrovi tra quelli «Scartati con un motivo».")
            return HttpResponseRedirect(reverse("piani:controllo", kwargs=piano.indirizzo))
    contesto = {
        "piano": piano,
        "regola": PER_CHIAVE[rilievo.regola],
        "riga": _riga(piano, rilievo, {}),
        "modulo": modulo,
    }
    return render(request, "piani/controllo_scarta.html", contesto, status=422 if modulo.errors else 200)


@require_POST
def controllo_riprendi(request: RichiestaUtente, codice: str, triennio: str, impronta: str) -> HttpResponse:
    """Take up again a finding that was set aside."""
    piano = _piano(request, codice, triennio)
    riprendi(piano, _rilievo(piano, impronta), autore=request.user)
    messages.success(request, "Il rilievo è di nuovo tra quelli da sistemare.")
    return HttpResponseRedirect(reverse("piani:controllo", kwargs=piano.indirizzo))
