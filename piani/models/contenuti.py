"""The Piano di Zona: its tree of sections, sheets in their place, data tables, versions as bytes."""

from typing import NotRequired, TypedDict

from django.db import models
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from ambiti.models import Ambito, Ente
from core.models import Revisionabile
from obiettivi.enums import Specie
from obiettivi.models import CampoScheda, Scheda, Triennio
from piani.enums import MODIFICABILI, PUBBLICI, CalcoloRiga, SpecieSezione, SpecieTabella, Stato, TipoGrafico
from piani.models.blocchi import DaBlocco
from piani.models.condivise import SchedaPubblicata


class Calcolo(TypedDict):
    """How a column is computed: `specie` is somma, quota or rapporto, `colonne` the keys of those it reads."""

    specie: str
    colonne: list[str]
    per: NotRequired[int]


class Colonna(TypedDict):
    """A column of a table; `tipo` is testo, numero, euro, percentuale or anno. A computed one has `calcolo`."""

    chiave: str
    titolo: str
    gruppo: str
    tipo: str
    decimali: int
    unita: str
    calcolo: NotRequired[Calcolo]


class VoceFormato(models.Model):
    """An item of the regional format of a plan (the seven of DGR XII/2167, lines 1180-1188)."""

    triennio = models.ForeignKey(Triennio, on_delete=models.CASCADE, related_name="voci_formato")
    chiave = models.SlugField("chiave", max_length=20)
    ordine = models.PositiveSmallIntegerField("ordine")
    nome = models.CharField("nome", max_length=200)
    testo = models.TextField("come lo chiede la Regione", blank=True)

    class Meta:
        verbose_name = "voce del formato"
        verbose_name_plural = "voci del formato"
        ordering = ["ordine"]
        constraints = [models.UniqueConstraint(fields=["triennio", "chiave"], name="voce_formato_unica")]

    def __str__(self) -> str:
        return self.nome


class Piano(models.Model):
    """The plan of an Ambito for a triennium. `stato` moves only through the procedure."""

    ambito = models.ForeignKey(Ambito, on_delete=models.PROTECT, related_name="piani")
    triennio = models.ForeignKey(Triennio, on_delete=models.PROTECT, related_name="piani")
    titolo = models.CharField("titolo", max_length=300)
    stato = models.CharField("stato", max_length=20, choices=Stato.choices, default=Stato.BOZZA, editable=False)
    esempio = models.BooleanField("contiene dati di esempio", default=False, editable=False)
    contenuto = models.PositiveBigIntegerField("modifiche al contenuto", default=0, editable=False)
    creato_il = models.DateTimeField("creato il", default=timezone.now, editable=False)
    modificato_il = models.DateTimeField("modificato il", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "Piano di Zona"
        verbose_name_plural = "Piani di Zona"
        ordering = ["-triennio__inizio", "ambito__ente__nome"]
        constraints = [
            models.UniqueConstraint(
                fields=["ambito", "triennio"],
                name="piano_unico_per_ambito_e_triennio",
                violation_error_message="Questo Ambito ha già un Piano per questo triennio.",
            )
        ]

    def __str__(self) -> str:
        return f"Piano di Zona {self.triennio} - {self.ambito}"

    def get_absolute_url(self) -> str:
        """The plan's page."""
        return reverse("piani:dettaglio", kwargs=self.indirizzo)

    @property
    def indirizzo(self) -> dict[str, str]:
        """The parts of each address of the plan."""
        return {"codice": self.ambito_id_codice, "triennio": self.triennio.codice}

    @property
    def ambito_id_codice(self) -> str:
        """The Ambito's five-digit code."""
        return self.ambito.codice

    @property
    def catena(self) -> str:
        """The name of the plan's chain in the log."""
        return f"piano:{self.ambito.codice}:{self.triennio.codice}"

    @property
    def pubblico(self) -> bool:
        """Whether anyone may read it: approved, or after."""
        return Stato(self.stato) in PUBBLICI

    @property
    def modificabile(self) -> bool:
        """Whether the state lets its text be edited."""
        return Stato(self.stato) in MODIFICABILI


class Sezione(DaBlocco, Revisionabile):
    """A node of the free tree of the plan, mapped apart to the regional format.

    `firmatario` and `qualifica` are of a preface alone: who signs it, and as what; typed, never a picture.
    """

    piano = models.ForeignKey(Piano, on_delete=models.CASCADE, related_name="sezioni")
    genitore = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="figlie")
    chiave = models.SlugField("chiave", max_length=60)
    ordine = models.PositiveSmallIntegerField("ordine")
    titolo = models.CharField("titolo", max_length=400)
    numerata = models.BooleanField("numerata", default=True)
    pagina_nuova = models.BooleanField("comincia su una pagina nuova", default=False)
    voce_formato = models.ForeignKey(
        VoceFormato,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sezioni",
        verbose_name="voce del formato",
    )
    proprietario = models.ForeignKey(
        Ente, on_delete=models.PROTECT, related_name="sezioni", verbose_name="ente che la scrive"
    )
    specie = models.CharField("specie", max_length=12, choices=SpecieSezione.choices, default=SpecieSezione.TESTO)
    firmatario = models.CharField("chi firma", max_length=200, blank=True)
    qualifica = models.CharField("qualifica di chi firma", max_length=200, blank=True)
    testo = models.TextField("testo", blank=True)
    completa = models.BooleanField("completa", default=False)

    storia = HistoricalRecords()

    class Meta:
        verbose_name = "sezione"
        verbose_name_plural = "sezioni"
        ordering = ["ordine"]
        constraints = [models.UniqueConstraint(fields=["piano", "chiave"], name="sezione_chiave_unica")]

    def __str__(self) -> str:
        return self.titolo


class VoceScheda(models.Model):
    """The place of a sheet in a plan: section, code, order.

    An adopted sheet is a copy pinned to a published version: only its `righe_locali` differ from it. `provenienza` is what
    a file said of a sheet adopted elsewhere, and of which the version is not here.
    """

    piano = models.ForeignKey(Piano, on_delete=models.CASCADE, related_name="voci")
    scheda = models.ForeignKey(Scheda, on_delete=models.PROTECT, related_name="voci")
    sezione = models.ForeignKey(Sezione, on_delete=models.RESTRICT, related_name="voci")
    specie = models.CharField("specie", max_length=10, choices=Specie.choices)
    codice = models.CharField("codice", max_length=20)
    ordine = models.PositiveSmallIntegerField("ordine")
    condivisa = models.ForeignKey(
        SchedaPubblicata,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="adozioni",
        verbose_name="versione adottata",
    )
    righe_locali = models.ManyToManyField(
        CampoScheda, related_name="+", blank=True, verbose_name="righe scritte dall'Ambito"
    )
    provenienza = models.JSONField("provenienza dichiarata da un file", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "scheda nel piano"
        verbose_name_plural = "schede nel piano"
        ordering = ["ordine"]
        constraints = [
            models.UniqueConstraint(fields=["piano", "specie", "codice"], name="voce_codice_unico"),
            models.UniqueConstraint(fields=["piano", "scheda"], name="voce_scheda_unica"),
        ]

    def __str__(self) -> str:
        return f"{self.codice} - {self.scheda}"

    def get_absolute_url(self) -> str:
        """The sheet's page in this plan."""
        return reverse("piani:scheda", kwargs={**self.piano.indirizzo, "specie": self.specie, "scheda": self.codice})


class Tabella(DaBlocco, Revisionabile):
    """A data table of chapters 2-4, or a chart: of another table (`dati`), or with data of its own.

    Values are decimal strings, never floats, or marks (``<5``); computed ones are blank and worked out when read.
    """

    piano = models.ForeignKey(Piano, on_delete=models.CASCADE, related_name="tabelle")
    sezione = models.ForeignKey(Sezione, on_delete=models.RESTRICT, related_name="tabelle")
    chiave = models.SlugField("chiave", max_length=80)
    specie = models.CharField("specie", max_length=8, choices=SpecieTabella.choices, default=SpecieTabella.TABELLA)
    ordine = models.PositiveSmallIntegerField("ordine")
    titolo = models.CharField("titolo", max_length=300)
    fonte = models.CharField("fonte", max_length=300, blank=True)
    anno = models.CharField("anno dei dati", max_length=20, blank=True)
    nota = models.TextField("nota", blank=True)
    grafico = models.CharField("disegno", max_length=20, choices=TipoGrafico.choices, blank=True)
    orizzontale = models.BooleanField("su pagina orizzontale", default=False)
    colonne = models.JSONField("colonne", default=list)
    dati = models.ForeignKey(
        "self",
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="disegni",
        verbose_name="tabella che disegna",
    )
    vista = models.JSONField(
        "che cosa disegna", default=dict, blank=True, help_text="etichette: chiave di una colonna; serie: altre chiavi"
    )
    alternativo = models.TextField("descrizione per chi non vede il disegno", blank=True)

    class Meta:
        verbose_name = "tabella"
        verbose_name_plural = "tabelle"
        ordering = ["ordine"]
        constraints = [models.UniqueConstraint(fields=["piano", "chiave"], name="tabella_chiave_unica")]

    def __str__(self) -> str:
        return self.titolo


class RigaTabella(models.Model):
    """A row: one string a column, its unit, whether it is a total (typed, or computed: `calcolo`) or an example.

    `chiave` is the row's own, whatever its place: by it two people find their cells again. Empty in what a file brought.
    """

    tabella = models.ForeignKey(Tabella, on_delete=models.CASCADE, related_name="righe")
    ordine = models.PositiveSmallIntegerField("ordine")
    chiave = models.CharField("chiave", max_length=16, blank=True)
    valori = models.JSONField("valori", default=list)
    unita = models.CharField("unità", max_length=40, blank=True)
    totale = models.BooleanField("totale", default=False)
    nota = models.CharField("nota", max_length=300, blank=True)
    esempio = models.BooleanField("dato di esempio", default=False)
    calcolo = models.CharField("totale calcolato", max_length=10, choices=CalcoloRiga.choices, blank=True)
    note_celle = models.JSONField("note alle caselle", default=dict, blank=True, help_text="per chiave di colonna")

    class Meta:
        verbose_name = "riga di tabella"
        verbose_name_plural = "righe di tabella"
        ordering = ["ordine"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(calcolo="") | models.Q(totale=True), name="riga_calcolata_e_un_totale"
            )
        ]

    def __str__(self) -> str:
        return f"{self.tabella_id}/{self.ordine}"


class Versione(models.Model):
    """Frozen bytes of the plan with their SHA-256. Unchanged content reuses the same version."""

    piano = models.ForeignKey(Piano, on_delete=models.PROTECT, related_name="versioni")
    sha256 = models.CharField("SHA-256", max_length=64)
    contenuto = models.BinaryField("contenuto canonico")
    creata_il = models.DateTimeField("creata il", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "versione"
        verbose_name_plural = "versioni"
        ordering = ["-creata_il"]
        constraints = [models.UniqueConstraint(fields=["piano", "sha256"], name="versione_unica")]

    def __str__(self) -> str:
        return self.sha256[:12]


class Stampa(models.Model):
    """A print of a version: the job that makes it, then the stored paper. Served, never rendered again."""

    versione = models.ForeignKey(Versione, on_delete=models.PROTECT, related_name="stampe")
    lavoro = models.OneToOneField("documenti.Lavoro", on_delete=models.PROTECT, related_name="stampa")
    bozza = models.BooleanField("con la scritta bozza", default=True)
    scheda = models.CharField(
        "solo la scheda", max_length=40, blank=True, help_text="specie:codice, oppure accordo; vuoto per tutto il Piano"
    )
    pagine = models.PositiveIntegerField("pagine", null=True, blank=True)

    class Meta:
        verbose_name = "stampa"
        verbose_name_plural = "stampe"
        ordering = ["-lavoro__creato_il"]

    def __str__(self) -> str:
        return f"{self.versione} {self.scheda}".strip()
