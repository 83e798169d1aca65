"""A Word file that became a plan, or may: the file, the reading, what was made of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from ambiti.models import Ambito
from obiettivi.models import Triennio
from piani.models.contenuti import Piano


class ImportazioneWord(models.Model):
    """The reading of a Word file for an Ambito and a triennium. Nothing of the plan is made until it is confirmed.

    `contenuto` is the plan's counter of changes when it was made: while it stays the same the import can be undone.
    `prima` is the canonical document of the empty plan that was filled; None when the plan was made new.
    """

    ambito = models.ForeignKey(Ambito, on_delete=models.PROTECT, related_name="importazioni_word")
    triennio = models.ForeignKey(Triennio, on_delete=models.PROTECT, related_name="importazioni_word")
    file = models.ForeignKey("documenti.FileConservato", on_delete=models.PROTECT, related_name="importazioni_word")
    nome_file = models.CharField("nome del file", max_length=150)
    lavoro = models.OneToOneField("documenti.Lavoro", on_delete=models.PROTECT, related_name="importazione_word")
    chiesta_da = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="importazioni_word", verbose_name="chiesta da"
    )
    creata_il = models.DateTimeField("chiesta il", default=timezone.now, editable=False)
    piano = models.ForeignKey(
        Piano, on_delete=models.SET_NULL, null=True, blank=True, related_name="importazioni", editable=False
    )
    confermata_il = models.DateTimeField("confermata il", null=True, blank=True, editable=False)
    contenuto = models.PositiveBigIntegerField("modifiche al momento", null=True, blank=True, editable=False)
    prima = models.JSONField("il Piano vuoto di prima", null=True, blank=True, editable=False)
    annullata_il = models.DateTimeField("annullata il", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "importazione da Word"
        verbose_name_plural = "importazioni da Word"
        ordering = ["-creata_il"]
        constraints = [
            models.CheckConstraint(
                condition=Q(annullata_il=None) | Q(confermata_il__isnull=False),
                name="importazione_annullata_dopo_la_conferma",
            )
        ]

    def __str__(self) -> str:
        return f"{self.nome_file} - {self.ambito} {self.triennio}"

    def get_absolute_url(self) -> str:
        """The page where it is looked at and confirmed."""
        return reverse("piani:importazione", args=[self.pk])
