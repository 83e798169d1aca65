"""The locked regional library: 16 LEPS, 20 indicators of the five priority ones, yearly targets."""

from django.db import models

from leps.enums import TipoBersaglio, Unita


class Leps(models.Model):
    """A livello essenziale delle prestazioni sociali named by the area tables (DGR lines 607-985)."""

    codice = models.SlugField("codice", max_length=60, unique=True)
    nome = models.CharField("nome", max_length=200)
    norma = models.CharField("norma di riferimento", max_length=400, blank=True)
    atto = models.CharField("atto di programmazione", max_length=400, blank=True)
    fondi = models.CharField("fonti di finanziamento", max_length=300, blank=True)
    integrazione = models.CharField("integrazione sociosanitaria", max_length=40, blank=True)
    prioritario = models.BooleanField("prioritario", default=False)
    obiettivi_sistema = models.JSONField("obiettivi di sistema", default=list, blank=True)
    ordine = models.PositiveSmallIntegerField("ordine", default=0)

    class Meta:
        verbose_name = "LEPS"
        verbose_name_plural = "LEPS"
        ordering = ["ordine", "codice"]

    def __str__(self) -> str:
        return self.nome


class Indicatore(models.Model):
    """A regional indicator of a priority LEPS. A plan comments its targets, never edits them."""

    leps = models.ForeignKey(Leps, on_delete=models.PROTECT, related_name="indicatori", verbose_name="LEPS")
    codice = models.SlugField("codice", max_length=20, unique=True)
    ordine = models.PositiveSmallIntegerField("ordine")
    testo = models.TextField("indicatore")
    formula = models.TextField("formula", blank=True)
    unita = models.CharField("unità", max_length=12, choices=Unita.choices)

    class Meta:
        verbose_name = "indicatore regionale"
        verbose_name_plural = "indicatori regionali"
        ordering = ["leps__ordine", "ordine"]

    def __str__(self) -> str:
        return f"{self.codice} {self.testo}"


class Bersaglio(models.Model):
    """The regional target of an indicator for a year (`range di raggiungimento`)."""

    indicatore = models.ForeignKey(Indicatore, on_delete=models.CASCADE, related_name="bersagli")
    anno = models.PositiveSmallIntegerField("anno")
    tipo = models.CharField("tipo", max_length=12, choices=TipoBersaglio.choices)
    valore = models.DecimalField("valore", max_digits=14, decimal_places=2, null=True, blank=True)
    testo = models.TextField("come è stampato", blank=True)

    class Meta:
        verbose_name = "bersaglio"
        verbose_name_plural = "bersagli"
        ordering = ["anno"]
        constraints = [models.UniqueConstraint(fields=["indicatore", "anno"], name="bersaglio_unico")]

    def __str__(self) -> str:
        return f"{self.indicatore.codice} {self.anno}"
