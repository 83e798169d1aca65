"""The act by which the ATS receives the plan (after decree 18/2025 of ATS Brescia), and what is the same for each Ambito."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ambiti.models import Ats
from core.models import Revisionabile
from documenti.models import Lavoro
from piani.enums import TipoAtto
from piani.models import Piano
from recepimento.enums import TipoNorma
from utenti.models import Utente


class SchemaAtto(Revisionabile):
    """What an act says that does not depend on the Ambito: organ, offices, opinions, acts recalled, costs.

    Offices and the organ are written with their article ("il Direttore Generale"): the sentences need it. One belongs to the
    ATS, as its usual text; each act starts from a copy.
    """

    tipo = models.CharField("tipo di atto", max_length=16, choices=TipoAtto.choices, default=TipoAtto.DECRETO)
    classificazione = models.CharField("classificazione", max_length=40, blank=True)
    organo = models.CharField(
        "organo che adotta l'atto", max_length=150, default="il Direttore Generale", help_text="Con l'articolo."
    )
    nomina = models.CharField("atto di nomina dell'organo", max_length=150, blank=True)
    struttura = models.CharField(
        "struttura che verifica e conserva", max_length=200, blank=True, help_text="Con l'articolo: la SC ..."
    )
    proponente = models.CharField("chi propone", max_length=250, blank=True, help_text="Con l'articolo.")
    responsabile = models.CharField(
        "responsabile del procedimento", max_length=250, blank=True, help_text="Con l'articolo."
    )
    legittimita = models.CharField(
        "chi attesta la legittimità",
        max_length=150,
        blank=True,
        help_text="Con l'articolo; di solito chi dà un parere.",
    )
    pubblicazione = models.CharField(
        "struttura che pubblica all'Albo", max_length=200, blank=True, help_text="Con l'articolo."
    )
    oneri = models.TextField("oneri", blank=True, help_text="Vuoto: l'atto non comporta oneri.")
    sede = models.CharField("sede legale", max_length=200, blank=True)
    contatti = models.CharField("telefono e sito", max_length=200, blank=True)
    fiscale = models.CharField("codice fiscale e partita IVA", max_length=40, blank=True)
    nota_oggetto = models.CharField("documento trasmesso agli Ambiti", max_length=300, blank=True)
    nota_numero = models.CharField("protocollo della nota agli Ambiti", max_length=60, blank=True)
    nota_il = models.DateField("data della nota agli Ambiti", null=True, blank=True)
    esempio = models.BooleanField("dato di esempio", default=False)

    class Meta:
        verbose_name = "schema di atto"
        verbose_name_plural = "schemi di atto"
        constraints = [
            models.CheckConstraint(
                condition=Q(nota_il=None, nota_numero="") | (Q(nota_il__isnull=False) & ~Q(nota_numero="")),
                name="testo_atto_nota_intera",
                violation_error_message="La nota agli Ambiti vuole sia il protocollo sia la data, oppure nessuno dei due.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_tipo_display()}, {self.organo}"


class Parere(models.Model):
    """An opinion acquired: the role that gives it, and the office or person that holds it."""

    testo = models.ForeignKey(SchemaAtto, on_delete=models.CASCADE, related_name="pareri")
    ordine = models.PositiveSmallIntegerField("ordine")
    ruolo = models.CharField("ruolo", max_length=150, help_text="Con l'articolo: il Direttore Sanitario.")
    ufficio = models.CharField("ufficio", max_length=150, blank=True)

    class Meta:
        verbose_name = "parere"
        verbose_name_plural = "pareri"
        ordering = ["ordine", "pk"]

    def __str__(self) -> str:
        return self.ruolo


class Norma(models.Model):
    """An act that the premises recall."""

    testo = models.ForeignKey(SchemaAtto, on_delete=models.CASCADE, related_name="norme")
    ordine = models.PositiveSmallIntegerField("ordine")
    tipo = models.CharField("tipo", max_length=20, choices=TipoNorma.choices)
    numero = models.CharField("numero", max_length=40)
    giorno = models.DateField("data")
    titolo = models.CharField("titolo", max_length=400)

    class Meta:
        verbose_name = "norma richiamata"
        verbose_name_plural = "norme richiamate"
        ordering = ["ordine", "pk"]

    def __str__(self) -> str:
        return f"{self.get_tipo_display()} {self.numero}"


class Riunione(models.Model):
    """A meeting of the Cabina di Regia Integrata that the premises recall (DGR line 447)."""

    testo = models.ForeignKey(SchemaAtto, on_delete=models.CASCADE, related_name="riunioni")
    ordine = models.PositiveSmallIntegerField("ordine")
    giorno = models.DateField("data")
    verbale = models.CharField("repertorio del verbale", max_length=60, blank=True)
    argomento = models.CharField("argomento", max_length=300)

    class Meta:
        verbose_name = "riunione della Cabina di Regia"
        verbose_name_plural = "riunioni della Cabina di Regia"
        ordering = ["ordine", "pk"]

    def __str__(self) -> str:
        return f"{self.giorno}"


class ImpostazioniAts(models.Model):
    """The usual text of the acts of an ATS, from which each act of recepimento starts."""

    ats = models.OneToOneField(Ats, on_delete=models.PROTECT, related_name="impostazioni")
    testo = models.OneToOneField(SchemaAtto, on_delete=models.PROTECT, related_name="impostazioni")

    class Meta:
        verbose_name = "impostazioni dell'ATS"
        verbose_name_plural = "impostazioni delle ATS"

    def __str__(self) -> str:
        return str(self.ats)


class AttoRecepimento(models.Model):
    """The act of recepimento of a plan, while it is prepared.

    Number and day are those that another office gave to the act, typed so that its paper carries them; the step that
    registers the act writes those that count, with the file. The kind is that of the text.
    """

    piano = models.OneToOneField(Piano, on_delete=models.PROTECT, related_name="atto_recepimento")
    testo = models.OneToOneField(SchemaAtto, on_delete=models.PROTECT, related_name="atto")
    numero = models.CharField("numero dell'atto", max_length=60, blank=True)
    giorno = models.DateField("data dell'atto", null=True, blank=True)
    esempio = models.BooleanField("dato di esempio", default=False)
    cominciato_il = models.DateTimeField("cominciato il", default=timezone.now, editable=False)
    cominciato_da = models.ForeignKey(
        Utente, on_delete=models.PROTECT, null=True, editable=False, related_name="atti_cominciati"
    )

    class Meta:
        verbose_name = "atto di recepimento"
        verbose_name_plural = "atti di recepimento"

    def __str__(self) -> str:
        return f"Atto di recepimento di {self.piano_id}"


class BozzaAtto(models.Model):
    """A draft of the act as paper: the frozen slots it is printed from, and the job that prints it."""

    atto = models.ForeignKey(AttoRecepimento, on_delete=models.PROTECT, related_name="bozze")
    lavoro = models.OneToOneField(Lavoro, on_delete=models.PROTECT, related_name="bozza_atto")
    contenuto = models.BinaryField("contenuto canonico")
    sha256 = models.CharField("SHA-256 del contenuto", max_length=64)
    giorno = models.DateField("preparata il", default=timezone.localdate, editable=False)
    pagine = models.PositiveIntegerField("pagine", null=True, blank=True)

    class Meta:
        verbose_name = "bozza dell'atto"
        verbose_name_plural = "bozze dell'atto"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.sha256[:12]
