"""Two versions beside each other, changes marked word by word."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.exceptions import DatiNonValidi
from core.tabelle import Cella, Tabella, esporta
from piani.actions.letture import segno
from piani.actions.stampe import chiedi_stampa_confronto
from piani.confronti import ADESSO, LETTA, Estremo, estremo, raffronto
from piani.models import Piano
from piani.queries_letture import come_legge
from piani.queries_versioni import VoceVersioni, legge_le_versioni, voci_del
from piani.raffronto import CapitoloConfrontato, Genere, ParteConfrontata
from piani.views.comune import piano_leggibile, vai
from piani.views.versioni.elenco import piano_con_versioni
from utenti.permissions import esigi, ha_permesso
from utenti.roles import Permesso
from utenti.typing import RichiestaUtente

PARTI_PER_PAGINA = 40


@dataclass(frozen=True)
class _Estremi:
    """`lavora`: the reader works on the plan, and `voci` are its versions; for the others they are not told."""

    piano: Piano
    lavora: bool
    voci: list[VoceVersioni]
    prima: Estremo
    dopo: Estremo


def _estremi(request: RichiestaUtente, codice: str, triennio: str, da: str, a: str) -> _Estremi:
    piano = piano_leggibile(request, codice, triennio)
    lavora = legge_le_versioni(request.user, piano)
    voci = voci_del(piano) if lavora else []
    prima, dopo = (estremo(piano, k, request.user, ufficio=lavora, voci=voci) for k in (da, a))
    if prima is None or dopo is None:
        raise Http404
    return _Estremi(piano, lavora, voci, prima, dopo)


@require_safe
def confronta_scegli(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """Go to the comparison of the two that a form names; without, to the versions."""
    piano = piano_con_versioni(request, codice, triennio)
    da, a = request.GET.get("da", ""), request.GET.get("a", "")
    if not all(x and x.isalnum() and x.isascii() for x in (da, a)):
        return vai("piani:versioni", piano)
    return vai("piani:confronta", piano, da=da, a=a)


def _filtrati(capitoli: Sequence[CapitoloConfrontato], request: HttpRequest) -> list[CapitoloConfrontato]:
    capitolo, genere = request.GET.get("capitolo", ""), request.GET.get("specie", "")
    scelti = []
    for c in capitoli:
        if capitolo not in ("", c.chiave):
            continue
        if parti := tuple(p for p in c.parti if genere in ("", p.genere)):
            scelti.append(replace(c, parti=parti))
    return scelti


def _in_pagina(capitoli: list[CapitoloConfrontato], parti: list[ParteConfrontata]) -> list[CapitoloConfrontato]:
    """Keep the parts of a page, under their chapters."""
    numeri = {p.numero for p in parti}
    ridotti = (replace(c, parti=tuple(p for p in c.parti if p.numero in numeri)) for c in capitoli)
    return [c for c in ridotti if c.parti]


@require_safe
def confronta(request: RichiestaUtente, codice: str, triennio: str, da: str, a: str) -> HttpResponse:
    """Show what changed, by chapter; the filters and the page stay in the address."""
    estremi = _estremi(request, codice, triennio, da, a)
    piano, capitoli = estremi.piano, raffronto(estremi.prima, estremi.dopo)
    scelti = _filtrati(capitoli, request)
    parti = [p for c in scelti for p in c.parti]
    quante = max(len(parti), 1) if request.GET.get("tutto") else PARTI_PER_PAGINA
    pagina = Paginator(parti, quante).get_page(request.GET.get("pagina"))
    generi = Counter(p.genere for c in capitoli for p in c.parti)
    contesto = {
        "piano": piano,
        "prima": estremi.prima,
        "dopo": estremi.dopo,
        "totale": sum(generi.values()),
        "generi": [(g, g.nome, generi[g]) for g in Genere if generi[g]],
        "capitoli": capitoli,
        "scelti": _in_pagina(scelti, list(pagina)),
        "trovate": len(parti),
        "pagina": pagina,
        "filtro": {"capitolo": request.GET.get("capitolo", ""), "specie": request.GET.get("specie", "")},
        "lavora": estremi.lavora,
        "legate": estremi.dopo.chiave == ADESSO,
        "scelte": [(v.versione.sha256[:12], v) for v in estremi.voci],
        "stampa": LETTA not in (da, a) and ha_permesso(request.user, Permesso.STAMPARE, ambito=piano.ambito),
        "segno": _segno(request, estremi) if (da, a) == (LETTA, ADESSO) else "",
    }
    return render(request, "piani/versioni/confronta.html", contesto)


def _segno(request: RichiestaUtente, estremi: _Estremi) -> str:
    chi = request.user
    return segno(estremi.piano, estremi.dopo.sha256, come=come_legge(chi, estremi.piano), chi=chi)


@require_safe
def confronta_csv(request: RichiestaUtente, codice: str, triennio: str, da: str, a: str) -> HttpResponse:
    """Give the list of the changed parts as CSV, or XLSX."""
    estremi = _estremi(request, codice, triennio, da, a)
    righe = [
        (
            Cella(c.nome),
            Cella(p.genere.nome),
            Cella(p.parte.etichetta),
            Cella(p.parte.cambio.value),
            Cella("; ".join(p.parte.righe)),
            Cella(str(p.parole[0])),
            Cella(str(p.parole[1])),
        )
        for c in _filtrati(raffronto(estremi.prima, estremi.dopo), request)
        for p in c.parti
    ]
    colonne = ("Capitolo", "Che cos'è", "Parte", "Che cosa è successo", "Dove", "Parole aggiunte", "Parole tolte")
    tabella = Tabella("Parti cambiate", colonne, tuple(righe))
    nome = f"confronto-{codice}-{triennio}-{estremi.prima.sha256[:8]}-{estremi.dopo.sha256[:8]}"
    return esporta(tabella, nome=nome, formato=request.GET.get("formato", "csv"))


@require_POST
def confronta_stampa(request: RichiestaUtente, codice: str, triennio: str, da: str, a: str) -> HttpResponse:
    """Put the print of the comparison in the queue."""
    piano = piano_con_versioni(request, codice, triennio)
    esigi(request.user, Permesso.STAMPARE, ambito=piano.ambito)
    estremi = _estremi(request, codice, triennio, da, a)
    prima, dopo = estremi.prima, estremi.dopo
    if LETTA in (da, a) or prima.sha256 == dopo.sha256:
        raise DatiNonValidi("Si stampa il confronto di due versioni diverse. Non è stato stampato nulla.")
    chiedi_stampa_confronto(piano, prima.versione, dopo.versione, autore=request.user)
    messages.success(request, "Il confronto è in coda tra le stampe. Puoi lasciare questa pagina: va avanti da solo.")
    return redirect("piani:stampe", codice=codice, triennio=triennio)
