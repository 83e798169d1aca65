"""Tavoli di co-programmazione: notice, themes, applications, meetings, contributions with their reasoned answers.

D.Lgs. 117/2017, art. 55; DM 72/2021; DGR XII/2167, paragraph 9 (tools with the Terzo Settore). What a table *is* now (open,
closed) and who its members are is derived from facts: no column says it.
"""

from collections.abc import Iterable
from typing import cast

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from ambiti.models import Ambito, Ente
from core.models import Revisionabile
from core.testo import per_ricerca
from documenti.models import FileConservato
from obiettivi.models import CampoScheda
from piani.models import Piano, Sezione, VoceScheda
from tavoli.enums import EsitoContributo, EsitoDomanda, FaseAvviso, GenereContributo, Soggetto
from utenti.models import Utente


def insieme(fatto: str, *altri: str) -> Q:
    """The instant of a fact and the person who did it (and what else goes with them): all there, or none."""
    campi = [f"{fatto}_il", f"{fatto}_da", *altri]
    return Q(**{f"{c}__isnull": True for c in campi}) | Q(**{f"{c}__isnull": False for c in campi})


class Tavolo(Revisionabile):
    """A table of co-programmazione with its public notice. One office keeps it; it may serve more Ambiti and plans.

    `invitati` are keys of `Soggetto`. The notice takes applications from `annuncio_dal` to `annuncio_al`, both included.
    """

    ambito = models.ForeignKey(
        Ambito, on_delete=models.PROTECT, related_name="tavoli", verbose_name="Ambito che lo tiene"
    )
    altri_ambiti = models.ManyToManyField(
        Ambito, blank=True, related_name="tavoli_condivisi", verbose_name="altri Ambiti"
    )
    piani = models.ManyToManyField(Piano, through="TavoloPiano", related_name="tavoli")
    titolo = models.CharField("titolo", max_length=200)
    presentazione = models.TextField("presentazione", blank=True)
    invitati = models.JSONField("soggetti invitati", default=list)
    nota_invitati = models.TextField("chi può partecipare, in parole", blank=True)
    responsabile = models.CharField(
        "ufficio responsabile del procedimento", max_length=200, blank=True, help_text="L'ufficio, non la persona."
    )
    annuncio_dal = models.DateField("domande dal", null=True, blank=True)
    annuncio_al = models.DateField("domande fino al", null=True, blank=True)
    creato_il = models.DateTimeField("creato il", default=timezone.now, editable=False)
    pubblicato_il = models.DateTimeField("pubblicato il", null=True, blank=True, editable=False)
    pubblicato_da = models.ForeignKey(
        Utente, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="tavoli_pubblicati"
    )
    chiuso_il = models.DateTimeField("chiuso il", null=True, blank=True, editable=False)
    chiuso_da = models.ForeignKey(
        Utente, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="tavoli_chiusi"
    )
    sintesi = models.TextField("come è finito", blank=True)
    esempio = models.BooleanField("dato di esempio", default=False)
    cerca = models.CharField(max_length=420, editable=False)

    class Meta:
        verbose_name = "tavolo"
        verbose_name_plural = "tavoli"
        ordering = ["-annuncio_al", "-pk"]
        constraints = [
            models.CheckConstraint(condition=insieme("pubblicato"), name="tavolo_pubblicato_il_e_da_insieme"),
            models.CheckConstraint(condition=insieme("chiuso"), name="tavolo_chiuso_il_e_da_insieme"),
            models.CheckConstraint(
                condition=Q(chiuso_il=None) | Q(pubblicato_il__isnull=False), name="tavolo_chiuso_se_pubblicato"
            ),
            models.CheckConstraint(
                condition=Q(pubblicato_il=None) | Q(annuncio_dal__isnull=False, annuncio_al__isnull=False),
                name="tavolo_pubblicato_con_date",
            ),
            models.CheckConstraint(
                condition=Q(annuncio_dal=None) | Q(annuncio_al=None) | Q(annuncio_al__gte=F("annuncio_dal")),
                name="tavolo_date_in_ordine",
                violation_error_message="Le domande finiscono prima di cominciare: correggi le date.",
            ),
        ]

    def __str__(self) -> str:
        return self.titolo

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the search column true."""
        self.cerca = per_ricerca(f"{self.titolo} {self.ambito.nome} {self.ambito.codice}")[:420]
        campi = kwargs.get("update_fields")
        if campi is not None:
            kwargs["update_fields"] = {*cast("Iterable[str]", campi), "cerca"}
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed on untouched

    def get_absolute_url(self) -> str:
        """The page of the table and of its notice."""
        return reverse("tavoli:tavolo", args=[self.pk])

    @property
    def fase(self) -> FaseAvviso:
        """Where the notice stands today."""
        oggi = timezone.localdate()
        if self.chiuso_il:
            return FaseAvviso.CHIUSO
        if self.pubblicato_il is None or self.annuncio_dal is None or self.annuncio_al is None:
            return FaseAvviso.IN_PREPARAZIONE
        if oggi < self.annuncio_dal:
            return FaseAvviso.IN_ARRIVO
        return FaseAvviso.APERTO if oggi <= self.annuncio_al else FaseAvviso.LAVORI

    @property
    def accoglie_domande(self) -> bool:
        """Whether today is a day of the notice."""
        return self.fase is FaseAvviso.APERTO

    @property
    def al_lavoro(self) -> bool:
        """Whether members may leave contributions: announced and not closed, also after the last day of the notice."""
        return self.fase in {FaseAvviso.APERTO, FaseAvviso.LAVORI}

    @property
    def giorni(self) -> int:
        """How many days are left to apply: 0 is the last day."""
        return (self.annuncio_al - timezone.localdate()).days if self.annuncio_al else 0

    @property
    def nomi_invitati(self) -> list[str]:
        """The invited subjects in words, in the order of the list."""
        return [str(s.label) for s in Soggetto if s.value in self.invitati]


class TavoloPiano(models.Model):
    """A table works for a plan."""

    tavolo = models.ForeignKey(Tavolo, on_delete=models.CASCADE, related_name="per_piani")
    piano = models.ForeignKey(Piano, on_delete=models.CASCADE, related_name="per_tavoli")

    class Meta:
        verbose_name = "piano di un tavolo"
        verbose_name_plural = "piani dei tavoli"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["tavolo", "piano"], name="tavolo_piano_unico")]

    def __str__(self) -> str:
        return f"{self.tavolo_id} per {self.piano_id}"


class Tema(models.Model):
    """A lettered theme of a table: what the table is asked about."""

    tavolo = models.ForeignKey(Tavolo, on_delete=models.CASCADE, related_name="temi")
    lettera = models.CharField("lettera", max_length=2)
    titolo = models.CharField("titolo", max_length=200)
    testo = models.TextField("che cosa si chiede", blank=True)

    class Meta:
        verbose_name = "tema"
        verbose_name_plural = "temi"
        ordering = ["lettera"]
        constraints = [models.UniqueConstraint(fields=["tavolo", "lettera"], name="tema_lettera_unica")]

    def __str__(self) -> str:
        return f"{self.lettera}. {self.titolo}"


class Domanda(models.Model):
    """A body asks to join a table. Admitted, refused and withdrawn are facts, each with who and when.

    An admitted application that nobody withdrew makes the body a member. `motivo` is the reason of the answer.
    """

    tavolo = models.ForeignKey(Tavolo, on_delete=models.PROTECT, related_name="domande")
    ente = models.ForeignKey(Ente, on_delete=models.PROTECT, related_name="domande_ai_tavoli")
    motivazione = models.TextField("perché chiede di partecipare")
    presentata_il = models.DateTimeField("presentata il", default=timezone.now, editable=False)
    presentata_da = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="domande_presentate")
    ammessa_il = models.DateTimeField("ammessa il", null=True, blank=True, editable=False)
    ammessa_da = models.ForeignKey(
        Utente, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="domande_ammesse"
    )
    respinta_il = models.DateTimeField("respinta il", null=True, blank=True, editable=False)
    respinta_da = models.ForeignKey(
        Utente, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="domande_respinte"
    )
    motivo = models.TextField("motivo della risposta", blank=True)
    ritirata_il = models.DateTimeField("ritirata il", null=True, blank=True, editable=False)
    ritirata_da = models.ForeignKey(
        Utente, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="domande_ritirate"
    )
    esempio = models.BooleanField("dato di esempio", default=False)

    class Meta:
        verbose_name = "domanda di partecipazione"
        verbose_name_plural = "domande di partecipazione"
        ordering = ["presentata_il", "pk"]
        constraints = [
            models.CheckConstraint(condition=insieme("ammessa"), name="domanda_ammessa_il_e_da_insieme"),
            models.CheckConstraint(condition=insieme("respinta"), name="domanda_respinta_il_e_da_insieme"),
            models.CheckConstraint(condition=insieme("ritirata"), name="domanda_ritirata_il_e_da_insieme"),
            models.CheckConstraint(
                condition=Q(ammessa_il=None) | Q(respinta_il=None), name="domanda_ammessa_o_respinta"
            ),
            models.CheckConstraint(condition=Q(respinta_il=None) | ~Q(motivo=""), name="domanda_respinta_con_motivo"),
            models.UniqueConstraint(
                fields=["tavolo", "ente"],
                condition=Q(respinta_il=None, ritirata_il=None),
                name="domanda_viva_unica",
                violation_error_message="Questo ente ha già una domanda per questo tavolo.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ente} per {self.tavolo_id}"

    @property
    def esito(self) -> EsitoDomanda:
        """Where it stands."""
        if self.ritirata_il:
            return EsitoDomanda.RITIRATA
        if self.ammessa_il:
            return EsitoDomanda.AMMESSA
        return EsitoDomanda.RESPINTA if self.respinta_il else EsitoDomanda.IN_ATTESA


class Incontro(models.Model):
    """A meeting of a table: when, where, about what; its minutes and who was there, once it was held."""

    tavolo = models.ForeignKey(Tavolo, on_delete=models.CASCADE, related_name="incontri")
    quando = models.DateTimeField("giorno e ora")
    luogo = models.CharField("luogo", max_length=200)
    argomento = models.CharField("di che cosa si parla", max_length=300)
    verbale = models.ForeignKey(
        FileConservato, on_delete=models.PROTECT, null=True, blank=True, related_name="verbali_di_incontri"
    )
    nome_verbale = models.CharField("nome del file", max_length=150, blank=True)
    presenti = models.ManyToManyField(Ente, blank=True, related_name="incontri", verbose_name="enti presenti")
    esempio = models.BooleanField("dato di esempio", default=False)

    class Meta:
        verbose_name = "incontro"
        verbose_name_plural = "incontri"
        ordering = ["quando", "pk"]

    def __str__(self) -> str:
        return self.argomento

    @property
    def tenuto(self) -> bool:
        """Whether its hour has passed."""
        return self.quando <= timezone.now()


class Documento(models.Model):
    """A paper of a table that anyone may read: the notice as published, a form, the summary."""

    tavolo = models.ForeignKey(Tavolo, on_delete=models.CASCADE, related_name="documenti")
    titolo = models.CharField("titolo", max_length=200)
    file = models.ForeignKey(FileConservato, on_delete=models.PROTECT, related_name="documenti_dei_tavoli")
    nome_file = models.CharField("nome del file", max_length=150)
    caricato_il = models.DateTimeField("caricato il", default=timezone.now, editable=False)
    caricato_da = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="documenti_dei_tavoli")

    class Meta:
        verbose_name = "documento del tavolo"
        verbose_name_plural = "documenti del tavolo"
        ordering = ["caricato_il", "pk"]

    def __str__(self) -> str:
        return self.titolo


class Contributo(models.Model):
    """What a member leaves on a theme: a need, a resource, a proposal. Never changed; it waits for one answer."""

    tema = models.ForeignKey(Tema, on_delete=models.PROTECT, related_name="contributi")
    ente = models.ForeignKey(Ente, on_delete=models.PROTECT, related_name="contributi")
    autore = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="contributi")
    genere = models.CharField("che cosa porta", max_length=10, choices=GenereContributo.choices)
    titolo = models.CharField("in una riga", max_length=200)
    testo = models.TextField("testo")
    lasciato_il = models.DateTimeField("lasciato il", default=timezone.now, editable=False)
    esempio = models.BooleanField("dato di esempio", default=False)

    class Meta:
        verbose_name = "contributo"
        verbose_name_plural = "contributi"
        ordering = ["lasciato_il", "pk"]

    def __str__(self) -> str:
        return self.titolo

    def get_absolute_url(self) -> str:
        """Its page, with the answer."""
        return reverse("tavoli:contributo", args=[self.pk])


class Risposta(models.Model):
    """The one answer to a contribution: what became of it, why, and where in a plan (a sheet, its row, a section)."""

    contributo = models.OneToOneField(Contributo, on_delete=models.PROTECT, related_name="risposta")
    esito = models.CharField("che cosa ne è stato", max_length=12, choices=EsitoContributo.choices)
    motivo = models.TextField("perché")
    voce = models.ForeignKey(
        VoceScheda, on_delete=models.SET_NULL, null=True, blank=True, related_name="risposte_ai_contributi"
    )
    campo = models.ForeignKey(
        CampoScheda, on_delete=models.PROTECT, null=True, blank=True, related_name="risposte_ai_contributi"
    )
    sezione = models.ForeignKey(
        Sezione, on_delete=models.SET_NULL, null=True, blank=True, related_name="risposte_ai_contributi"
    )
    data_il = models.DateTimeField("data il", default=timezone.now, editable=False)
    data_da = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="risposte_ai_contributi")
    esempio = models.BooleanField("dato di esempio", default=False)

    class Meta:
        verbose_name = "risposta a un contributo"
        verbose_name_plural = "risposte ai contributi"
        ordering = ["data_il", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(motivo=""), name="risposta_con_motivo"),
        ]

    def __str__(self) -> str:
        return self.get_esito_display()
