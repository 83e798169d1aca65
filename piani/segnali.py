"""What happens when a part of a plan goes, by whatever door: its comments stay, and say so."""

from typing import Any

from django.db.models import Q
from django.db.models.signals import pre_delete
from django.dispatch import receiver

from piani.enums import SpecieParte
from piani.models import Commento, Sezione, VoceScheda


@receiver(pre_delete, sender=Sezione)
def sezione_tolta(instance: Sezione, **_: Any) -> None:
    """Mark the comments on a section that goes: they never pass to a new one that takes its key."""
    _segna(instance.piano_id, Q(specie=SpecieParte.SEZIONE, parte=instance.chiave))


@receiver(pre_delete, sender=VoceScheda)
def scheda_tolta(instance: VoceScheda, **_: Any) -> None:
    """Mark the comments on a sheet that goes, and on its rows."""
    chiave = f"{instance.specie}:{instance.codice}"
    righe = Q(specie=SpecieParte.RIGA, parte__startswith=f"{chiave}:")
    _segna(instance.piano_id, Q(specie=SpecieParte.SCHEDA, parte=chiave) | righe)


def _segna(piano_id: int, parti: Q) -> None:
    Commento.objects.filter(parti, piano=piano_id).update(parte_tolta=True)
