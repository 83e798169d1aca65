"""The history of a part in words: who, when, why, and the two texts that a page compares."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.utils.safestring import SafeString

from core.exceptions import DatiNonValidi
from core.storia import da_parte, in_parole
from piani.differenze import Cambio, Linea, Riga, confronta_linee, in_html

CIFRE = 18
PERCHE = {
    "ripristino": "ripristino di un testo di prima",
    "autosalvataggio": "salvato da solo",
    "unione": "due testi uniti",
    "importazione": "importazione",
}


@dataclass(frozen=True)
class Memoria:
    """A version of a part: what it said, in lines. `attuale` is the one that stands now."""

    pk: int
    quando: dt.datetime
    chi: str
    perche: str
    linee: tuple[Linea, ...]
    attuale: bool = False


@dataclass(frozen=True)
class Passo:
    """A version with what it changed since the one before: words added and taken away, None for the first."""

    memoria: Memoria
    aggiunte: int | None
    tolte: int | None


@dataclass(frozen=True)
class PaginaStoria:
    """A page of a history: its versions, each with what it changed, and the ids of the last two, to compare (0: none)."""

    pagina: Page[Any]
    passi: list[Passo]
    scelti: tuple[int, int]


def in_ordine(storia: QuerySet[Any]) -> QuerySet[Any]:
    """Return the versions of a part newest first, each with its person."""
    return storia.select_related("history_user").order_by("-history_date", "-history_id")


def pagina_di(storia: QuerySet[Any], numero: str | None, memoria: Callable[..., Memoria]) -> PaginaStoria:
    """Return the page `numero` of a history in order; `memoria` tells a version in lines. Three queries, whatever the number."""
    pagina = Paginator(storia, settings.RIGHE_PER_PAGINA).get_page(numero)
    righe = list(pagina)
    # One more, so that the last of the page has its own "before".
    prima = list(storia[pagina.end_index() : pagina.end_index() + 1])
    ora = _attuale(righe, prima_pagina=pagina.number == 1)
    memorie = [memoria(v, attuale=v.history_id == ora) for v in [*righe, *prima]]
    scelti = (memorie[1].pk, memorie[0].pk) if len(memorie) > 1 else (0, 0)
    return PaginaStoria(pagina, _passi(memorie)[: len(righe)], scelti)


def perche(versione: Any) -> str:
    """Return why a version was made, when it was told."""
    motivo = in_parole(versione.history_change_reason)
    return PERCHE.get(motivo, motivo)


def _attuale(versioni: Sequence[Any], *, prima_pagina: bool) -> int:
    """Return the id of the version that stands now, of those of a page; 0 where it is not there.

    A text put aside in a conflict is in the history, and never stood.
    """
    vive = (v.history_id for v in versioni if not da_parte(v.history_change_reason))
    return next(vive, 0) if prima_pagina else 0


def _passi(memorie: Sequence[Memoria]) -> list[Passo]:
    """Return the versions, newest first, each beside the one that follows in the list."""
    fatti = []
    for n, memoria in enumerate(memorie):
        if n + 1 == len(memorie):
            fatti.append(Passo(memoria, None, None))
            continue
        aggiunte, tolte = _conta(confronta_linee(memorie[n + 1].linee, memoria.linee))
        fatti.append(Passo(memoria, aggiunte, tolte))
    return fatti


def _conta(righe: list[Riga]) -> tuple[int, int]:
    conti = {"+": 0, "-": 0, "": 0}
    for riga in righe:
        for pezzo in riga.pezzi:
            conti[pezzo.segno] += sum(p.testo[0].isalnum() for p in pezzo.parole)
    return conti["+"], conti["-"]


def scelta(dati: QueryDict, nome: str) -> int:
    """Return the version that a form names. Raises DatiNonValidi."""
    testo = dati.get(nome, "")
    if not testo.isdecimal() or len(testo) > CIFRE:
        raise DatiNonValidi("Scegli una versione dall'elenco. Non è cambiato nulla.")
    return int(testo)


def scelte(dati: QueryDict, storia: QuerySet[Any]) -> tuple[Any, Any]:
    """Return the two versions that the address names, older and newer; without, the last and the one before.

    Raises Http404 (no such version here), DatiNonValidi. Two queries.
    """
    if not dati:
        ultime = list(storia[:2])
        if not ultime:
            raise Http404
        return ultime[-1], ultime[0]
    due = {v.history_id: v for v in storia.filter(history_id__in=[scelta(dati, "da"), scelta(dati, "a")])}
    try:
        return due[scelta(dati, "da")], due[scelta(dati, "a")]
    except KeyError:
        raise Http404 from None


def confronto_di(prima: Memoria, dopo: Memoria) -> SafeString:
    """Return the two texts as marked HTML; empty when they say the same."""
    righe = confronta_linee(prima.linee, dopo.linee)
    return in_html(righe) if any(r.cambio is not Cambio.UGUALE for r in righe) else SafeString("")
