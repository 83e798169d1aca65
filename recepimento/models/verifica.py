"""The coherence check of the ATS on a frozen version."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models import Revisionabile
from piani.models import Piano, Versione
from recepimento.enums import Oggetto, Risposta
from utenti.models import Utente


class Verifica(models.Model):
    """The check of one version: the seven items of the plan and the eight elements of the Accordo (DGR lines 451-460, 1180-1188).

    `base` is the check from which the answers about the unchanged parts were copied; it is the measure of what changed.
    """

    piano = models.ForeignKey(Piano, on_delete=models.PROTECT, related_name="verifiche")
    versione = models.ForeignKey(Versione, on_delete=models.PROTECT, related_name="verifiche")
    base = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="seguite_da")
    aperta_il = models.DateTimeField("aperta il", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "verifica di coerenza"
        verbose_name_plural = "verifiche di coerenza"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["piano", "versione"], name="verifica_unica_per_versione")]

    def __str__(self) -> str:
        return f"Verifica di {self.versione}"


class VoceVerifica(Revisionabile):
    """A row of the check: yes, no or nothing yet, with a note, and the article of the Accordo where it is said.

    `copiata`: the answer is that of the version before, because what it judges did not change.
    """

    verifica = models.ForeignKey(Verifica, on_delete=models.CASCADE, related_name="voci")
    oggetto = models.CharField("che cosa", max_length=8, choices=Oggetto.choices)
    chiave = models.CharField("voce o elemento", max_length=20)
    ordine = models.PositiveSmallIntegerField("ordine")
    esito = models.CharField("risposta", max_length=4, choices=Risposta.choices, blank=True)
    nota = models.TextField("nota", blank=True)
    articolo = models.PositiveSmallIntegerField("articolo dell'Accordo", null=True, blank=True)
    copiata = models.BooleanField("ripresa dalla verifica precedente", default=False)
    risposta_il = models.DateTimeField("risposta il", null=True, blank=True, editable=False)
    risposta_da = models.ForeignKey(
        Utente, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="voci_verificate"
    )
    esempio = models.BooleanField("dato di esempio", default=False)

    class Meta:
        verbose_name = "voce della verifica"
        verbose_name_plural = "voci della verifica"
        ordering = ["ordine"]
        constraints = [
            models.UniqueConstraint(fields=["verifica", "oggetto", "chiave"], name="voce_verifica_unica"),
            models.CheckConstraint(
                condition=Q(risposta_il=None, risposta_da=None) | Q(risposta_il__isnull=False),
                name="voce_verifica_risposta_il_e_da_insieme",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_oggetto_display()}, {self.chiave}"
