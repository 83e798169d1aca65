"""Texts and tables that a body publishes for more than one plan, version by version, and the mark of who uses them."""

from typing import TYPE_CHECKING, cast

from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from ambiti.models import Ente
from core.models import Revisionabile
from core.testo import per_ricerca
from obiettivi.models import Triennio
from piani.enums import AChi, SpecieBlocco
from utenti.models import Utente

if TYPE_CHECKING:
    from core.canonico import Json


class Blocco(Revisionabile):
    """A text, or a table, that the Region, an ATS or an ASST writes for the plans of others. The row is the draft.

    `colonne` and `righe` are those of a table, in their canonical form with computed values blank. A withdrawn block is
    not offered any more; what uses it keeps its version.
    """

    ente = models.ForeignKey(Ente, on_delete=models.PROTECT, related_name="blocchi", verbose_name="chi lo pubblica")
    triennio = models.ForeignKey(Triennio, on_delete=models.PROTECT, related_name="blocchi")
    chiave = models.SlugField("chiave", max_length=60)
    specie = models.CharField("che cos'è", max_length=8, choices=SpecieBlocco.choices)
    a_chi = models.CharField("chi lo può usare", max_length=10, choices=AChi.choices, default=AChi.TERRITORIO)
    titolo = models.CharField("titolo", max_length=300)
    cerca = models.CharField(max_length=300, editable=False)
    testo = models.TextField("testo", blank=True)
    fonte = models.CharField("fonte", max_length=300, blank=True)
    anno = models.CharField("anno dei dati", max_length=20, blank=True)
    nota = models.TextField("nota", blank=True)
    orizzontale = models.BooleanField("su pagina orizzontale", default=False)
    colonne = models.JSONField("colonne", default=list, blank=True)
    righe = models.JSONField("righe", default=list, blank=True)
    creato_il = models.DateTimeField("creato il", default=timezone.now, editable=False)
    ritirato_il = models.DateTimeField("ritirato il", null=True, blank=True, editable=False)

    storia = HistoricalRecords()

    class Meta:
        verbose_name = "blocco"
        verbose_name_plural = "blocchi"
        ordering = ["titolo"]
        constraints = [models.UniqueConstraint(fields=["ente", "triennio", "chiave"], name="blocco_chiave_unica")]

    def __str__(self) -> str:
        return self.titolo

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the search column true."""
        self.cerca = per_ricerca(self.titolo)[:300]
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = [*cast("list[str]", kwargs["update_fields"]), "cerca"]
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed on untouched

    @property
    def e_tabella(self) -> bool:
        """Whether it is a table."""
        return self.specie == SpecieBlocco.TABELLA

    @property
    def catena(self) -> str:
        """The name of the chain of its body's blocks in the log."""
        return f"blocchi:{self.ente.chiave}"


class VersioneBlocco(models.Model):
    """A published version of a block: bytes with their SHA-256, never changed."""

    blocco = models.ForeignKey(Blocco, on_delete=models.PROTECT, related_name="versioni")
    numero = models.PositiveSmallIntegerField("versione")
    a_chi = models.CharField("chi lo può usare", max_length=10, choices=AChi.choices)
    titolo = models.CharField("titolo", max_length=300)
    contenuto = models.BinaryField("contenuto canonico")
    sha256 = models.CharField("SHA-256", max_length=64)
    nota = models.TextField("che cosa è cambiato", blank=True)
    pubblicata_il = models.DateTimeField("pubblicata il", default=timezone.now, editable=False)
    pubblicata_da = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+", null=True, editable=False)

    class Meta:
        verbose_name = "versione di un blocco"
        verbose_name_plural = "versioni dei blocchi"
        ordering = ["-numero"]
        constraints = [models.UniqueConstraint(fields=["blocco", "numero"], name="versione_blocco_unica")]

    def __str__(self) -> str:
        return f"{self.titolo}, versione {self.numero}"

    @property
    def provenienza(self) -> "Json":
        """Where what it says comes from, as the canonical document says it."""
        return {
            "ente": self.blocco.ente.chiave,
            "blocco": self.blocco.chiave,
            "versione": self.numero,
            "data": timezone.localdate(self.pubblicata_il).isoformat(),
            "sha256": self.sha256,
        }


class DaBlocco(models.Model):
    """Base of what can come from a published block: a section, a table. It is a copy pinned to a version.

    `provenienza` is what a file said of a block that is not here.
    """

    blocco = models.ForeignKey(
        VersioneBlocco,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="usata_da_%(class)s",
        verbose_name="versione del blocco",
    )
    provenienza = models.JSONField("provenienza dichiarata da un file", null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def pubblicata(self) -> bool:
        """Whether its words are of the body that published them: the plan does not write them."""
        return self.blocco_id is not None or self.provenienza is not None
