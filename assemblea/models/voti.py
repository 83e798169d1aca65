"""Who is entitled, for whom they act, when they are there, what they vote."""

from fractions import Fraction

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ambiti.models import Comune
from assemblea.enums import Movimento, Scelta
from assemblea.models.regole import RegolaAssemblea
from assemblea.models.sedute import Punto, Seduta, insieme
from documenti.models import FileConservato
from utenti.models import Utente


class Componente(models.Model):
    """A Comune entitled in a session, with its share and its sindaco, frozen when the session is opened.

    The share is two integers, residents over 1 or the Ambito's own quota; 0/1 when no rule of the session counts shares.
    """

    seduta = models.ForeignKey(Seduta, on_delete=models.PROTECT, related_name="componenti")
    comune = models.ForeignKey(Comune, on_delete=models.PROTECT, related_name="componenti_assemblea")
    nome = models.CharField("Comune", max_length=220)
    sindaco = models.ForeignKey(Utente, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    nome_sindaco = models.CharField("Sindaco", max_length=150, blank=True)
    numeratore = models.PositiveBigIntegerField("quota, numeratore")
    denominatore = models.PositiveBigIntegerField("quota, denominatore", default=1)

    class Meta:
        verbose_name = "componente dell'Assemblea"
        verbose_name_plural = "componenti dell'Assemblea"
        ordering = ["nome", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["seduta", "comune"], name="componente_unico"),
            models.CheckConstraint(condition=Q(denominatore__gt=0), name="componente_quota_vera"),
        ]

    def __str__(self) -> str:
        return self.nome

    @property
    def chiave(self) -> str:
        """The key of the record of a result."""
        return f"componente:{self.pk}"

    @property
    def quota(self) -> Fraction:
        """The share, exact."""
        return Fraction(self.numeratore, self.denominatore)


class Delega(models.Model):
    """A sindaco is represented in one session by a person of the same Comune (R.R. 1/1998), until the delega is revoked."""

    seduta = models.ForeignKey(Seduta, on_delete=models.PROTECT, related_name="deleghe")
    comune = models.ForeignKey(Comune, on_delete=models.PROTECT, related_name="deleghe")
    delegante = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="deleghe_date")
    delegato = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="deleghe_ricevute")
    nome_delegante = models.CharField("Sindaco che delega", max_length=150)
    nome_delegato = models.CharField("delegato", max_length=150)
    file = models.ForeignKey(FileConservato, on_delete=models.PROTECT, null=True, blank=True, related_name="deleghe")
    nome_file = models.CharField("nome del file", max_length=150, blank=True)
    data_il = models.DateTimeField("data il", default=timezone.now, editable=False)
    registrata_da = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+", editable=False)
    revocata_il = models.DateTimeField("revocata il", null=True, editable=False)
    revocata_da = models.ForeignKey(Utente, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    esempio = models.BooleanField("dato di esempio", default=False)

    class Meta:
        verbose_name = "delega"
        verbose_name_plural = "deleghe"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["seduta", "comune"], condition=Q(revocata_il=None), name="delega_in_vigore_unica"
            ),
            insieme("revocata", nome="delega_revocata_il_e_da_insieme"),
        ]

    def __str__(self) -> str:
        return f"{self.nome_delegante} a {self.nome_delegato}"


class Presenza(models.Model):
    """A member came in, or went out: an event, never changed. By a delega, when the delegate is there."""

    componente = models.ForeignKey(Componente, on_delete=models.PROTECT, related_name="presenze")
    movimento = models.CharField("movimento", max_length=8, choices=Movimento.choices)
    delega = models.ForeignKey(Delega, on_delete=models.PROTECT, null=True, blank=True, related_name="presenze")
    persona = models.CharField("chi", max_length=150, blank=True)
    quando = models.DateTimeField("quando", default=timezone.now, editable=False)
    registrata_da = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+", editable=False)
    esempio = models.BooleanField("dato di esempio", default=False)

    class Meta:
        verbose_name = "presenza"
        verbose_name_plural = "presenze"
        ordering = ["pk"]
        indexes = [models.Index(fields=["componente", "-id"], name="presenza_ultima")]

    def __str__(self) -> str:
        return f"{self.componente} {self.get_movimento_display()}"


class Votazione(models.Model):
    """The vote on an item: opened, closed, proclaimed. `regola_voto` is the rule, frozen when the vote is opened.

    `contenuto` is the plan's counter of changes then: a later one stops the vote. `esito` is the record of
    `assemblea.regole`, from which the result can be counted again. `legale` is that of the quorum, counted when the vote is
    closed.
    """

    punto = models.ForeignKey(Punto, on_delete=models.PROTECT, related_name="votazioni")
    regola = models.ForeignKey(RegolaAssemblea, on_delete=models.PROTECT, related_name="votazioni")
    regola_voto = models.JSONField("regola del voto")
    contenuto = models.PositiveBigIntegerField("modifiche al contenuto del Piano", default=0)
    aperta_il = models.DateTimeField("aperta il", default=timezone.now, editable=False)
    aperta_da = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+", editable=False)
    chiusa_il = models.DateTimeField("chiusa il", null=True, editable=False)
    chiusa_da = models.ForeignKey(Utente, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    legale = models.JSONField("numero legale alla chiusura", null=True, editable=False)
    proclamata_il = models.DateTimeField("proclamata il", null=True, editable=False)
    proclamata_da = models.ForeignKey(Utente, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    approvata = models.BooleanField("approvata", null=True, editable=False)
    esito = models.JSONField("esito", null=True, editable=False)
    frase = models.TextField("esito in una frase", blank=True, editable=False)
    numero = models.CharField("numero della deliberazione", max_length=60, blank=True)
    annullata_il = models.DateTimeField("annullata il", null=True, editable=False)
    annullata_da = models.ForeignKey(Utente, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    motivo_annullo = models.TextField("perché è annullata", blank=True, editable=False)
    esempio = models.BooleanField("dato di esempio", default=False)

    class Meta:
        verbose_name = "votazione"
        verbose_name_plural = "votazioni"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["punto"], condition=Q(annullata_il=None), name="votazione_valida_unica"),
            insieme("chiusa", nome="votazione_chiusa_il_e_da_insieme"),
            insieme("proclamata", con=("approvata", "esito"), nome="votazione_proclamata_il_e_da_insieme"),
            insieme("annullata", nome="votazione_annullata_il_e_da_insieme"),
            models.CheckConstraint(
                condition=Q(proclamata_il=None) | Q(annullata_il=None), name="votazione_proclamata_o_annullata"
            ),
            models.CheckConstraint(
                condition=Q(proclamata_il=None) | Q(chiusa_il__isnull=False), name="votazione_proclamata_dopo_chiusa"
            ),
        ]

    def __str__(self) -> str:
        return f"Votazione sul punto {self.punto_id}"

    @property
    def si_vota(self) -> bool:
        """Whether votes are taken now."""
        return self.chiusa_il is None and self.annullata_il is None


class Voto(models.Model):
    """What a member voted, once: cast by whom, and by which delega when not by the sindaco. Never changed."""

    votazione = models.ForeignKey(Votazione, on_delete=models.PROTECT, related_name="voti")
    componente = models.ForeignKey(Componente, on_delete=models.PROTECT, related_name="voti")
    scelta = models.CharField("voto", max_length=12, choices=Scelta.choices)
    espresso_da = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="voti_assemblea")
    persona = models.CharField("chi", max_length=150)
    delega = models.ForeignKey(Delega, on_delete=models.PROTECT, null=True, blank=True, related_name="voti")
    espresso_il = models.DateTimeField("espresso il", default=timezone.now, editable=False)
    esempio = models.BooleanField("dato di esempio", default=False)

    class Meta:
        verbose_name = "voto"
        verbose_name_plural = "voti"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["votazione", "componente"], name="voto_unico")]

    def __str__(self) -> str:
        return f"{self.componente}: {self.get_scelta_display()}"
