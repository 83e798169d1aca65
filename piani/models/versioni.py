"""Versions with a name, and up to where each person has read."""

import zlib

from django.db import models
from django.utils import timezone

from core.models import Revisionabile
from piani.enums import ComeLetta, SpecieTappa
from piani.models.contenuti import Piano, Versione
from utenti.models import Incarico, Utente


class Tappa(Revisionabile):
    """A named milestone: the plan as it stood, kept because somebody wants to find it again."""

    piano = models.ForeignKey(Piano, on_delete=models.CASCADE, related_name="tappe")
    versione = models.ForeignKey(Versione, on_delete=models.PROTECT, related_name="tappe")
    specie = models.CharField(
        "specie", max_length=16, choices=SpecieTappa.choices, default=SpecieTappa.NOMINATA, editable=False
    )
    nome = models.CharField("nome", max_length=120)
    nota = models.TextField("nota", blank=True)
    creata_il = models.DateTimeField("creata il", default=timezone.now, editable=False)
    autore = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="tappe", editable=False)
    incarico = models.ForeignKey(
        Incarico, on_delete=models.PROTECT, null=True, blank=True, related_name="tappe", editable=False
    )

    class Meta:
        verbose_name = "tappa"
        verbose_name_plural = "tappe"
        ordering = ["-creata_il", "-pk"]

    def __str__(self) -> str:
        return self.nome


class CopiaLetta(models.Model):
    """The canonical bytes that somebody read, compressed: kept while a mark of reading points to them.

    Not a version: nobody named them, no act stands on them.
    """

    piano = models.ForeignKey(Piano, on_delete=models.CASCADE, related_name="copie_lette")
    sha256 = models.CharField("SHA-256", max_length=64)
    compresso = models.BinaryField("contenuto compresso")

    class Meta:
        verbose_name = "copia letta"
        verbose_name_plural = "copie lette"
        constraints = [models.UniqueConstraint(fields=["piano", "sha256"], name="copia_letta_unica")]

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def contenuto(self) -> bytes:
        """The canonical bytes."""
        return zlib.decompress(bytes(self.compresso))


class Lettura(models.Model):
    """Up to where a person has read a plan. One row a person and plan, moved only by its owner."""

    utente = models.ForeignKey(Utente, on_delete=models.CASCADE, related_name="letture")
    piano = models.ForeignKey(Piano, on_delete=models.CASCADE, related_name="letture")
    copia = models.ForeignKey(CopiaLetta, on_delete=models.PROTECT, related_name="letture")
    come = models.CharField("a che titolo", max_length=10, choices=ComeLetta.choices)
    letta_il = models.DateTimeField("letta il", default=timezone.now)

    class Meta:
        verbose_name = "lettura"
        verbose_name_plural = "letture"
        constraints = [models.UniqueConstraint(fields=["utente", "piano"], name="lettura_unica")]

    def __str__(self) -> str:
        return f"{self.utente_id} {self.piano_id}"
