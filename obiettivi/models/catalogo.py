"""The Region's catalogue: what every Ambito shares and nobody edits."""

from typing import TypedDict

from django.db import models

from leps.models import Leps
from obiettivi.enums import Natura, Specie, TipoCampo, Traguardo


class Scelta(TypedDict):
    """A choice of a row: stored key and official label."""

    chiave: str
    etichetta: str


class Triennio(models.Model):
    """A programming period, with the act that opens it."""

    codice = models.CharField("codice", max_length=9, unique=True, help_text="Per esempio 2025-2027.")
    inizio = models.DateField("inizio")
    fine = models.DateField("fine")
    atto = models.CharField("atto regionale", max_length=100, blank=True)

    class Meta:
        verbose_name = "triennio"
        verbose_name_plural = "trienni"
        ordering = ["-inizio"]

    def __str__(self) -> str:
        return self.codice

    @property
    def anni(self) -> list[int]:
        """The years of the period."""
        return list(range(self.inizio.year, self.fine.year + 1))


class Scadenza(models.Model):
    """A regional deadline of the period. It never blocks a late act.

    `atteso` is what each plan must have reached by then: who holds its turn is reminded. Empty: nobody is.
    """

    triennio = models.ForeignKey(Triennio, on_delete=models.CASCADE, related_name="scadenze")
    chiave = models.SlugField("chiave", max_length=60)
    nome = models.CharField("nome", max_length=200)
    giorno = models.DateField("giorno")
    fonte = models.CharField("fonte", max_length=200, blank=True)
    atteso = models.CharField("che cosa deve essere fatto", max_length=16, choices=Traguardo.choices, blank=True)

    class Meta:
        verbose_name = "scadenza"
        verbose_name_plural = "scadenze"
        ordering = ["giorno"]
        constraints = [models.UniqueConstraint(fields=["triennio", "chiave"], name="scadenza_unica")]

    def __str__(self) -> str:
        return f"{self.nome} ({self.giorno})"


class Macroarea(models.Model):
    """A policy area of DGR lines 541-556 (letters A, B, D-L; C is historical)."""

    codice = models.CharField("lettera", max_length=2, unique=True)
    nome = models.CharField("nome", max_length=200)
    alias = models.JSONField("altri nomi a stampa", default=list, blank=True)
    storica = models.BooleanField("storica", default=False)
    nota = models.CharField("nota", max_length=300, blank=True)
    ordine = models.PositiveSmallIntegerField("ordine", default=0)
    leps = models.ManyToManyField(Leps, through="MacroareaLeps", related_name="macroaree", verbose_name="LEPS")

    class Meta:
        verbose_name = "macroarea"
        verbose_name_plural = "macroaree"
        ordering = ["ordine", "codice"]

    def __str__(self) -> str:
        return f"{self.codice}. {self.nome}"


class MacroareaLeps(models.Model):
    """A row of an area's table of LEPS, as printed there."""

    macroarea = models.ForeignKey(Macroarea, on_delete=models.CASCADE, related_name="righe_leps")
    leps = models.ForeignKey(Leps, on_delete=models.CASCADE, related_name="righe_macroaree", verbose_name="LEPS")
    norma = models.CharField("norma", max_length=400, blank=True)
    atto = models.CharField("atto di programmazione", max_length=400, blank=True)
    fondi = models.CharField("fonti di finanziamento", max_length=300, blank=True)

    class Meta:
        verbose_name = "LEPS della macroarea"
        verbose_name_plural = "LEPS delle macroaree"
        constraints = [models.UniqueConstraint(fields=["macroarea", "leps"], name="macroarea_leps_unici")]

    def __str__(self) -> str:
        return f"{self.macroarea_id}-{self.leps_id}"


class PuntoChiave(models.Model):
    """A key point of an area (70 in DGR lines 1267-1330)."""

    macroarea = models.ForeignKey(Macroarea, on_delete=models.PROTECT, related_name="punti_chiave")
    chiave = models.SlugField("chiave", max_length=120)
    nome = models.CharField("nome", max_length=200)
    alias = models.JSONField("altri nomi a stampa", default=list, blank=True)
    ordine = models.PositiveSmallIntegerField("ordine", default=0)

    class Meta:
        verbose_name = "punto chiave"
        verbose_name_plural = "punti chiave"
        ordering = ["macroarea__ordine", "ordine"]
        constraints = [models.UniqueConstraint(fields=["macroarea", "chiave"], name="punto_chiave_unico")]

    def __str__(self) -> str:
        return self.nome


class FonteFinanziamento(models.Model):
    """A source of funds (FNPS, FNA, PNRR...)."""

    chiave = models.SlugField("chiave", max_length=40, unique=True)
    nome = models.CharField("nome", max_length=200)
    natura = models.CharField("natura", max_length=12, choices=Natura.choices)
    ordine = models.PositiveSmallIntegerField("ordine", default=0)

    class Meta:
        verbose_name = "fonte di finanziamento"
        verbose_name_plural = "fonti di finanziamento"
        ordering = ["ordine", "nome"]

    def __str__(self) -> str:
        return self.nome


class FormatoScheda(models.Model):
    """A sheet format: an ordered list of rows with official labels. Data, not code.

    `catalogo` is the SHA-256 of all the Region's catalogue as it was last loaded, the same on every format: a page that
    reads its format knows which catalogue holds, and keeps it in memory (obiettivi.memoria). Empty: not kept.
    """

    chiave = models.SlugField("chiave", max_length=40, unique=True)
    specie = models.CharField("specie", max_length=10, choices=Specie.choices)
    titolo = models.CharField("titolo", max_length=200)
    fonte = models.CharField("fonte", max_length=200)
    gruppi = models.JSONField("gruppi per l'occhio", default=list)
    catalogo = models.CharField("impronta del catalogo regionale", max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = "formato di scheda"
        verbose_name_plural = "formati di scheda"

    def __str__(self) -> str:
        return self.titolo


class CampoScheda(models.Model):
    """A row of a format, in the official order."""

    formato = models.ForeignKey(FormatoScheda, on_delete=models.PROTECT, related_name="campi")
    ordine = models.PositiveSmallIntegerField("ordine")
    chiave = models.SlugField("chiave", max_length=40)
    etichetta = models.TextField("etichetta ufficiale")
    aiuto = models.TextField("indicazione ufficiale", blank=True)
    tipo = models.CharField("tipo", max_length=20, choices=TipoCampo.choices)
    multipla = models.BooleanField("scelta multipla", default=False)
    scelte = models.JSONField("scelte", default=list)
    matrice = models.JSONField("righe e colonne della matrice", null=True, blank=True)
    gruppo = models.CharField("gruppo", max_length=20, blank=True)
    obbligatorio = models.BooleanField("obbligatorio", default=True)

    class Meta:
        verbose_name = "campo di scheda"
        verbose_name_plural = "campi di scheda"
        ordering = ["formato", "ordine"]
        constraints = [models.UniqueConstraint(fields=["formato", "chiave"], name="campo_scheda_unico")]

    def __str__(self) -> str:
        return self.etichetta

    @property
    def chiavi_scelte(self) -> list[str]:
        """The stored keys of the choices, in order."""
        return [s["chiave"] for s in self.scelte]
