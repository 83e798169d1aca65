"""The images of a plan: files by hash that its texts may show."""

from django.db import models
from django.utils import timezone

from documenti.models import FileConservato
from piani.models.contenuti import Piano


class Immagine(models.Model):
    """An image that the texts of a plan may show, by its SHA-256. `file` is None while it is awaited: an import named
    the hash, and the portal has not the bytes yet."""

    piano = models.ForeignKey(Piano, on_delete=models.CASCADE, related_name="immagini")
    sha256 = models.CharField("SHA-256", max_length=64)
    file = models.ForeignKey(
        FileConservato, on_delete=models.PROTECT, null=True, blank=True, related_name="immagini_dei_piani"
    )
    tipo = models.CharField("tipo", max_length=40)
    dimensione = models.PositiveIntegerField("byte")
    larghezza = models.PositiveIntegerField("larghezza in punti")
    altezza = models.PositiveIntegerField("altezza in punti")
    caricata_il = models.DateTimeField("caricata il", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "immagine"
        verbose_name_plural = "immagini"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["piano", "sha256"], name="immagine_unica_nel_piano")]

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def nome(self) -> str:
        """The name by which it is downloaded and listed."""
        return f"immagine-{self.sha256[:8]}.{'png' if self.tipo.endswith('png') else 'jpg'}"
