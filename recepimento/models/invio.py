"""The pack for the Region, its sendings and their receipts (DGR XII/2167/2024, lines 1172-1176)."""

from django.db import models
from django.utils import timezone

from documenti.models import FileConservato, Lavoro
from piani.models import Piano
from recepimento.enums import TipoRicevuta
from utenti.models import Utente


class Fascicolo(models.Model):
    """A pack: which kept files go in it, in their order, and the job that checks them and makes the ZIP."""

    piano = models.ForeignKey(Piano, on_delete=models.PROTECT, related_name="fascicoli")
    lavoro = models.OneToOneField(Lavoro, on_delete=models.PROTECT, related_name="fascicolo")
    impronta = models.CharField("SHA-256 dell'indice", max_length=64)
    dati = models.JSONField("dati della lettera e dell'indice", default=dict)
    giorno = models.DateField("preparato il", default=timezone.localdate, editable=False)
    con_atto = models.BooleanField("con l'atto di recepimento", default=False)

    class Meta:
        verbose_name = "fascicolo per la Regione"
        verbose_name_plural = "fascicoli per la Regione"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.impronta[:12]


class CartaFascicolo(models.Model):
    """A kept file in a pack, with the name it has there."""

    fascicolo = models.ForeignKey(Fascicolo, on_delete=models.CASCADE, related_name="carte")
    ordine = models.PositiveSmallIntegerField("ordine")
    chiave = models.CharField("chiave", max_length=80)
    nome = models.CharField("che cos'è", max_length=300)
    percorso = models.CharField("nome nel fascicolo", max_length=200)
    file = models.ForeignKey(FileConservato, on_delete=models.PROTECT, related_name="fascicoli")
    pagine = models.PositiveIntegerField("pagine", null=True, blank=True)
    esempio = models.BooleanField("dato di esempio", default=False)

    class Meta:
        verbose_name = "carta del fascicolo"
        verbose_name_plural = "carte del fascicolo"
        ordering = ["ordine"]
        constraints = [models.UniqueConstraint(fields=["fascicolo", "percorso"], name="carta_fascicolo_percorso_unico")]

    def __str__(self) -> str:
        return self.percorso


class Invio(models.Model):
    """A pack was sent to the Region on a day, under a protocol. Several are possible: a completion, the decree that came later."""

    piano = models.ForeignKey(Piano, on_delete=models.PROTECT, related_name="invii")
    fascicolo = models.ForeignKey(Fascicolo, on_delete=models.PROTECT, related_name="invii")
    inviato_il = models.DateField("inviato il")
    protocollo = models.CharField("protocollo dell'invio", max_length=60)
    registrato_il = models.DateTimeField("registrato il", default=timezone.now, editable=False)
    registrato_da = models.ForeignKey(
        Utente, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="invii"
    )
    esempio = models.BooleanField("dato di esempio", default=False)

    class Meta:
        verbose_name = "invio in Regione"
        verbose_name_plural = "invii in Regione"
        ordering = ["inviato_il", "pk"]
        constraints = [models.UniqueConstraint(fields=["piano", "protocollo", "inviato_il"], name="invio_unico")]

    def __str__(self) -> str:
        return f"{self.protocollo} del {self.inviato_il}"


class Ricevuta(models.Model):
    """A receipt of a sending, kept by hash."""

    invio = models.ForeignKey(Invio, on_delete=models.PROTECT, related_name="ricevute")
    tipo = models.CharField("che cos'è", max_length=16, choices=TipoRicevuta.choices)
    file = models.ForeignKey(FileConservato, on_delete=models.PROTECT, related_name="ricevute")
    nome_file = models.CharField("nome del file", max_length=150)
    conservata_il = models.DateTimeField("conservata il", default=timezone.now, editable=False)
    conservata_da = models.ForeignKey(
        Utente, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="ricevute"
    )
    esempio = models.BooleanField("dato di esempio", default=False)

    class Meta:
        verbose_name = "ricevuta"
        verbose_name_plural = "ricevute"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["invio", "file"], name="ricevuta_unica")]

    def __str__(self) -> str:
        return self.nome_file
