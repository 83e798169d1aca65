"""Say that one is writing a part of the plan, and that one has left it. No lock, no log: it is not an act."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from piani.models import Piano, Presenza
from utenti.models import Utente

MASSIMO_SECONDI = 12 * 60 * 60
DIMENTICATE = dt.timedelta(hours=1)


def segnala_presenza(piano: Piano, *, parte: str, riga: str, da_secondi: int, scrive: bool, autore: Utente) -> None:
    """Say that `autore` has `parte` open, or `scrive` in it, since `da_secondi` ago by the clock of its page. One query.

    Who may write the plan is asked by the caller.
    """
    adesso = timezone.now()
    da = dt.timedelta(seconds=min(max(da_secondi, 0), MASSIMO_SECONDI))
    presenza = Presenza(
        piano=piano,
        utente=autore,
        incarico=autore.veste,
        parte=parte[:120],
        riga=riga[:60],
        scrive=scrive,
        dal=adesso - da,
        visto=adesso,
    )
    Presenza.objects.bulk_create(
        [presenza],
        update_conflicts=True,
        unique_fields=["piano", "utente", "parte"],
        update_fields=["incarico", "riga", "scrive", "dal", "visto"],
    )


def lascia(piano: Piano, *, parte: str, autore: Utente) -> None:
    """Say that `autore` has left `parte`; what was forgotten elsewhere goes with it. One query."""
    scaduta = Q(visto__lt=timezone.now() - DIMENTICATE)
    Presenza.objects.filter(Q(utente=autore, parte=parte) | scaduta, piano=piano).delete()
