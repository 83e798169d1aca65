"""Stored files by hash, printed papers, jobs."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from documenti.enums import StatoLavoro, TipoFile


class FileConservato(models.Model):
    """A file under the private root, found by its SHA-256; written before this row, never overwritten."""

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    dimensione = models.PositiveBigIntegerField("byte")
    tipo = models.CharField("tipo", max_length=40, choices=TipoFile.choices)
    creato_il = models.DateTimeField("conservato il", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "file conservato"
        verbose_name_plural = "file conservati"

    def __str__(self) -> str:
        return self.sha256[:12]


class Lavoro(models.Model):
    """A job: the truth about it, whatever the queue thinks."""

    tipo = models.CharField("tipo", max_length=60)
    chiave = models.CharField(
        "chiave", max_length=200, help_text="Due lavori aperti con la stessa chiave sono lo stesso."
    )
    argomenti = models.JSONField("argomenti", default=dict)
    stato = models.CharField("stato", max_length=12, choices=StatoLavoro.choices, default=StatoLavoro.IN_ATTESA)
    fatto = models.PositiveIntegerField("passi fatti", default=0)
    totale = models.PositiveIntegerField("passi in tutto", default=0)
    fase = models.CharField("a che punto", max_length=200, blank=True)
    annullo_chiesto = models.BooleanField("annullo chiesto", default=False)
    battito = models.DateTimeField("ultimo segno di vita", null=True, blank=True)
    tentativi = models.PositiveSmallIntegerField("volte che è partito", default=0)
    richiesto_da = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="lavori"
    )
    creato_il = models.DateTimeField("chiesto il", default=timezone.now, editable=False)
    iniziato_il = models.DateTimeField("iniziato il", null=True, blank=True)
    finito_il = models.DateTimeField("finito il", null=True, blank=True)
    risultato = models.ForeignKey(
        FileConservato, on_delete=models.PROTECT, null=True, blank=True, related_name="lavori"
    )
    nome_file = models.CharField("nome del file da scaricare", max_length=150, blank=True)
    esito = models.JSONField("dati dell'esito", default=dict, blank=True)
    errore = models.TextField("perché non è riuscito", blank=True)

    class Meta:
        verbose_name = "lavoro"
        verbose_name_plural = "lavori"
        ordering = ["-creato_il"]
        constraints = [
            models.UniqueConstraint(
                fields=["chiave"],
                condition=Q(stato__in=[StatoLavoro.IN_ATTESA, StatoLavoro.IN_CORSO]),
                name="lavoro_aperto_unico",
            )
        ]

    def __str__(self) -> str:
        return f"{self.tipo} {self.stato}"

    def get_absolute_url(self) -> str:
        """The page that follows the job."""
        return reverse("documenti:lavoro", args=[self.pk])

    @property
    def aperto(self) -> bool:
        """Whether it still runs or waits."""
        return self.stato in (StatoLavoro.IN_ATTESA, StatoLavoro.IN_CORSO)

    @property
    def percento(self) -> int:
        """Done part in whole percent, 0 to 100."""
        if self.stato == StatoLavoro.RIUSCITO:
            return 100
        return min(99, self.fatto * 100 // self.totale) if self.totale else 0


class SegnoDiVita(models.Model):
    """When a worker last said it is alive; one row a worker, read by /salute/."""

    nome = models.CharField("nome", max_length=150, unique=True)
    quando = models.DateTimeField("quando")

    class Meta:
        verbose_name = "segno di vita"
        verbose_name_plural = "segni di vita"
        ordering = ["nome"]

    def __str__(self) -> str:
        return f"{self.nome} {self.quando:%Y-%m-%d %H:%M:%S}"
