"""Who signed the Accordo, and who asked to adhere (art. 34 D.Lgs. 267/2000; DGR XII/2167, line 427)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accordi.enums import SpecieFirma
from accordi.models.testo import Parte
from ambiti.models import Ente
from documenti.models import FileConservato
from piani.models import Piano
from utenti.models import Incarico, Utente


class Adesione(models.Model):
    """The request of a body that took part in the plan to adhere to its Accordo, and the answer it got.

    Accepted while the text could be written, the body is also a `Parte`; accepted later it stays apart: the frozen
    Accordo does not change. Withdrawn before the body signed, it counts no more; the answer stays as it was given.
    """

    piano = models.ForeignKey(Piano, on_delete=models.PROTECT, related_name="adesioni")
    ente = models.ForeignKey(Ente, on_delete=models.PROTECT, related_name="adesioni")
    impegni = models.TextField("impegni che si prende", blank=True)
    rappresentante = models.CharField("rappresentato da", max_length=150)
    chiesta_il = models.DateTimeField("chiesta il", default=timezone.now, editable=False)
    chiesta_da = models.ForeignKey(Utente, on_delete=models.PROTECT, editable=False, related_name="adesioni_chieste")
    decisa_il = models.DateTimeField("decisa il", null=True, blank=True, editable=False)
    decisa_da = models.ForeignKey(
        Utente, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="adesioni_decise"
    )
    accolta = models.BooleanField("accolta", null=True, editable=False)
    motivo = models.TextField("motivo", blank=True)
    ritirata_il = models.DateTimeField("ritirata il", null=True, blank=True, editable=False)
    ritirata_da = models.ForeignKey(
        Utente, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="adesioni_ritirate"
    )
    motivo_ritiro = models.TextField("perché è ritirata", blank=True)
    esempio = models.BooleanField("dato di esempio", default=False)

    class Meta:
        verbose_name = "adesione"
        verbose_name_plural = "adesioni"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decisa_il=None, decisa_da=None, accolta=None)
                | Q(decisa_il__isnull=False, decisa_da__isnull=False, accolta__isnull=False),
                name="adesione_decisa_il_e_da_insieme",
            ),
            models.CheckConstraint(
                condition=Q(ritirata_il=None, ritirata_da=None, motivo_ritiro="")
                | Q(ritirata_il__isnull=False, ritirata_da__isnull=False, accolta=True),
                name="adesione_ritirata_il_e_da_insieme",
            ),
            models.UniqueConstraint(
                fields=["piano", "ente"],
                condition=Q(accolta=None) | Q(accolta=True, ritirata_il=None),
                name="adesione_aperta_unica",
                violation_error_message="Questo ente ha già chiesto di aderire.",
            ),
        ]

    def __str__(self) -> str:
        return f"Adesione di {self.ente}"

    def get_absolute_url(self) -> str:
        """The page of the request."""
        return reverse("accordi:adesione", kwargs={**self.piano.indirizzo, "pk": self.pk})

    @property
    def vale(self) -> bool:
        """Whether it was accepted, and not withdrawn."""
        return bool(self.accolta) and self.ritirata_il is None


class Firma(models.Model):
    """A signed file, of a party or of an adherent: one at a time holds, those before it stay, with the reason.

    `giorno` is the day of the signature, typed. The portal does not sign and does not look into the signature.
    """

    parte = models.ForeignKey(Parte, on_delete=models.PROTECT, null=True, blank=True, related_name="firme")
    adesione = models.ForeignKey(Adesione, on_delete=models.PROTECT, null=True, blank=True, related_name="firme")
    specie = models.CharField("che cosa è", max_length=10, choices=SpecieFirma.choices, default=SpecieFirma.ACCORDO)
    giorno = models.DateField("giorno della firma")
    file = models.ForeignKey(FileConservato, on_delete=models.PROTECT, related_name="firme")
    nome_file = models.CharField("nome del file", max_length=150)
    per_conto = models.BooleanField("caricata dall'Ufficio di Piano per conto dell'ente", default=False)
    caricata_il = models.DateTimeField("caricata il", default=timezone.now, editable=False)
    caricata_da = models.ForeignKey(Utente, on_delete=models.PROTECT, editable=False, related_name="firme_caricate")
    incarico = models.ForeignKey(
        Incarico, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="firme_caricate"
    )
    tolta_il = models.DateTimeField("tolta il", null=True, blank=True, editable=False)
    tolta_da = models.ForeignKey(
        Utente, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="firme_tolte"
    )
    motivo = models.TextField("perché non vale più", blank=True)
    esempio = models.BooleanField("dato di esempio", default=False)

    class Meta:
        verbose_name = "firma"
        verbose_name_plural = "firme"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(parte__isnull=False, adesione=None) | Q(parte=None, adesione__isnull=False),
                name="firma_di_una_parte_o_di_una_adesione",
            ),
            models.CheckConstraint(
                condition=Q(tolta_il=None, tolta_da=None, motivo="")
                | (Q(tolta_il__isnull=False, tolta_da__isnull=False) & ~Q(motivo="")),
                name="firma_tolta_il_e_da_insieme",
            ),
            models.UniqueConstraint(fields=["parte"], condition=Q(tolta_il=None), name="firma_della_parte_unica"),
            models.UniqueConstraint(fields=["adesione"], condition=Q(tolta_il=None), name="firma_della_adesione_unica"),
        ]

    def __str__(self) -> str:
        return f"{self.get_specie_display()}, {self.ente}"

    @property
    def ente(self) -> Ente:
        """The body that signed."""
        di = self.parte or self.adesione
        if di is None:  # the constraint forbids it
            raise ValueError(self.pk)
        return di.ente
