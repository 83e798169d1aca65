"""What waits in every room, and the dated things of each: one query for all the kinds, one for plans not loaded yet."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, F, QuerySet, Value

from obiettivi.models import Scadenza
from piani.composizione import Appuntamento, Compito, agenda, compiti
from piani.models import Piano
from utenti.models import Utente

_SCADENZA, _COMPITO, _AGENDA = "scadenza", "compito", "agenda"


@dataclass(frozen=True)
class _Riga:
    """A row of the union: the kind, the key in it, the plan (the period, for a deadline), the day, the deadline's name."""

    genere: str
    pk: int
    piano: int
    giorno: dt.date | None
    nome: str


@dataclass(frozen=True)
class DataCerta:
    """A dated thing with the name that never changes, for the calendar: a deadline, a session, a task with its day."""

    identita: str
    titolo: str
    giorno: dt.date
    url: str = ""
    ora: dt.time | None = None
    triennio: int | None = None


# The cards that carry the next step of a plan on: who has one needs no card for the step itself.
DEL_PASSO = frozenset(
    {
        "recepimento.verifica",
        "recepimento.recepire",
        "recepimento.invio",
        "assemblea.convocata",
        "assemblea.voto",
        "assemblea.proclamare",
        "accordi.firma",
    }
)


@dataclass
class Fonti:
    """What the rooms give to one person: things that wait, and all the dates.

    `avviati` are the plans, by key, whose next step a room carries on with a card of its own.
    """

    compiti: list[Compito] = field(default_factory=list)
    avviati: set[int] = field(default_factory=set)
    date: list[DataCerta] = field(default_factory=list)


def _di(genere: str, righe: "QuerySet[Any, Any]", nome: "F | Value | None" = None) -> "QuerySet[Any, Any]":
    """Add to a query of three columns its kind and a name; the aliases are long, not to hide a field of the room's model."""
    intere: QuerySet[Any, Any] = righe.order_by().annotate(
        scrivania_genere=Value(genere, output_field=CharField()),
        scrivania_nome=nome or Value("", output_field=CharField()),
    )
    return intere


def _righe(chi: Utente, trienni: Iterable[int]) -> list[_Riga]:
    """Read all the kinds in one query. The deadlines come first: their columns give the union its types."""
    # 0 is nobody's key: with no period Django would drop this part, and with it the types.
    scadenze = Scadenza.objects.filter(triennio__in=[0, *trienni]).values_list("pk", "triennio_id", "giorno")
    altre = [_di(f"{_COMPITO}:{chiave}", fonte.righe(chi)) for chiave, fonte in compiti().items()]
    altre += [_di(f"{_AGENDA}:{chiave}", fonte.righe(chi)) for chiave, fonte in agenda().items()]
    prima = _di(f"{_SCADENZA}:", scadenze, F("nome"))
    tutte = prima.union(*altre, all=True) if altre else prima
    return [_Riga(genere, pk, piano, giorno, nome) for pk, piano, giorno, genere, nome in tutte]


def fonti_di(chi: Utente, piani: "dict[int, Piano]") -> Fonti:
    """Return what waits for `chi` and its dates. Two queries at most; `piani` are those loaded already, by key."""
    righe = _righe(chi, sorted({piano.triennio_id for piano in piani.values()}))
    nominati = {r.piano for r in righe if not r.genere.startswith(_SCADENZA)}
    if mancano := nominati - piani.keys():
        nomi = Piano.objects.select_related("ambito__ente", "ambito__ats__ente", "triennio")
        piani = {**piani, **nomi.in_bulk(mancano)}
    trovate = Fonti()
    # On the same day the kinds stand as the rooms registered them: to receive a plan comes before to send it.
    posti = {f"{_COMPITO}:{chiave}": posto for posto, chiave in enumerate(compiti())}
    for riga in sorted(righe, key=lambda r: (r.giorno or dt.date.max, posti.get(r.genere, -1), r.genere, r.pk)):
        _metti(trovate, riga, piani)
    return trovate


def _metti(trovate: Fonti, riga: _Riga, piani: "dict[int, Piano]") -> None:
    genere, _, chiave = riga.genere.partition(":")
    identita = f"{riga.genere.replace(':', '-').rstrip('-')}-{riga.pk}"
    if genere == _SCADENZA and riga.giorno:
        trovate.date.append(DataCerta(identita, riga.nome, riga.giorno, triennio=riga.piano))
        return
    piano = piani[riga.piano]
    if genere == _COMPITO:
        compito = compiti()[chiave].descrivi(piano, riga.pk, riga.giorno)
        trovate.compiti.append(compito)
        if chiave in DEL_PASSO:
            trovate.avviati.add(piano.pk)
        if compito.entro:
            trovate.date.append(DataCerta(identita, compito.titolo, compito.entro, compito.url))
    elif riga.giorno:
        a: Appuntamento = agenda()[chiave].descrivi(piano, riga.pk, riga.giorno)
        trovate.date.append(DataCerta(identita, a.titolo, a.giorno, a.url, a.ora))
