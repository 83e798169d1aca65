"""Reading the plan: its contents, one chapter a page, its annexes. The same reading as the paper."""

import re
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
from piani.actions.letture import segno
from piani.carta.impaginazione import indice, indice_del_capitolo
from piani.confronti import novita
from piani.enums import ComeLetta
from piani.evidenza import Segno
from piani.lettura import PianoLetto, leggi_piano
from piani.lettura.pagina import per_la_pagina
from piani.lettura.passi import con_segni
from piani.models import Piano
from piani.queries_commenti import quali_commenti
from piani.queries_immagini import presenti
from piani.queries_letture import come_legge
from piani.queries_stampe import ultimo_pdf
from piani.versioni import documento_da_leggere
from piani.views.commentate import Commenti, Passo, commentabili, commenti_del_capitolo, commenti_di, segni_di
from piani.views.comune import lettore, piano_leggibile
from utenti.models import Utente
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


@lru_cache(maxsize=8)
def _segni(impronta: _Impronta, passi: tuple[Passo, ...]) -> dict[str, list[Segno]]:
    """To look for the words of many comments in a long plan takes a while: once for all its chapters and readers."""
    return segni_di(_gia_letto(impronta), passi)


@lru_cache(maxsize=32)
def _contenuto(
    impronta: _Impronta, chiave: str, commenti: Commenti, immagini: str, presenti: frozenset[str]
) -> SafeString:
    """A long chapter costs a third of a second to lay out: its content is the same for every reader of the same comments."""
    letto = _gia_letto(impronta)
    capitolo = next(c for c in letto.capitoli if c.chiave == chiave)
    segnato = con_segni(capitolo, _segni(impronta, commenti.passi))
    contesto = {"s": segnato, "commenti": commenti.base, "conta": dict(commenti.conta)}
    html = render_to_string("piani/_leggi_contenuto.html", contesto)
    return mark_safe(_verso_le_pagine(per_la_pagina(html, immagini=immagini, presenti=presenti), letto, chiave))


def _immagini(piano: Piano, documento: Json) -> tuple[str, frozenset[str]]:
    """Return where the images of the plan lie and which of them the portal has. One query, or none without images."""
    volute = [a["sha256"] for a in documento["allegati"]]
    return reverse("piani:immagini", kwargs=piano.indirizzo), presenti(piano, volute)


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


def _letto(chi: Utente | None, piano: Piano, sha256: str) -> dict[str, object]:
    """What the reader's mark needs: what changed since it, and the word by which the page moves it. Three queries at most,
    none for a visitor."""
    if chi is None:
        return {"novita": None, "segno": ""}
    come = come_legge(chi, piano)
    ufficio = None if piano.pubblico else come is ComeLetta.UFFICIO
    return {"novita": novita(piano, chi, ufficio=ufficio), "segno": segno(piano, sha256, come=come, chi=chi)}


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
        **_letto(chi, piano, letto.sha256),
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
    commenti = commenti_del_capitolo(piano, commenti_di(request, piano), capitolo)
    contesto |= _letto(lettore(request), piano, impronta.sha256)
    contesto |= {
        "commentabili": commentabili(commenti, capitolo),
        "contenuto": _contenuto(impronta, chiave, commenti, *_immagini(piano, impronta.documento)),
    }
    return render(request, "piani/leggi_capitolo.html", contesto | _accanto(_pagine(piano, letto), posto))


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
