"""Sheets that serve more than one plan: what their owner publishes, version by version."""

from django.db import models
from django.utils import timezone

from ambiti.models import Ente
from obiettivi.models import CampoScheda, Scheda
from utenti.models import Utente


class SchedaPubblicata(models.Model):
    """A version of a sheet that its owner offers to other plans: bytes with their SHA-256, never changed.

    `aperte` are the rows that who adopts it may write in its own words; `offerta_a` the Ambiti that may adopt it.
    """

    scheda = models.ForeignKey(Scheda, on_delete=models.PROTECT, related_name="pubblicate")
    ente = models.ForeignKey(
        Ente, on_delete=models.PROTECT, related_name="schede_pubblicate", verbose_name="chi la offre"
    )
    numero = models.PositiveSmallIntegerField("versione")
    codice = models.CharField("codice nel Piano di chi la offre", max_length=20)
    contenuto = models.BinaryField("contenuto canonico")
    sha256 = models.CharField("SHA-256", max_length=64)
    aperte = models.ManyToManyField(CampoScheda, related_name="+", blank=True, verbose_name="righe aperte")
    offerta_a = models.ManyToManyField(Ente, related_name="schede_offerte", verbose_name="offerta a")
    nota = models.TextField("che cosa è cambiato", blank=True)
    pubblicata_il = models.DateTimeField("pubblicata il", default=timezone.now, editable=False)
    pubblicata_da = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+", editable=False)

    class Meta:
        verbose_name = "scheda pubblicata"
        verbose_name_plural = "schede pubblicate"
        ordering = ["-pubblicata_il"]
        constraints = [models.UniqueConstraint(fields=["scheda", "numero"], name="scheda_pubblicata_unica")]

    def __str__(self) -> str:
        return f"{self.codice}, versione {self.numero}"
