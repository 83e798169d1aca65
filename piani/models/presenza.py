"""Who has a part of a plan open, now, and whether they write in it."""

from django.db import models
from django.utils import timezone

from piani.models.contenuti import Piano
from utenti.models import Incarico, Utente


class Presenza(models.Model):
    """A person with a part open; the row is worth nothing a few seconds after `visto`, and says no more than that.

    `parte` is "sezione:contesto" or "scheda:obiettivo:A", `riga` the key of the row of the sheet, `dal` since when.
    """

    piano = models.ForeignKey(Piano, on_delete=models.CASCADE, related_name="presenze")
    utente = models.ForeignKey(Utente, on_delete=models.CASCADE, related_name="+")
    incarico = models.ForeignKey(Incarico, on_delete=models.SET_NULL, null=True, related_name="+")
    parte = models.CharField("parte", max_length=120)
    riga = models.CharField("riga", max_length=60, blank=True)
    scrive = models.BooleanField(
        "ha scritto", default=False, help_text="Ha toccato un tasto da poco; altrimenti legge."
    )
    dal = models.DateTimeField("dal", default=timezone.now)
    visto = models.DateTimeField("visto", default=timezone.now)

    class Meta:
        verbose_name = "presenza"
        verbose_name_plural = "presenze"
        constraints = [models.UniqueConstraint(fields=["piano", "utente", "parte"], name="presenza_unica")]

    def __str__(self) -> str:
        return f"{self.utente_id} {self.parte}"
