"""A session: convened, opened, closed; its agenda; who was told of it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from ambiti.models import Ambito, Ente
from assemblea.enums import Chiamata, OggettoDeciso, Pesi, Titolo
from piani.models import Piano, Versione
from utenti.models import Utente


def insieme(fatto: str, *, con: tuple[str, ...] = (), nome: str) -> models.CheckConstraint:
    """Tie `fatto`_il and `fatto`_da, and the further columns `con`: all there, or none."""
    campi = [f"{fatto}_il", f"{fatto}_da", *con]
    return models.CheckConstraint(
        condition=Q(**{f"{campo}__isnull": True for campo in campi})
        | Q(**{f"{campo}__isnull": False for campo in campi}),
        name=nome,
    )


class Seduta(models.Model):
    """A session of the Assemblea dei Sindaci (L.R. 3/2008, art. 18). Its situation is told by its facts.

    `avvisi` counts the notices sent: a new version of the agenda is a new notice. At the opening are frozen, as the engine
    writes them, the rule of its validity (`regola_seduta`) and all its rules (`regole`: by object, ``{"regola": id,
    "record": {...}}``), with the one kind of shares that they count (`pesi`, empty when none does).
    """

    ambito = models.ForeignKey(Ambito, on_delete=models.PROTECT, related_name="sedute")
    giorno = models.DateField("giorno")
    ora = models.TimeField("ora")
    luogo = models.CharField("luogo", max_length=300)
    chiamata = models.CharField("convocazione", max_length=8, choices=Chiamata.choices, default=Chiamata.PRIMA)
    nota = models.TextField("nota per chi è convocato", blank=True)
    avvisi = models.PositiveSmallIntegerField("avvisi inviati", default=1, editable=False)
    convocata_il = models.DateTimeField("convocata il", default=timezone.now, editable=False)
    convocata_da = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+", editable=False)
    aperta_il = models.DateTimeField("aperta il", null=True, editable=False)
    aperta_da = models.ForeignKey(Utente, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    regola_seduta = models.JSONField("regola della seduta", null=True, editable=False)
    regole = models.JSONField("regole fissate all'apertura", null=True, editable=False)
    pesi = models.CharField("le quote sono", max_length=12, choices=Pesi.choices, blank=True, editable=False)
    fonte_pesi = models.CharField("da dove vengono le quote", max_length=300, blank=True, editable=False)
    chiusa_il = models.DateTimeField("chiusa il", null=True, editable=False)
    chiusa_da = models.ForeignKey(Utente, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    deserta_il = models.DateTimeField("dichiarata deserta il", null=True, editable=False)
    deserta_da = models.ForeignKey(Utente, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    annullata_il = models.DateTimeField("annullata il", null=True, editable=False)
    annullata_da = models.ForeignKey(Utente, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    motivo_annullo = models.TextField("perché è annullata", blank=True, editable=False)
    esempio = models.BooleanField("dato di esempio", default=False)

    class Meta:
        verbose_name = "seduta"
        verbose_name_plural = "sedute"
        ordering = ["-giorno", "-pk"]
        constraints = [
            insieme("aperta", con=("regola_seduta",), nome="seduta_aperta_il_e_da_insieme"),
            insieme("chiusa", nome="seduta_chiusa_il_e_da_insieme"),
            insieme("deserta", nome="seduta_deserta_il_e_da_insieme"),
            insieme("annullata", nome="seduta_annullata_il_e_da_insieme"),
            models.CheckConstraint(
                condition=Q(chiusa_il=None) | Q(aperta_il__isnull=False), name="seduta_chiusa_dopo_aperta"
            ),
            models.CheckConstraint(
                condition=Q(annullata_il=None) | Q(aperta_il=None), name="seduta_annullata_prima_di_aprirla"
            ),
        ]

    def __str__(self) -> str:
        return f"Seduta del {self.giorno:%d/%m/%Y}, {self.ambito}"

    @property
    def finita(self) -> bool:
        """Whether nothing more happens in it."""
        return bool(self.chiusa_il or self.deserta_il or self.annullata_il)

    @property
    def in_corso(self) -> bool:
        """Whether it is open now."""
        return self.aperta_il is not None and not self.finita

    @property
    def da_aprire(self) -> bool:
        """Whether it is convened and has not begun."""
        return self.aperta_il is None and not self.finita

    @property
    def situazione(self) -> str:
        """Its situation in words."""
        if self.annullata_il:
            return "Annullata"
        if self.deserta_il:
            return "Deserta"
        if self.chiusa_il:
            return "Conclusa"
        return "In corso" if self.aperta_il else "Convocata"


class Punto(models.Model):
    """An item of the agenda: what is decided, on which frozen version of which plan."""

    seduta = models.ForeignKey(Seduta, on_delete=models.PROTECT, related_name="punti")
    ordine = models.PositiveSmallIntegerField("numero")
    piano = models.ForeignKey(Piano, on_delete=models.PROTECT, related_name="punti")
    oggetto = models.CharField("che cosa", max_length=12, choices=OggettoDeciso.choices)
    versione = models.ForeignKey(Versione, on_delete=models.PROTECT, related_name="punti")
    rinviato_il = models.DateTimeField("rinviato il", null=True, editable=False)
    rinviato_da = models.ForeignKey(Utente, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    motivo_rinvio = models.TextField("perché è rinviato", blank=True, editable=False)

    class Meta:
        verbose_name = "punto all'ordine del giorno"
        verbose_name_plural = "punti all'ordine del giorno"
        ordering = ["seduta", "ordine"]
        constraints = [
            models.UniqueConstraint(fields=["seduta", "ordine"], name="punto_ordine_unico"),
            models.UniqueConstraint(fields=["seduta", "piano", "oggetto"], name="punto_unico"),
            insieme("rinviato", nome="punto_rinviato_il_e_da_insieme"),
        ]

    def __str__(self) -> str:
        return f"{self.ordine}. {self.get_oggetto_display()}"

    def get_absolute_url(self) -> str:
        """The page of the session."""
        return reverse("assemblea:seduta", kwargs={**self.piano.indirizzo, "pk": self.seduta_id})


class AvvisoConvocazione(models.Model):
    """The notice of a session to a body: which notice, with which version, when it left, when somebody there read it."""

    seduta = models.ForeignKey(Seduta, on_delete=models.PROTECT, related_name="avvisi_inviati")
    numero = models.PositiveSmallIntegerField("numero dell'avviso")
    ente = models.ForeignKey(Ente, on_delete=models.PROTECT, related_name="avvisi_convocazione")
    titolo = models.CharField("a che titolo", max_length=12, choices=Titolo.choices)
    versione = models.ForeignKey(Versione, on_delete=models.PROTECT, related_name="avvisi_convocazione")
    persone = models.PositiveSmallIntegerField("persone avvisate", default=0)
    inviato_il = models.DateTimeField("inviato il", default=timezone.now, editable=False)
    letto_il = models.DateTimeField("letto il", null=True, editable=False)
    letto_da = models.ForeignKey(Utente, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    esempio = models.BooleanField("dato di esempio", default=False)

    class Meta:
        verbose_name = "avviso di convocazione"
        verbose_name_plural = "avvisi di convocazione"
        ordering = ["-numero", "titolo", "ente__nome"]
        constraints = [
            models.UniqueConstraint(fields=["seduta", "numero", "ente"], name="avviso_convocazione_unico"),
            insieme("letto", nome="avviso_convocazione_letto_il_e_da_insieme"),
        ]

    def __str__(self) -> str:
        return f"Avviso {self.numero} a {self.ente}"
