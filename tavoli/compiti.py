"""What waits for a person at the tables, as the desk asks: applications and contributions to answer, meetings, drafts to read.

Rows are grouped by plan where many may wait: their number takes the place of the key.
"""

import datetime as dt
from typing import Any

from django.db.models import Count, DateField, F, Min, QuerySet, Value
from django.db.models.functions import Cast, TruncDate
from django.urls import reverse
from django.utils import timezone

from piani.composizione import Compito, FonteCompiti
from piani.enums import Stato
from piani.models import Piano
from tavoli.models import Contributo, Domanda, Incontro, TavoloPiano
from tavoli.queries import IN_ATTESA, domande_ammesse, incarichi_ai_tavoli, tavoli_gestiti_da
from utenti.models import Utente

# PostgreSQL must be told the type of a column with nothing in it, or the union has none.
_MAI = Cast(Value(None), DateField())


def _contate(righe: "QuerySet[Any]", piano: str) -> "QuerySet[Any, tuple[int, int, dt.date | None]]":
    """Group rows by plan: (how many, plan, no day)."""
    gruppi = righe.filter(**{f"{piano}__isnull": False}).order_by().values(del_piano=F(f"{piano}_id"))
    contati = gruppi.annotate(n=Count("pk", distinct=True), giorno=_MAI)
    coppie: QuerySet[Any, tuple[int, int, dt.date | None]] = contati.values_list("n", "del_piano", "giorno")
    return coppie


def _indirizzo(piano: Piano) -> str:
    return reverse("tavoli:del_piano", kwargs=piano.indirizzo)


# --- Who keeps the tables -----------------------------------------------------


def _domande(chi: Utente) -> "QuerySet[Any, tuple[int, int, dt.date | None]]":
    righe = Domanda.objects.filter(IN_ATTESA, tavolo__in=_aperti(chi))
    return _contate(righe, "tavolo__per_piani__piano")


def _aperti(chi: Utente) -> "QuerySet[Any]":
    return tavoli_gestiti_da(chi).filter(chiuso_il=None).order_by().values("pk")


def _descrivi_domande(piano: Piano, n: int, giorno: dt.date | None) -> Compito:
    che = "Una domanda aspetta" if n == 1 else f"{n} domande aspettano"
    return Compito(
        titolo=f"{che} una risposta",
        testo=f"Enti che chiedono di sedere ai tavoli del Piano di {piano.ambito.nome}, {piano.triennio}.",
        url=_indirizzo(piano),
        azione="Rispondi alle domande",
    )


def _contributi(chi: Utente) -> "QuerySet[Any, tuple[int, int, dt.date | None]]":
    gestiti = tavoli_gestiti_da(chi).order_by().values("pk")
    return _contate(
        Contributo.objects.filter(risposta=None, tema__tavolo__in=gestiti), "tema__tavolo__per_piani__piano"
    )


def _descrivi_contributi(piano: Piano, n: int, giorno: dt.date | None) -> Compito:
    che = "Un contributo è" if n == 1 else f"{n} contributi sono"
    return Compito(
        titolo=f"{che} senza risposta",
        testo=f"Tavoli del Piano di {piano.ambito.nome}, {piano.triennio}: di' che cosa ne è stato e perché.",
        url=_indirizzo(piano),
        azione="Rispondi ai contributi",
    )


# --- Who sits at them ---------------------------------------------------------


def _sedute(chi: Utente) -> "QuerySet[Domanda, Any]":
    return domande_ammesse().filter(ente__in=incarichi_ai_tavoli(chi).values("ente_id")).order_by().values("tavolo_id")


def _proprie(chi: Utente) -> "QuerySet[Any, tuple[int, int, dt.date | None]]":
    enti = incarichi_ai_tavoli(chi).values("ente_id")
    righe = Domanda.objects.filter(IN_ATTESA, ente__in=enti, tavolo__chiuso_il=None)
    return _contate(righe, "tavolo__per_piani__piano")


def _descrivi_proprie(piano: Piano, n: int, giorno: dt.date | None) -> Compito:
    che = "La tua domanda aspetta" if n == 1 else f"Le tue {n} domande aspettano"
    return Compito(
        titolo=f"{che} una risposta",
        testo=f"Ai tavoli del Piano di {piano.ambito.nome}, {piano.triennio}. Ti scriviamo quando l'Ufficio di Piano risponde.",
        url=reverse("tavoli:tavoli"),
        azione="Vedi i tavoli",
    )


def _incontri(chi: Utente) -> "QuerySet[Any, tuple[int, int, dt.date | None]]":
    """Meetings to come of the tables where a body of theirs sits; each once, with the first of the table's plans."""
    righe = Incontro.objects.filter(
        quando__gte=timezone.now(), tavolo__in=_sedute(chi), tavolo__per_piani__isnull=False
    )
    uno = righe.order_by().annotate(del_piano=Min("tavolo__per_piani__piano"), giorno=TruncDate("quando"))
    return uno.values_list("pk", "del_piano", "giorno")


def _descrivi_incontro(piano: Piano, pk: int, giorno: dt.date | None) -> Compito:
    return Compito(
        titolo="Un incontro del tavolo",
        testo=f"Il tavolo a cui siedi, per il Piano di {piano.ambito.nome}, {piano.triennio}, si incontra.",
        url=_indirizzo(piano),
        azione="Vedi dove e quando",
        entro=giorno,
    )


def _bozze(chi: Utente) -> "QuerySet[Any, tuple[int, int, dt.date | None]]":
    righe = TavoloPiano.objects.filter(tavolo__in=_sedute(chi), piano__stato=Stato.IN_CONSULTAZIONE)
    return _contate(righe, "piano")


def _descrivi_bozza(piano: Piano, n: int, giorno: dt.date | None) -> Compito:
    return Compito(
        titolo=f"Il Piano di {piano.ambito.nome} è in consultazione",
        testo="Siedi a un tavolo di questo Piano: leggi la bozza e commentala, finché la consultazione è aperta.",
        url=reverse("piani:leggi", kwargs=piano.indirizzo),
        azione="Leggi la bozza",
    )


FONTI = (
    FonteCompiti("tavoli_domande", _domande, _descrivi_domande),
    FonteCompiti("tavoli_contributi", _contributi, _descrivi_contributi),
    FonteCompiti("tavoli_domande_proprie", _proprie, _descrivi_proprie),
    FonteCompiti("tavoli_incontri", _incontri, _descrivi_incontro),
    FonteCompiti("tavoli_bozze", _bozze, _descrivi_bozza),
)
