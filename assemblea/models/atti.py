"""What remains of a decision: the minutes of the session, or an act taken by another body."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from assemblea.enums import OggettoDeciso
from assemblea.models.sedute import Seduta, insieme
from documenti.models import FileConservato, Lavoro
from piani.models import Piano, Versione
from utenti.models import Utente


class Verbale(models.Model):
    """The minutes of a session: the bytes of what happened, the paper printed from them, the signed file.

    `contenuto` is canonical JSON, written once when the session is closed; the paper is made from it and from nothing else.
    """

    seduta = models.OneToOneField(Seduta, on_delete=models.PROTECT, related_name="verbale")
    contenuto = models.BinaryField("contenuto canonico")
    sha256 = models.CharField("SHA-256", max_length=64)
    lavoro = models.ForeignKey(Lavoro, on_delete=models.PROTECT, null=True, related_name="verbali")
    pagine = models.PositiveIntegerField("pagine", null=True)
    firmato = models.ForeignKey(FileConservato, on_delete=models.PROTECT, null=True, related_name="verbali_firmati")
    nome_firmato = models.CharField("nome del file firmato", max_length=150, blank=True)
    firmato_il = models.DateTimeField("caricato il", null=True, editable=False)
    firmato_da = models.ForeignKey(Utente, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    esempio = models.BooleanField("dato di esempio", default=False)

    class Meta:
        verbose_name = "verbale"
        verbose_name_plural = "verbali"
        ordering = ["pk"]
        constraints = [insieme("firmato", con=("firmato",), nome="verbale_firmato_il_e_da_insieme")]

    def __str__(self) -> str:
        return f"Verbale della seduta {self.seduta_id}"


class FirmatoSostituito(models.Model):
    """A signed file that was the minutes' until another took its place, with the reason. Never changed, always served."""

    verbale = models.ForeignKey(Verbale, on_delete=models.PROTECT, related_name="sostituiti")
    file = models.ForeignKey(FileConservato, on_delete=models.PROTECT, related_name="verbali_sostituiti")
    nome_file = models.CharField("nome del file", max_length=150)
    firmato_il = models.DateTimeField("caricato il", editable=False)
    firmato_da = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+", editable=False)
    sostituito_il = models.DateTimeField("sostituito il", default=timezone.now, editable=False)
    sostituito_da = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+", editable=False)
    motivo = models.TextField("perché è sostituito")
    esempio = models.BooleanField("dato di esempio", default=False)

    class Meta:
        verbose_name = "verbale firmato sostituito"
        verbose_name_plural = "verbali firmati sostituiti"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.nome_file}, sostituito"


class AttoEsterno(models.Model):
    """An act by which another body approved the Piano or the Accordo: the Consiglio Comunale, where the Ambito is one Comune."""

    piano = models.ForeignKey(Piano, on_delete=models.PROTECT, related_name="atti_esterni")
    oggetto = models.CharField("che cosa approva", max_length=12, choices=OggettoDeciso.choices)
    organo = models.CharField("organo", max_length=200)
    numero = models.CharField("numero", max_length=60, blank=True)
    giorno = models.DateField("data dell'atto")
    file = models.ForeignKey(FileConservato, on_delete=models.PROTECT, related_name="atti_esterni")
    nome_file = models.CharField("nome del file", max_length=150)
    versione = models.ForeignKey(Versione, on_delete=models.PROTECT, related_name="atti_esterni")
    registrato_il = models.DateTimeField("registrato il", default=timezone.now, editable=False)
    registrato_da = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+", editable=False)
    esempio = models.BooleanField("dato di esempio", default=False)

    class Meta:
        verbose_name = "atto esterno"
        verbose_name_plural = "atti esterni"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["piano", "oggetto", "versione"], name="atto_esterno_unico"),
        ]

    def __str__(self) -> str:
        return f"{self.organo} n. {self.numero} del {self.giorno:%d/%m/%Y}" if self.numero else self.organo

    def get_absolute_url(self) -> str:
        """The file of the act."""
        return reverse("assemblea:atto_file", kwargs={**self.piano.indirizzo, "atto": self.pk})
