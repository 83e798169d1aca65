"""The text of the Accordo di Programma (art. 34 D.Lgs. 267/2000, L.R. 3/2008 art. 18): premises, articles, parties, slots."""

from django.db import models
from django.urls import reverse

from accordi.enums import Elemento, Qualifica, TipoNorma
from ambiti.models import Ente
from core.models import Revisionabile
from piani.models import Piano


class Accordo(Revisionabile):
    """The agreement of a plan. `decorrenza` and `scadenza` say when it is in force."""

    piano = models.OneToOneField(Piano, on_delete=models.CASCADE, related_name="accordo")
    titolo = models.CharField("titolo", max_length=400)
    decorrenza = models.DateField("in vigore dal")
    scadenza = models.DateField("in vigore fino al")

    class Meta:
        verbose_name = "Accordo di Programma"
        verbose_name_plural = "Accordi di Programma"

    def __str__(self) -> str:
        return self.titolo

    def get_absolute_url(self) -> str:
        """The page of the Accordo."""
        return reverse("accordi:accordo", kwargs=self.piano.indirizzo)


class Premessa(Revisionabile):
    """A block of the premises (Premesso che, Richiamati, Tenuto conto che): a text, then the acts it recalls."""

    accordo = models.ForeignKey(Accordo, on_delete=models.CASCADE, related_name="premesse")
    ordine = models.PositiveSmallIntegerField("ordine")
    titolo = models.CharField("titolo", max_length=100)
    testo = models.TextField("testo", blank=True)

    class Meta:
        verbose_name = "premessa"
        verbose_name_plural = "premesse"
        ordering = ["ordine"]

    def __str__(self) -> str:
        return self.titolo


class AttoNormativo(models.Model):
    """An act that premises recall: the shared register, from which each Accordo draws. Never changed once it is there."""

    tipo = models.CharField("tipo", max_length=24, choices=TipoNorma.choices)
    emanante = models.CharField("chi lo ha emanato", max_length=150, blank=True)
    numero = models.CharField("numero", max_length=40, blank=True)
    data = models.DateField("data")
    titolo = models.CharField("titolo", max_length=600, blank=True)

    class Meta:
        verbose_name = "atto normativo"
        verbose_name_plural = "atti normativi"
        ordering = ["data", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tipo", "emanante", "numero", "data", "titolo"], name="atto_normativo_unico"
            )
        ]

    def __str__(self) -> str:
        numero = f" n. {self.numero}" if self.numero else ""
        titolo = f", «{self.titolo}»" if self.titolo else ""
        return f"{self.get_tipo_display()}{numero} del {self.data:%d.%m.%Y}{titolo}"


class AttoRichiamato(models.Model):
    """The place of an act in a premise, with what the Accordo says of it."""

    premessa = models.ForeignKey(Premessa, on_delete=models.CASCADE, related_name="atti")
    atto = models.ForeignKey(AttoNormativo, on_delete=models.PROTECT, related_name="richiami")
    ordine = models.PositiveSmallIntegerField("ordine")
    nota = models.CharField("nota", max_length=400, blank=True)

    class Meta:
        verbose_name = "atto richiamato"
        verbose_name_plural = "atti richiamati"
        ordering = ["ordine"]
        constraints = [models.UniqueConstraint(fields=["premessa", "atto"], name="atto_richiamato_unico")]

    def __str__(self) -> str:
        return str(self.atto)


class Articolo(Revisionabile):
    """An article with nested text. `elementi` are the essential elements (`Elemento`) that it covers, in their order."""

    accordo = models.ForeignKey(Accordo, on_delete=models.CASCADE, related_name="articoli")
    numero = models.PositiveSmallIntegerField("numero")
    titolo = models.CharField("titolo", max_length=300)
    testo = models.TextField("testo", blank=True)
    elementi = models.JSONField("elementi essenziali", default=list, blank=True)

    class Meta:
        verbose_name = "articolo"
        verbose_name_plural = "articoli"
        ordering = ["numero"]
        constraints = [models.UniqueConstraint(fields=["accordo", "numero"], name="articolo_numero_unico")]

    def __str__(self) -> str:
        return f"Art. {self.numero} {self.titolo}"

    @property
    def nomi_elementi(self) -> list[str]:
        """The covered elements in words."""
        return [str(Elemento(e).label) for e in self.elementi]


class Parte(models.Model):
    """A party, in the order of signature; the office that represents it, no person's name."""

    accordo = models.ForeignKey(Accordo, on_delete=models.CASCADE, related_name="parti")
    ordine = models.PositiveSmallIntegerField("ordine")
    ente = models.ForeignKey(Ente, on_delete=models.PROTECT, related_name="accordi")
    qualifica = models.CharField("qualifica", max_length=16, choices=Qualifica.choices)
    rappresentante = models.CharField("rappresentato da", max_length=150)

    class Meta:
        verbose_name = "parte"
        verbose_name_plural = "parti"
        ordering = ["ordine"]
        constraints = [models.UniqueConstraint(fields=["accordo", "ente"], name="parte_unica")]

    def __str__(self) -> str:
        return str(self.ente)

    @property
    def aderente(self) -> bool:
        """Whether it adheres, without being bound as the others."""
        return Qualifica(self.qualifica) is Qualifica.ADERENTE


class Segnaposto(models.Model):
    """A named value that the text recalls as ``{{chiave}}``; those that the portal computes are not rows."""

    accordo = models.ForeignKey(Accordo, on_delete=models.CASCADE, related_name="segnaposto")
    ordine = models.PositiveSmallIntegerField("ordine")
    chiave = models.CharField(
        "chiave", max_length=40, help_text="Minuscole, cifre e trattino basso: data_approvazione."
    )
    etichetta = models.CharField("che cosa è", max_length=150)
    valore = models.CharField("valore", max_length=500, blank=True)

    class Meta:
        verbose_name = "segnaposto"
        verbose_name_plural = "segnaposto"
        ordering = ["ordine"]
        constraints = [models.UniqueConstraint(fields=["accordo", "chiave"], name="segnaposto_chiave_unica")]

    def __str__(self) -> str:
        return self.etichetta
