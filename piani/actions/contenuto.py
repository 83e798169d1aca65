"""One mark for every change of the text: caches and prints compare it."""

from django.db.models import F
from django.utils import timezone

from piani.models import Piano


def contenuto_cambiato(piano: Piano) -> None:
    """Say that sections, sheets or tables of the plan have changed. One UPDATE, inside the act's transaction."""
    Piano.objects.filter(pk=piano.pk).update(contenuto=F("contenuto") + 1, modificato_il=timezone.now())
