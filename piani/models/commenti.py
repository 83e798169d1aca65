"""What is said about a plan beside its text: comments, the answers to them, what became of each."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ambiti.models import Ente
from piani.enums import EsitoCommento, SpecieParte
from piani.models.contenuti import Piano
from utenti.models import Utente


class CommentoQuerySet(models.QuerySet["Commento"]):
    """Comments, by where they stand."""

    def radici(self) -> "CommentoQuerySet":
        """Those that open a thread, and were not withdrawn."""
        return self.filter(risponde_a=None, ritirato_il=None)

    def aperti(self) -> "CommentoQuerySet":
        """Threads still to settle."""
        return self.radici().filter(risolto_il=None)


class Commento(models.Model):
    """A comment on a part of the plan, by a person for a body, or a reply to one (`risponde_a`); it changes no text.

    `parte` is as in `ParteDaIntegrare`: a section's key, or ``specie:codice`` of a sheet, with the row after it. Settling,
    assignment and the quoted passage belong to the first of a thread. Of what was withdrawn only the fact stays.
    `nome_parte` is how the part was called, for when the plan has it no more (`parte_tolta`). `citazione` is found again
    in the text, by the words before and after it, where `ancorata` (`piani.ancore`).
    """

    piano = models.ForeignKey(Piano, on_delete=models.CASCADE, related_name="commenti")
    specie = models.CharField("specie della parte", max_length=10, choices=SpecieParte.choices)
    parte = models.CharField("parte", max_length=160)
    nome_parte = models.CharField("come si chiamava la parte", max_length=600, blank=True)
    parte_tolta = models.BooleanField("la parte è stata tolta", default=False, editable=False)
    risponde_a = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="risposte")
    autore = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="commenti")
    ente = models.ForeignKey(Ente, on_delete=models.PROTECT, related_name="commenti", verbose_name="per conto di")
    testo = models.TextField("testo")
    cerca = models.TextField(blank=True, default="", editable=False)
    citazione = models.TextField("passo citato", blank=True)
    prima = models.CharField("parole prima del passo", max_length=100, blank=True)
    dopo = models.CharField("parole dopo il passo", max_length=100, blank=True)
    ancorata = models.BooleanField("il passo si ritrova nel testo", default=False, editable=False)
    scritto_il = models.DateTimeField("scritto il", default=timezone.now, editable=False)
    modificato_il = models.DateTimeField("modificato il", null=True, blank=True, editable=False)
    ritirato_il = models.DateTimeField("ritirato il", null=True, blank=True, editable=False)
    assegnato_a = models.ForeignKey(
        Utente, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="commenti_assegnati"
    )
    assegnato_il = models.DateTimeField("assegnato il", null=True, blank=True, editable=False)
    risolto_il = models.DateTimeField("risolto il", null=True, blank=True, editable=False)
    risolto_da = models.ForeignKey(
        Utente, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="commenti_risolti"
    )
    esito = models.CharField("che cosa ne è stato", max_length=16, choices=EsitoCommento.choices, blank=True)
    motivo = models.TextField("risposta motivata", blank=True)

    objects = CommentoQuerySet.as_manager()

    class Meta:
        verbose_name = "commento"
        verbose_name_plural = "commenti"
        ordering = ["scritto_il", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(risolto_il=None, risolto_da=None) | Q(risolto_il__isnull=False, risolto_da__isnull=False),
                name="commento_risolto_il_e_da_insieme",
            ),
            models.CheckConstraint(
                condition=Q(assegnato_il=None, assegnato_a=None)
                | Q(assegnato_il__isnull=False, assegnato_a__isnull=False),
                name="commento_assegnato_il_e_a_insieme",
            ),
            models.CheckConstraint(
                condition=Q(esito="", motivo="") | Q(risolto_il__isnull=False), name="commento_esito_se_risolto"
            ),
            models.CheckConstraint(
                condition=Q(risponde_a=None)
                | Q(risolto_il=None, assegnato_a=None, citazione="", prima="", dopo="", ancorata=False),
                name="commento_risposta_senza_stato",
            ),
        ]
        indexes = [models.Index(fields=["piano", "specie", "parte"], name="commento_parte")]

    def __str__(self) -> str:
        return f"{self.parte}: {self.testo[:40]}"
