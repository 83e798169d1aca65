"""The history of the rows of a table: what each save left, and what was put aside in a conflict."""

from django.db import models
from django.utils import timezone

from piani.models.contenuti import Tabella
from utenti.models import Utente


class StesuraTabella(models.Model):
    """The rows of a table as a save left them; `righe` is a sheet of `piani.unione_tabelle`, `colonne` those of then.

    The fields beside are named as simple_history names them, so that `core.storia` reads this history as any other.
    """

    history_id = models.BigAutoField(primary_key=True)
    tabella = models.ForeignKey(Tabella, on_delete=models.CASCADE, related_name="storia")
    revisione = models.PositiveIntegerField("revisione")
    colonne = models.JSONField("colonne", default=list)
    righe = models.JSONField("righe", default=list)
    history_date = models.DateTimeField("quando", default=timezone.now)
    history_user = models.ForeignKey(Utente, on_delete=models.SET_NULL, null=True, related_name="+")
    history_change_reason = models.CharField("come è stata salvata", max_length=200, blank=True)

    class Meta:
        verbose_name = "stesura di una tabella"
        verbose_name_plural = "stesure delle tabelle"
        ordering = ["-history_date", "-history_id"]

    def __str__(self) -> str:
        return f"{self.tabella_id}, revisione {self.revisione}"
