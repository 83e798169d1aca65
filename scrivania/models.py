"""What the desk keeps: the private address of a person's calendar."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Abbonamento(models.Model):
    """The private address from which a calendar program reads the dates of a person: one at a time.

    Only the SHA-256 of its secret part is kept. Making a new one, or taking it away, shuts the old one.
    """

    utente = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="abbonamento")
    impronta = models.CharField("impronta del gettone", max_length=64, unique=True, editable=False)
    creato_il = models.DateTimeField("creato il", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "abbonamento al calendario"
        verbose_name_plural = "abbonamenti al calendario"

    def __str__(self) -> str:
        return f"Calendario di {self.utente_id}"
