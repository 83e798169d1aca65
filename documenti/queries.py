"""Jobs by person and by time; signs of life."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from documenti.enums import StatoLavoro
from documenti.lavori import solo_chi_chiede, tipo
from documenti.models import Lavoro, SegnoDiVita

SENZA_BATTITO = dt.timedelta(seconds=60)
IN_CODA_DA_TROPPO = dt.timedelta(minutes=10)


def lavoro_visibile_a(utente: Any, pk: int) -> Lavoro | None:
    """Return a job that this person may follow: who asked for it, and who may have its result."""
    lavoro = Lavoro.objects.select_related("risultato").filter(pk=pk).first()
    if lavoro is None or utente.pk is None:
        return None
    return lavoro if solo_chi_chiede(utente, lavoro) or tipo(lavoro.tipo).visibile(utente, lavoro) else None


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
