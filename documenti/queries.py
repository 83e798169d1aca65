"""Jobs by person and by time; signs of life."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from documenti.enums import StatoLavoro
from documenti.lavori import tipo
from documenti.models import Lavoro, SegnoDiVita

SENZA_BATTITO = dt.timedelta(seconds=60)
IN_CODA_DA_TROPPO = dt.timedelta(minutes=10)


def lavori_visibili_a(utente: Any) -> QuerySet[Lavoro]:
    """Return the jobs this person asked for; none for who has not logged in."""
    if utente.pk is None:
        return Lavoro.objects.none()
    return Lavoro.objects.filter(richiesto_da_id=utente.pk).select_related("risultato")


def puo_scaricare(utente: Any, lavoro: Lavoro) -> bool:
    """Whether this person may have the result: the kind of job decides."""
    return lavoro.risultato_id is not None and tipo(lavoro.tipo).visibile(utente, lavoro)


def lavori_orfani(adesso: dt.datetime | None = None) -> QuerySet[Lavoro]:
    """Return the running jobs whose process has given no sign of life for SENZA_BATTITO."""
    limite = (adesso or timezone.now()) - SENZA_BATTITO
    return Lavoro.objects.filter(Q(battito=None) | Q(battito__lt=limite), stato=StatoLavoro.IN_CORSO)


def lavori_persi_dalla_coda(adesso: dt.datetime | None = None) -> QuerySet[Lavoro]:
    """Return the jobs that wait since too long: the queue may have lost them."""
    limite = (adesso or timezone.now()) - IN_CODA_DA_TROPPO
    return Lavoro.objects.filter(
        Q(battito=None) | Q(battito__lt=limite), creato_il__lt=limite, stato=StatoLavoro.IN_ATTESA
    )


def ultimo_segno_di_vita() -> dt.datetime | None:
    """Return when any worker was last alive."""
    segno = SegnoDiVita.objects.order_by("-quando").first()
    return segno.quando if segno else None
