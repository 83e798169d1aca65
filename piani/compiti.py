"""What waits for who writes a plan: the comments to settle."""

import datetime as dt
from typing import Any

from django.db.models import Count, DateField, F, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse

from piani.composizione import Compito, FonteCompiti
from piani.models import Commento, Piano
from utenti.models import Utente
from utenti.permissions import ambiti_di
from utenti.roles import Permesso


def _commenti(chi: Utente) -> "QuerySet[Any, tuple[int, int, dt.date | None]]":
    """Return (how many, plan, no day): the comments are many, the card is one a plan."""
    righe = Commento.objects.filter(risolto_il=None, piano__ambito__in=ambiti_di(chi, Permesso.SCRIVERE_PIANO))
    gruppi = righe.order_by().values(del_piano=F("piano_id"))
    contati = gruppi.annotate(n=Count("pk"), giorno=Cast(Value(None), DateField()))
    return contati.values_list("n", "del_piano", "giorno")


def _descrivi(piano: Piano, n: int, giorno: dt.date | None) -> Compito:
    return Compito(
        titolo="Un commento da risolvere" if n == 1 else f"{n} commenti da risolvere",
        testo=f"Su parti del Piano di {piano.ambito.nome}, {piano.triennio}.",
        url=f"{reverse('piani:commenti', kwargs=piano.indirizzo)}?aperti=si",
        azione="Leggi i commenti",
    )


COMMENTI = FonteCompiti("commenti", _commenti, _descrivi)
