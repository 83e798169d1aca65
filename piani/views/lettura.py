"""Reading the plan: its contents, one chapter a page, its annexes. The same reading as the paper."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from core.canonico import Json
from piani.carta.impaginazione import indice, indice_del_capitolo
from piani.enums import PUBBLICI, SpecieParte, Stato
from piani.lettura import PianoLetto, SezioneLetta, leggi_piano
from piani.models import Piano
from piani.queries_commenti import aperti_per_parte, commenti_visibili_a, quali_commenti
from piani.queries_stampe import ultimo_pdf
from piani.versioni import documento_da_leggere
from piani.views.comune import lettore, piano_leggibile
from utenti.permissions import ha_permesso
from utenti.roles import Permesso

_RIMANDO = re.compile(r'<a class="rimando" href="#([^"]+)">')


@dataclass(frozen=True)
class _Impronta:
    sha256: str
    documento: Json = field(compare=False)


@lru_cache(maxsize=4)
def _gia_letto(impronta: _Impronta) -> PianoLetto:
    return leggi_piano(impronta.documento)


def _impronta(piano: Piano) -> _Impronta:
    documento = documento_da_leggere(piano)
    return _Impronta(documento["sha256"], documento)


def piano_letto(piano: Piano) -> PianoLetto:
    """Return the plan as it is read; kept in this process until its content changes."""
    return _gia_letto(_impronta(piano))


@lru_cache(maxsize=32)
def _contenuto(impronta: _Impronta, chiave: str, commenti: str) -> SafeString:
    """A long chapter costs a third of a second to lay out: its content is the same for every reader, but for the links to
    the comments (`commenti` is the address they stand under; empty for who comments nothing)."""
    letto = _gia_letto(impronta)
    capitolo = next(c for c in letto.capitoli if c.chiave == chiave)
    testo = render_to_string("piani/_leggi_contenuto.html", {"s": capitolo, "commenti": commenti})
    return mark_safe(_verso_le_pagine(testo, letto, chiave))


def _verso_le_pagine(testo: str, letto: PianoLetto, capitolo: str) -> str:
    """Return the text with the references to other chapters leading to their pages."""
    pagine = {b.ancora: b.capitolo for b in letto.rimandi.values() if b.capitolo not in ("", capitolo)}

    def messo(trovato: re.Match[str]) -> str:
        pagina = pagine.get(unescape(trovato[1]))
        return f'<a class="rimando" href="../{pagina}/#{trovato[1]}">' if pagina else trovato[0]

    return _RIMANDO.sub(messo, testo)


@dataclass(frozen=True)
class Vicino:
    """A page to go to: address and name."""

    url: str
    nome: str


def _pagine(piano: Piano, letto: PianoLetto) -> list[Vicino]:
    """Return the pages of the reading in their order."""
    base = f"{piano.get_absolute_url()}leggi/"
    pagine = [Vicino(f"{base}{c.chiave}/", c.nome) for c in letto.capitoli]
    pagine.append(Vicino(f"{base}allegati/sintesi/", "Allegato A. Quadri di sintesi"))
    if letto.accordo:
        pagine.append(Vicino(f"{base}allegati/accordo/", f"Allegato B. {letto.accordo.titolo}"))
    return pagine


def _accanto(pagine: list[Vicino], posto: int) -> dict[str, object]:
    return {
        "precedente": pagine[posto - 1] if posto else None,
        "seguente": pagine[posto + 1] if posto + 1 < len(pagine) else None,
    }


@login_not_required
@require_safe
def leggi(request: HttpRequest, codice: str, triennio: str) -> HttpResponse:
    """The contents of the whole plan, each line a link to its place."""
    piano = piano_leggibile(request, codice, triennio)
    chi = lettore(request)
    letto = piano_letto(piano)
    contesto = {
        "piano": piano,
        "letto": letto,
        "capitoli": [(p, indice_del_capitolo(c)) for p, c in zip(_pagine(piano, letto), letto.capitoli, strict=False)],
        "allegati": _pagine(piano, letto)[len(letto.capitoli) :],
        "voci": len(indice(letto)),
        "pdf": ultimo_pdf(piano, chi),
        "stampa": chi is not None and ha_permesso(chi, Permesso.STAMPARE, ambito=piano.ambito),
        "commenti": quali_commenti(chi, piano) is not None,
    }
    return render(request, "piani/leggi.html", contesto)


@login_not_required
@require_safe
def leggi_capitolo(request: HttpRequest, codice: str, triennio: str, chiave: str) -> HttpResponse:
    """One chapter, with the one before and the one after."""
    piano = piano_leggibile(request, codice, triennio)
    impronta = _impronta(piano)
    letto = _gia_letto(impronta)
    posto = next((i for i, c in enumerate(letto.capitoli) if c.chiave == chiave), None)
    if posto is None:
        raise Http404
    capitolo = letto.capitoli[posto]
    contesto: dict[str, object] = {
        "piano": piano,
        "s": capitolo,
        "voci": indice_del_capitolo(capitolo),
    }
    commentabili = _commentabili(request, piano, capitolo)
    base = reverse("piani:commenti", kwargs=piano.indirizzo) if commentabili else ""
    contesto |= {"commentabili": commentabili, "contenuto": _contenuto(impronta, chiave, base)}
    return render(request, "piani/leggi_capitolo.html", contesto | _accanto(_pagine(piano, letto), posto))


@dataclass(frozen=True)
class Commentabile:
    """A part of the chapter with its comments: where they are, how many are open."""

    nome: str
    url: str
    aperti: int


def _commentabili(request: HttpRequest, piano: Piano, capitolo: SezioneLetta) -> list[Commentabile]:
    """Return sections and sheets of a chapter, for who reads its comments. Two queries; none for a visitor."""
    chi = lettore(request)
    tutti = quali_commenti(chi, piano)
    if tutti is None or Stato(piano.stato) in PUBBLICI:
        return []
    parti = [(p, n) for s in capitolo.cammina() for p, n in _parti(s)]
    aperti = aperti_per_parte(commenti_visibili_a(chi, piano, tutti=tutti), [chiave for (_, chiave), _ in parti])
    return [
        Commentabile(
            nome,
            reverse("piani:commenti_parte", kwargs={**piano.indirizzo, "specie": specie, "parte": chiave}),
            aperti.get(chiave, 0),
        )
        for (specie, chiave), nome in parti
    ]


def _parti(sezione: SezioneLetta) -> Iterator[tuple[tuple[SpecieParte, str], str]]:
    yield (SpecieParte.SEZIONE, sezione.chiave), sezione.nome
    for scheda in sezione.schede:
        yield (SpecieParte.SCHEDA, f"{scheda.specie}:{scheda.codice}"), f"Scheda {scheda.intestazione}"


@login_not_required
@require_safe
def leggi_allegato(request: HttpRequest, codice: str, triennio: str, nome: str) -> HttpResponse:
    """An annex: the computed summaries, or the Accordo di Programma."""
    piano = piano_leggibile(request, codice, triennio)
    letto = piano_letto(piano)
    if nome not in ("sintesi", "accordo") or (nome == "accordo" and letto.accordo is None):
        raise Http404
    pagine = _pagine(piano, letto)
    posto = len(letto.capitoli) + (nome == "accordo")
    contesto = {"piano": piano, "letto": letto, "nome": nome, "titolo": pagine[posto].nome}
    return render(request, "piani/leggi_allegato.html", contesto | _accanto(pagine, posto))
