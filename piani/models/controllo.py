"""A finding of the checker that somebody set aside."""

from django.db import models
from django.utils import timezone

from piani.models.contenuti import Piano
from utenti.models import Utente


class RilievoScartato(models.Model):
    """A finding set aside with a reason: by its fingerprint, so it comes back when the text it stands on changes.

    `parte` and `frase` say what it was, for who reads it after the text has changed.
    """

    piano = models.ForeignKey(Piano, on_delete=models.CASCADE, related_name="rilievi_scartati")
    impronta = models.CharField("impronta del rilievo", max_length=32)
    regola = models.CharField("genere", max_length=40)
    parte = models.CharField("parte", max_length=400)
    frase = models.TextField("che cosa diceva")
    motivo = models.TextField("motivo")
    autore = models.ForeignKey(
        Utente, on_delete=models.PROTECT, related_name="rilievi_scartati", verbose_name="scartato da"
    )
    scartato_il = models.DateTimeField("scartato il", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "rilievo scartato"
        verbose_name_plural = "rilievi scartati"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["piano", "impronta"], name="rilievo_scartato_unico")]

    def __str__(self) -> str:
        return self.frase[:60]
