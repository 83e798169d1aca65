"""What waits for a person in a plan: the comments to settle, those that one has in charge."""

import datetime as dt
from typing import Any

from django.db.models import Count, DateField, F, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse

from piani.composizione import Compito, FonteCompiti
from piani.models import Commento, Piano
from piani.models.commenti import CommentoQuerySet
from utenti.models import Utente
from utenti.permissions import ambiti_di
from utenti.roles import Permesso


def _per_piano(righe: CommentoQuerySet) -> "QuerySet[Any, tuple[int, int, dt.date | None]]":
    """Return (how many, plan, no day): the comments are many, the card is one a plan."""
    gruppi = righe.order_by().values(del_piano=F("piano_id"))
    contati = gruppi.annotate(n=Count("pk"), giorno=Cast(Value(None), DateField()))
    return contati.values_list("n", "del_piano", "giorno")


def _commenti(chi: Utente) -> "QuerySet[Any, tuple[int, int, dt.date | None]]":
    """Those that nobody has in charge, for who writes the plan."""
    suoi = Commento.objects.aperti().filter(piano__ambito__in=ambiti_di(chi, Permesso.SCRIVERE_PIANO))
    return _per_piano(suoi.filter(assegnato_a=None))


def _assegnati(chi: Utente) -> "QuerySet[Any, tuple[int, int, dt.date | None]]":
    """Those that one has in charge, while one may read the plan."""
    leggibili = ambiti_di(chi, Permesso.LEGGERE_BOZZA)
    return _per_piano(Commento.objects.aperti().filter(assegnato_a=chi, piano__ambito__in=leggibili))


def _descrivi(piano: Piano, n: int, giorno: dt.date | None) -> Compito:
    return Compito(
        titolo="Un commento da risolvere" if n == 1 else f"{n} commenti da risolvere",
        testo=f"Su parti del Piano di {piano.ambito.nome}, {piano.triennio}.",
        url=f"{reverse('piani:commenti', kwargs=piano.indirizzo)}?aperti=si&assegnati=nessuno",
        azione="Leggi i commenti",
    )


def _descrivi_assegnati(piano: Piano, n: int, giorno: dt.date | None) -> Compito:
    return Compito(
        titolo="Un commento assegnato a te" if n == 1 else f"{n} commenti assegnati a te",
        testo=f"Su parti del Piano di {piano.ambito.nome}, {piano.triennio}: rispondi e segna come risolto.",
        url=f"{reverse('piani:commenti', kwargs=piano.indirizzo)}?aperti=si&assegnati=me",
        azione="Rispondi",
    )


COMMENTI = FonteCompiti("commenti", _commenti, _descrivi)
ASSEGNATI = FonteCompiti("commenti_assegnati", _assegnati, _descrivi_assegnati)
