"""How a plan moves: each step taken, the dates of its acts, what the ATS asked for."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from documenti.models import FileConservato
from piani.enums import Passo, SpecieParte, Stato, TipoAtto
from piani.models.contenuti import Piano, Versione
from utenti.models import Incarico, Utente


class Passaggio(models.Model):
    """A step of the procedure that was taken: by whom, from which state to which, on which version. Never changed.

    `quando` is the instant in the portal; the day of the act is `giorno`, typed. Written only by `piani.workflow`.
    """

    piano = models.ForeignKey(Piano, on_delete=models.PROTECT, related_name="passaggi")
    passo = models.CharField("passo", max_length=24, choices=Passo.choices)
    da = models.CharField("dallo stato", max_length=20, choices=Stato.choices)
    a = models.CharField("allo stato", max_length=20, choices=Stato.choices)
    quando = models.DateTimeField("registrato il", default=timezone.now, editable=False)
    autore = models.ForeignKey(
        Utente, on_delete=models.PROTECT, null=True, blank=True, related_name="passaggi", verbose_name="registrato da"
    )
    incarico = models.ForeignKey(Incarico, on_delete=models.PROTECT, null=True, blank=True, related_name="passaggi")
    versione = models.ForeignKey(Versione, on_delete=models.PROTECT, null=True, blank=True, related_name="passaggi")
    giorno = models.DateField("data dell'atto", null=True, blank=True)
    organo = models.CharField("organo", max_length=200, blank=True)
    tipo_atto = models.CharField("tipo di atto", max_length=16, choices=TipoAtto.choices, blank=True)
    numero = models.CharField("numero o protocollo", max_length=60, blank=True)
    motivo = models.TextField("motivo", blank=True)
    file = models.ForeignKey(FileConservato, on_delete=models.PROTECT, null=True, blank=True, related_name="passaggi")
    nome_file = models.CharField("nome del file", max_length=150, blank=True)
    esempio = models.BooleanField("dato di esempio", default=False)

    class Meta:
        verbose_name = "passaggio"
        verbose_name_plural = "passaggi"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_passo_display()}, {self.piano_id}"

    def get_absolute_url(self) -> str:
        """The file of the act."""
        return reverse("piani:passaggio_file", kwargs={**self.piano.indirizzo, "pk": self.pk})


class ParteDaIntegrare(models.Model):
    """A part that the ATS asks to complete: the only ones that can be written while the plan is `da_integrare`.

    `chiave` is a section's key, ``specie:codice`` of a sheet, ``specie:codice:campo`` of a row, the number of an article.
    """

    passaggio = models.ForeignKey(Passaggio, on_delete=models.CASCADE, related_name="parti")
    specie = models.CharField("specie", max_length=10, choices=SpecieParte.choices)
    chiave = models.CharField("chiave", max_length=160)
    etichetta = models.CharField("come si chiama", max_length=400)
    url = models.CharField("dove sta", max_length=300, blank=True)
    nota = models.TextField("che cosa manca", blank=True)

    class Meta:
        verbose_name = "parte da integrare"
        verbose_name_plural = "parti da integrare"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["passaggio", "specie", "chiave"], name="parte_da_integrare_unica")
        ]

    def __str__(self) -> str:
        return self.etichetta


def _insieme(*campi: str) -> Q:
    """All the named columns empty, or none: empty is None for dates, the empty text for words."""
    vuoti = {c: None if c.endswith("_il") else "" for c in campi}
    pieno = Q()
    for campo, vuoto in vuoti.items():
        pieno &= Q(**{f"{campo}__isnull": False}) if vuoto is None else ~Q(**{campo: ""})
    return Q(**vuoti) | pieno


class Cronologia(models.Model):
    """The dates of the acts of a plan, in one row; unknown is allowed (Sebino does not say when its ASST signed).

    The signatures are not here: each is a row of the Accordo (`piani.cronologia` puts all together). `esempi` are the
    keys of the facts that the demo invented.
    """

    piano = models.OneToOneField(Piano, on_delete=models.PROTECT, related_name="cronologia")
    assenso_il = models.DateField("assenso dell'ATS", null=True, blank=True)
    assenso_protocollo = models.CharField("protocollo dell'assenso", max_length=60, blank=True)
    assenso_versione = models.ForeignKey(
        Versione, on_delete=models.PROTECT, null=True, blank=True, related_name="assensi"
    )
    approvazione_il = models.DateField("approvazione", null=True, blank=True)
    approvazione_organo = models.CharField("organo che ha approvato", max_length=200, blank=True)
    approvazione_numero = models.CharField("numero dell'atto di approvazione", max_length=60, blank=True)
    approvazione_versione = models.ForeignKey(
        Versione, on_delete=models.PROTECT, null=True, blank=True, related_name="approvazioni"
    )
    atto_accordo_il = models.DateField("atto che approva l'Accordo", null=True, blank=True)
    atto_accordo_numero = models.CharField("numero dell'atto che approva l'Accordo", max_length=60, blank=True)
    verifica_ats_il = models.DateField("verifica dell'ATS prima della firma", null=True, blank=True)
    repertorio_il = models.DateField("repertorio", null=True, blank=True)
    repertorio_numero = models.CharField("numero di repertorio", max_length=60, blank=True)
    recepimento_il = models.DateField("atto di recepimento", null=True, blank=True)
    recepimento_tipo = models.CharField(
        "tipo dell'atto di recepimento", max_length=16, choices=TipoAtto.choices, blank=True
    )
    recepimento_numero = models.CharField("numero dell'atto di recepimento", max_length=60, blank=True)
    invio_il = models.DateField("invio in Regione", null=True, blank=True)
    invio_numero = models.CharField("protocollo dell'invio", max_length=60, blank=True)
    burl_il = models.DateField("pubblicazione sul BURL", null=True, blank=True)
    burl_numero = models.CharField("numero del BURL", max_length=60, blank=True)
    esempi = models.JSONField("fatti di esempio", default=list, blank=True)

    class Meta:
        verbose_name = "cronologia"
        verbose_name_plural = "cronologie"
        constraints = [
            models.CheckConstraint(
                condition=_insieme("assenso_il", "assenso_protocollo"), name="cronologia_assenso_intero"
            ),
            models.CheckConstraint(
                condition=_insieme("approvazione_il", "approvazione_organo"), name="cronologia_approvazione_intera"
            ),
            models.CheckConstraint(
                condition=_insieme("recepimento_il", "recepimento_tipo", "recepimento_numero"),
                name="cronologia_recepimento_intero",
            ),
        ]

    def __str__(self) -> str:
        return f"Cronologia di {self.piano_id}"
