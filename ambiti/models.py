"""Bodies: one supertype, a one-to-one row for each kind, dated links between them."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ambiti.enums import TipoEnte
from core.testo import per_ricerca


class Ente(models.Model):
    """Any body that can own, sign, adhere or hold an Incarico (L.R. 3/2008)."""

    tipo = models.CharField("tipo", max_length=12, choices=TipoEnte.choices)
    codice = models.CharField("codice", max_length=20, help_text="Codice regionale, ISTAT o fiscale, secondo il tipo.")
    nome = models.CharField("nome", max_length=200)
    sigla = models.CharField("sigla", max_length=60, blank=True, help_text="Il nome breve, per esempio ATS Insubria.")
    pec = models.EmailField("PEC", blank=True)
    cerca = models.CharField(max_length=400, editable=False)

    class Meta:
        verbose_name = "ente"
        verbose_name_plural = "enti"
        ordering = ["nome", "codice"]
        constraints = [models.UniqueConstraint(fields=["tipo", "codice"], name="ente_tipo_codice_unici")]
        indexes = [models.Index(fields=["tipo", "cerca"], name="ente_tipo_cerca")]

    def __str__(self) -> str:
        return self.sigla or self.nome

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the search column true."""
        self.cerca = per_ricerca(f"{self.nome} {self.sigla} {self.codice}")
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed on untouched

    @property
    def chiave(self) -> str:
        """The key of files and canonical versions, as ``ambito:50074``."""
        return f"{self.tipo}:{self.codice}"

    @property
    def nome_completo(self) -> str:
        """The name with its kind in front, where the name alone does not tell it."""
        prefisso = {TipoEnte.COMUNE: "Comune di ", TipoEnte.AMBITO: "Ambito territoriale di "}
        return f"{prefisso.get(TipoEnte(self.tipo), '')}{self.nome}"


class EnteSpecifico(models.Model):
    """Base of the one-to-one kinds."""

    ente = models.OneToOneField(Ente, on_delete=models.PROTECT, primary_key=True, related_name="%(class)s")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.ente)

    @property
    def codice(self) -> str:
        """The body's code."""
        return self.ente.codice

    @property
    def nome(self) -> str:
        """The body's name."""
        return self.ente.nome


class Ats(EnteSpecifico):
    """Agenzia di Tutela della Salute: checks coherence and receives plans (8 in Allegato C)."""

    assenso_prima = models.BooleanField(
        "vuole l'assenso prima dell'Assemblea",
        default=True,
        help_text="Se no, l'Assemblea può approvare un Piano che l'ATS non ha ancora verificato.",
    )

    class Meta:
        verbose_name = "ATS"
        verbose_name_plural = "ATS"

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("osservatorio:ats", args=[self.codice])


class Asst(EnteSpecifico):
    """Azienda Socio-Sanitaria Territoriale (25 in Allegato C)."""

    ats = models.ForeignKey(Ats, on_delete=models.PROTECT, related_name="asst", verbose_name="ATS")

    class Meta:
        verbose_name = "ASST"
        verbose_name_plural = "ASST"


class Distretto(EnteSpecifico):
    """District of one or more ASST (86 in Allegato C; 22070 has two)."""

    class Meta:
        verbose_name = "distretto"
        verbose_name_plural = "distretti"


class Ambito(EnteSpecifico):
    """Ambito territoriale sociale: the group of Comuni that writes a Piano di Zona (91)."""

    ats = models.ForeignKey(Ats, on_delete=models.PROTECT, related_name="ambiti", verbose_name="ATS")
    codice_sioss = models.CharField("codice SIOSS", max_length=10, unique=True)

    class Meta:
        verbose_name = "Ambito"
        verbose_name_plural = "Ambiti"
        ordering = ["ente__nome"]

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("osservatorio:ambito", args=[self.codice])


class Comune(EnteSpecifico):
    """A Comune of Lombardy. Its Ambito may be unknown: a normal case."""

    provincia = models.CharField("provincia", max_length=2)

    class Meta:
        verbose_name = "Comune"
        verbose_name_plural = "Comuni"
        ordering = ["ente__nome"]


class PeriodoQuerySet(models.QuerySet["Appartenenza"]):
    """Rows valid in a span of days; open ends are None."""

    def alla_data(self, giorno: dt.date) -> "PeriodoQuerySet":
        """Only what is valid on `giorno`, ends included."""
        return self.filter(Q(dal=None) | Q(dal__lte=giorno), Q(al=None) | Q(al__gte=giorno))


class Periodo(models.Model):
    """Base of dated links: from `dal` to `al`, both included, None for open."""

    dal = models.DateField("dal", null=True, blank=True)
    al = models.DateField("al", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(dal=None) | Q(al=None) | Q(al__gte=F("dal")),
                name="%(app_label)s_%(class)s_periodo_in_ordine",
                violation_error_message="La data finale viene prima di quella iniziale.",
            )
        ]

    def valido_il(self, giorno: dt.date) -> bool:
        """Whether the row is valid on `giorno`."""
        return (self.dal is None or self.dal <= giorno) and (self.al is None or giorno <= self.al)


class Collegamento(Periodo):
    """A row of Allegato C: this Ambito works with this ASST and this distretto (102 rows)."""

    ambito = models.ForeignKey(Ambito, on_delete=models.CASCADE, related_name="collegamenti")
    asst = models.ForeignKey(Asst, on_delete=models.PROTECT, related_name="collegamenti", verbose_name="ASST")
    distretto = models.ForeignKey(Distretto, on_delete=models.PROTECT, related_name="collegamenti")

    class Meta(Periodo.Meta):
        verbose_name = "collegamento"
        verbose_name_plural = "collegamenti"
        constraints = [
            *Periodo.Meta.constraints,
            models.UniqueConstraint(fields=["ambito", "asst", "distretto", "dal"], name="collegamento_unico"),
        ]

    def __str__(self) -> str:
        return f"{self.ambito} - {self.asst} - {self.distretto}"


class Appartenenza(Periodo):
    """A Comune belongs to an Ambito, from a day to a day."""

    comune = models.ForeignKey(Comune, on_delete=models.CASCADE, related_name="appartenenze")
    ambito = models.ForeignKey(Ambito, on_delete=models.CASCADE, related_name="appartenenze")

    objects = PeriodoQuerySet.as_manager()

    class Meta(Periodo.Meta):
        verbose_name = "appartenenza"
        verbose_name_plural = "appartenenze"
        constraints = [
            *Periodo.Meta.constraints,
            models.UniqueConstraint(
                fields=["comune"],
                condition=Q(al=None),
                name="appartenenza_aperta_unica",
                violation_error_message="Questo Comune appartiene già a un Ambito.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comune} in {self.ambito}"


class Capofila(Periodo):
    """The body that leads the Ambito: any Ente, with dates (Alto Milanese has an Azienda)."""

    ambito = models.ForeignKey(Ambito, on_delete=models.CASCADE, related_name="capofila")
    ente = models.ForeignKey(Ente, on_delete=models.PROTECT, related_name="capofila_di")

    class Meta(Periodo.Meta):
        verbose_name = "capofila"
        verbose_name_plural = "capofila"

    def __str__(self) -> str:
        return f"{self.ente} per {self.ambito}"


class Popolazione(models.Model):
    """Residents of a body on a day."""

    ente = models.ForeignKey(Ente, on_delete=models.CASCADE, related_name="popolazioni")
    giorno = models.DateField("alla data")
    residenti = models.PositiveIntegerField("residenti")
    fonte = models.CharField("fonte", max_length=200)

    class Meta:
        verbose_name = "popolazione"
        verbose_name_plural = "popolazioni"
        ordering = ["-giorno"]
        constraints = [models.UniqueConstraint(fields=["ente", "giorno"], name="popolazione_unica")]

    def __str__(self) -> str:
        return f"{self.ente} al {self.giorno}"


class Quota(Periodo):
    """The share of a Comune in its Ambito as two integers, never a float."""

    appartenenza = models.ForeignKey(Appartenenza, on_delete=models.CASCADE, related_name="quote")
    numeratore = models.PositiveIntegerField("numeratore")
    denominatore = models.PositiveIntegerField("denominatore")

    class Meta(Periodo.Meta):
        verbose_name = "quota"
        verbose_name_plural = "quote"
        constraints = [
            *Periodo.Meta.constraints,
            models.CheckConstraint(
                condition=Q(denominatore__gt=0) & Q(numeratore__lte=F("denominatore")),
                name="quota_tra_zero_e_uno",
                violation_error_message="Una quota sta tra zero e uno.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.numeratore}/{self.denominatore}"
