"""The Accordo di Programma that carries out the plan (art. 34 D.Lgs. 267/2000, L.R. 3/2008 art. 18)."""

from django.db import models

from accordi.enums import Qualifica
from ambiti.models import Ente
from core.models import Revisionabile
from piani.models import Piano


class Accordo(Revisionabile):
    """The agreement of a plan. `decorrenza` and `scadenza` say when it is in force."""

    piano = models.OneToOneField(Piano, on_delete=models.CASCADE, related_name="accordo")
    titolo = models.CharField("titolo", max_length=400)
    decorrenza = models.DateField("in vigore dal")
    scadenza = models.DateField("in vigore fino al")

    class Meta:
        verbose_name = "Accordo di Programma"
        verbose_name_plural = "Accordi di Programma"

    def __str__(self) -> str:
        return self.titolo


class Premessa(models.Model):
    """A block of the premises (Premesso che, Richiamati, Tenuto conto che)."""

    accordo = models.ForeignKey(Accordo, on_delete=models.CASCADE, related_name="premesse")
    ordine = models.PositiveSmallIntegerField("ordine")
    titolo = models.CharField("titolo", max_length=100)
    testo = models.TextField("testo")

    class Meta:
        verbose_name = "premessa"
        verbose_name_plural = "premesse"
        ordering = ["ordine"]

    def __str__(self) -> str:
        return self.titolo


class Articolo(Revisionabile):
    """An article with nested text."""

    accordo = models.ForeignKey(Accordo, on_delete=models.CASCADE, related_name="articoli")
    numero = models.PositiveSmallIntegerField("numero")
    titolo = models.CharField("titolo", max_length=300)
    testo = models.TextField("testo", blank=True)

    class Meta:
        verbose_name = "articolo"
        verbose_name_plural = "articoli"
        ordering = ["numero"]
        constraints = [models.UniqueConstraint(fields=["accordo", "numero"], name="articolo_numero_unico")]

    def __str__(self) -> str:
        return f"Art. {self.numero} {self.titolo}"


class Parte(models.Model):
    """A party, in the order of signature; the office that represents it, no person's name."""

    accordo = models.ForeignKey(Accordo, on_delete=models.CASCADE, related_name="parti")
    ordine = models.PositiveSmallIntegerField("ordine")
    ente = models.ForeignKey(Ente, on_delete=models.PROTECT, related_name="accordi")
    qualifica = models.CharField("qualifica", max_length=16, choices=Qualifica.choices)
    rappresentante = models.CharField("rappresentato da", max_length=150)

    class Meta:
        verbose_name = "parte"
        verbose_name_plural = "parti"
        ordering = ["ordine"]
        constraints = [models.UniqueConstraint(fields=["accordo", "ente"], name="parte_unica")]

    def __str__(self) -> str:
        return str(self.ente)
