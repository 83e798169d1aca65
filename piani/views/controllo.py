"""The findings of the checker: all of them, those of a part, and the acts that set one aside or take it up again."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ambiti.models import Ente
from core.exceptions import DatiNonValidi, NonPermesso
from core.tabelle import Cella, Tabella, esporta
from piani.actions.controllo import perche_non_scarta, proprietario_di, riprendi, scarta
from piani.controllo import PER_CHIAVE, Peso, Rilievo
from piani.controllo.elenco import (
    TITOLI,
    TUTTO,
    della_parte,
    in_ordine,
    per_capitolo,
    per_genere,
    per_peso,
    quanti_di_legge,
)
from piani.dove import dove_si_legge, dove_si_sistema
from piani.forms.controllo import APERTI, TUTTI, FiltroRilievi, ModuloScarta
from piani.models import Piano, RilievoScartato
from piani.permissions import chiavi_scrivibili
from piani.procedura import DELL_ASSEMBLEA, prossimo_passo
from piani.queries_controllo import aperti_di, rilievi_di, scartati_di
from piani.views.comune import piano_visibile
from piani.workflow import ostacoli
from utenti.permissions import permessi_su
from utenti.roles import Permesso
from utenti.typing import RichiestaUtente

A_PAGINA = 100
NELLA_PARTE = 5


@dataclass(frozen=True)
class RigaRilievo:
    """A finding as the page shows it: where it is settled, where it is read, by whom and why it was set aside; whether the
    reader may set it aside; the body that writes the part, where it is not the reader's."""

    rilievo: Rilievo
    sistema: str
    leggi: str
    scartato: RilievoScartato | None
    scarta: bool = False
    altrui: str = ""


def _piano(request: RichiestaUtente, codice: str, triennio: str) -> Piano:
    """Return the plan, for who works on its draft; 404 for the others."""
    piano = piano_visibile(request, codice, triennio)
    if Permesso.LEGGERE_BOZZA not in permessi_su(request.user, piano.ambito):
        raise Http404
    return piano


def _capitoli(piano: Piano) -> list[tuple[str, str]]:
    return list(piano.sezioni.filter(genitore=None).order_by("ordine").values_list("chiave", "titolo"))


def _struttura(piano: Piano) -> str:
    """Where a chapter that is missing is added."""
    return reverse("piani:struttura", kwargs=piano.indirizzo)


def _altri_enti(rilievi: Iterable[Rilievo], miei: frozenset[str]) -> dict[str, str]:
    """Return the names, by key, of the bodies that write the parts which a writer does not. One query, where there are any."""
    chiavi = {r.luogo.proprietario for r in rilievi} - miei - {""} if miei else set()
    codici = [chiave.partition(":")[2] for chiave in chiavi]
    return {e.chiave: str(e) for e in Ente.objects.filter(codice__in=codici)} if codici else {}


def _passo(piano: Piano, permessi: frozenset[Permesso]) -> dict[str, object] | None:
    """Return the step that comes next, what of the plan stops it, and its page for who takes it; None where none does."""
    regola = None if piano.pubblico else prossimo_passo(piano)
    if regola is None:
        return None
    sua = permessi.intersection(regola.permessi) and regola.passo not in DELL_ASSEMBLEA
    url = reverse("piani:passo", kwargs={**piano.indirizzo, "passo": regola.passo}) if sua else ""
    return {"nome": str(regola.passo.label), "ostacoli": ostacoli(regola.passo, piano), "url": url}


def _riga(
    piano: Piano,
    rilievo: Rilievo,
    scartati: dict[str, RilievoScartato],
    miei: frozenset[str] = frozenset(),
    altri: dict[str, str] | None = None,
) -> RigaRilievo:
    """`miei` are the keys of the bodies for which the reader writes, `altri` the names of the others."""
    luogo = rilievo.luogo
    di_chi = luogo.proprietario or piano.ambito.ente.chiave
    return RigaRilievo(
        rilievo,
        _struttura(piano) if luogo.specie == "piano" and di_chi in miei else dove_si_sistema(piano, luogo),
        dove_si_legge(piano, luogo),
        scartati.get(rilievo.impronta),
        scarta=di_chi in miei and not piano.pubblico,
        altrui=(altri or {}).get(di_chi, ""),
    )


def _tabella(piano: Piano, righe: list[RigaRilievo]) -> Tabella:
    return Tabella(
        f"Controllo del Piano di {piano.ambito.nome}, {piano.triennio}",
        (
            "Genere",
            "Chi lo chiede",
            "Stato",
            "Dove",
            "Che cosa",
            "Come si sistema",
            "Fonte",
            "Scartato perché",
            "Da chi",
        ),
        tuple(
            (
                Cella(PER_CHIAVE[r.rilievo.regola].nome),
                Cella("Lo chiede la Regione" if PER_CHIAVE[r.rilievo.regola].peso == "legge" else "Consiglio"),
                Cella("Scartato" if r.scartato else "Da sistemare"),
                Cella(r.rilievo.luogo.nome, r.sistema),
                Cella(r.rilievo.frase),
                Cella(PER_CHIAVE[r.rilievo.regola].rimedio),
                Cella(PER_CHIAVE[r.rilievo.regola].fonte),
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
    scartati = scartati_di(piano)
    tutti = rilievi_di(piano)
    aperti = [r for r in tutti if r.impronta not in scartati]
    filtro = FiltroRilievi(request.GET.dict(), capitoli=capitoli, quanti=per_genere(aperti))
    visti = in_ordine(r for r in _nello_stato(tutti, scartati, filtro.quali) if filtro.scelta.tiene(r))
    if formato := request.GET.get("formato"):
        righe = [_riga(piano, r, scartati) for r in visti]
        return esporta(_tabella(piano, righe), nome=f"controllo-{codice}-{triennio}", formato=formato)
    pagina = Paginator(visti, A_PAGINA).get_page(request.GET.get("pagina"))
    miei = chiavi_scrivibili(request.user, piano)
    altri = _altri_enti(pagina, miei)
    conti = per_capitolo(aperti)
    per_tipo = per_genere(visti)
    nomi = dict([*capitoli, (TUTTO, "Tutto il Piano")])
    contesto = {
        "piano": piano,
        "filtro": filtro,
        "pagina": pagina,
        "passo": _passo(piano, permessi_su(request.user, piano.ambito)),
        "gruppi": [
            (
                titolo,
                sum(per_tipo[g.regola.chiave] for g in gruppi),
                [
                    (g.regola, per_tipo[g.regola.chiave], [_riga(piano, r, scartati, miei, altri) for r in g.rilievi])
                    for g in gruppi
                ],
            )
            for titolo, gruppi in per_peso(pagina)
        ],
        "della_regione": TITOLI[Peso.LEGGE],
        "scrive": bool(miei),
        "aperti": len(aperti),
        "di_legge": quanti_di_legge(aperti),
        "consigli": len(aperti) - quanti_di_legge(aperti),
        "messi_da_parte": len(tutti) - len(aperti),
        "capitoli": [(chiave, nome, conti[chiave]) for chiave, nome in nomi.items() if conti[chiave]],
        "azzera": reverse("piani:controllo", kwargs=piano.indirizzo),
        "filtri": _filtri(request),
    }
    return render(request, "piani/controllo.html", contesto)


def _nello_stato(tutti: list[Rilievo], scartati: dict[str, RilievoScartato], stato: str) -> list[Rilievo]:
    if stato == TUTTI:
        return tutti
    return [r for r in tutti if (r.impronta in scartati) == (stato != APERTI)]


_FILTRI = ("capitolo", "stato", "peso", "famiglia", "regola", "parte", "pagina")


def _filtri(request: RichiestaUtente) -> str:
    """Return the filters of the address, to come back to the same list; what it does not know is left out."""
    tenuti = {c: v for c in _FILTRI if (v := request.GET.get(c))}
    return f"?{urlencode(tenuti)}" if tenuti else ""


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
        "consigli": len(aperti) - quanti_di_legge(aperti),
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
            messages.success(request, "Il rilievo è scartato. Lo ritrovi con il filtro «Scartati con un motivo».")
            return HttpResponseRedirect(reverse("piani:controllo", kwargs=piano.indirizzo) + _filtri(request))
    contesto = {
        "piano": piano,
        "regola": PER_CHIAVE[rilievo.regola],
        "riga": _riga(piano, rilievo, {}),
        "modulo": modulo,
        "filtri": _filtri(request),
    }
    return render(request, "piani/controllo_scarta.html", contesto, status=422 if modulo.errors else 200)


@require_POST
def controllo_riprendi(request: RichiestaUtente, codice: str, triennio: str, impronta: str) -> HttpResponse:
    """Take up again a finding that was set aside."""
    piano = _piano(request, codice, triennio)
    riprendi(piano, _rilievo(piano, impronta), autore=request.user)
    messages.success(request, "Il rilievo è di nuovo tra quelli da sistemare.")
    return HttpResponseRedirect(reverse("piani:controllo", kwargs=piano.indirizzo) + _filtri(request))
