"""A sheet: answers row by row, and the typed rows where a row is a list."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from ambiti.models import Ente
from core.models import Revisionabile
from leps.enums import TipoBersaglio, Unita
from leps.models import Indicatore as IndicatoreRegionale
from leps.models import Leps
from obiettivi.enums import Cambiamento, CriterioGrado, EsitoSeguito, Fase, Natura, PeriodoRisorsa, Precisione
from obiettivi.models.catalogo import CampoScheda, FonteFinanziamento, FormatoScheda, Macroarea, PuntoChiave, Triennio


class Scheda(Revisionabile):
    """A sheet of any format. It belongs to an Ente; a plan gives it a place (piani.VoceScheda)."""

    formato = models.ForeignKey(FormatoScheda, on_delete=models.PROTECT, related_name="schede")
    triennio = models.ForeignKey(Triennio, on_delete=models.PROTECT, related_name="schede")
    proprietario = models.ForeignKey(
        Ente, on_delete=models.PROTECT, related_name="schede", verbose_name="ente proprietario"
    )
    partecipanti = models.ManyToManyField(
        Ente, related_name="schede_condivise", blank=True, verbose_name="altri enti autori"
    )
    intestazione = models.CharField("intestazione", max_length=400, help_text="Il titolo stampato sopra la scheda.")
    titolo = models.CharField("titolo intervento", max_length=400, blank=True)
    descrizione = models.TextField("descrizione", blank=True)
    trasversale = models.BooleanField("trasversale", default=False)
    prioritario = models.BooleanField("prioritario", default=False)
    macroaree = models.ManyToManyField(Macroarea, related_name="schede", blank=True, verbose_name="macroaree")
    aree_trasversali = models.ManyToManyField(
        Macroarea, related_name="schede_trasversali", blank=True, verbose_name="altre aree di policy toccate"
    )
    leps = models.ManyToManyField(Leps, related_name="schede", blank=True, verbose_name="LEPS perseguiti")
    grado = models.PositiveSmallIntegerField(
        "grado di raggiungimento (%)",
        null=True,
        blank=True,
        help_text="Scelto da una persona; vuoto quando vale quello calcolato.",
    )
    grado_criterio = models.CharField(
        "come si calcola il grado",
        max_length=12,
        choices=CriterioGrado.choices,
        default=CriterioGrado.A_MANO,
        blank=True,
    )
    grado_motivo = models.TextField("perché il grado non è quello calcolato", blank=True)
    completa = models.BooleanField("completa", default=False)

    storia = HistoricalRecords(m2m_fields=[macroaree, aree_trasversali, leps, partecipanti])

    class Meta:
        verbose_name = "scheda"
        verbose_name_plural = "schede"
        constraints = [
            models.CheckConstraint(
                condition=Q(grado=None) | Q(grado__lte=100),
                name="scheda_grado_fino_a_cento",
                violation_error_message="Il grado di raggiungimento sta tra 0 e 100.",
            )
        ]

    def __str__(self) -> str:
        return self.intestazione


class Risposta(Revisionabile):
    """The answer to a row: choices and a text, never one of the two.

    Empty choices and text mean "non compilato"; `non_pertinente` is another thing.
    """

    scheda = models.ForeignKey(Scheda, on_delete=models.CASCADE, related_name="risposte")
    campo = models.ForeignKey(CampoScheda, on_delete=models.PROTECT, related_name="risposte")
    scelte = models.JSONField("scelte", default=list, blank=True)
    testo = models.TextField("testo", blank=True)
    non_pertinente = models.BooleanField("non pertinente", default=False)
    esempio = models.BooleanField("dato di esempio", default=False)

    storia = HistoricalRecords()

    class Meta:
        verbose_name = "risposta"
        verbose_name_plural = "risposte"
        constraints = [models.UniqueConstraint(fields=["scheda", "campo"], name="risposta_unica")]

    def __str__(self) -> str:
        return f"{self.scheda_id} {self.campo_id}"


class PuntoScelto(models.Model):
    """A key point chosen in row 8; `nota` keeps a local wording or a point outside the list."""

    scheda = models.ForeignKey(Scheda, on_delete=models.CASCADE, related_name="punti_scelti")
    ordine = models.PositiveSmallIntegerField("ordine")
    macroarea = models.ForeignKey(Macroarea, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    punto = models.ForeignKey(PuntoChiave, on_delete=models.PROTECT, null=True, blank=True, related_name="scelto_in")
    nota = models.CharField("nota locale", max_length=300, blank=True)

    storia = HistoricalRecords()

    class Meta:
        verbose_name = "punto scelto"
        verbose_name_plural = "punti scelti"
        ordering = ["ordine"]

    def __str__(self) -> str:
        return self.nota or str(self.punto)


class Valutazione(Revisionabile):
    """The evaluation of a part of an earlier objective: a project, a sub-area. The sheet's own rows speak of the whole.

    Its degree is that of its actions, by the sheet's criterion, unless a person chooses another and says why.
    """

    scheda = models.ForeignKey(Scheda, on_delete=models.CASCADE, related_name="valutazioni")
    ordine = models.PositiveSmallIntegerField("ordine")
    nome = models.CharField("parte o progetto", max_length=200)
    grado = models.PositiveSmallIntegerField("grado scelto (%)", null=True, blank=True)
    grado_motivo = models.TextField("perché il grado non è quello calcolato", blank=True)
    cambiamento = models.CharField("ha portato un cambiamento?", max_length=12, choices=Cambiamento.choices, blank=True)
    nota = models.TextField("che cosa si è visto", blank=True)

    storia = HistoricalRecords()

    class Meta:
        verbose_name = "valutazione di una parte"
        verbose_name_plural = "valutazioni delle parti"
        ordering = ["ordine"]
        constraints = [
            models.CheckConstraint(
                condition=Q(grado=None) | Q(grado__lte=100),
                name="valutazione_grado_fino_a_cento",
                violation_error_message="Il grado di raggiungimento sta tra 0 e 100.",
            )
        ]

    def __str__(self) -> str:
        return self.nome


class Azione(Revisionabile):
    """An action of the sheet, at most one level under another."""

    scheda = models.ForeignKey(Scheda, on_delete=models.CASCADE, related_name="azioni")
    valutazione = models.ForeignKey(
        Valutazione,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="azioni",
        verbose_name="parte valutata",
    )
    genitore = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="figlie")
    ordine = models.PositiveSmallIntegerField("ordine")
    numero = models.CharField("numero", max_length=10)
    testo = models.TextField("azione")
    testo_modalita = models.TextField(
        "come si realizza", blank=True, help_text="Se la riga 24 la racconta con altre parole."
    )
    realizzazione = models.PositiveSmallIntegerField("realizzata al (%)", null=True, blank=True)
    nota = models.TextField("nota", blank=True)

    storia = HistoricalRecords()

    class Meta:
        verbose_name = "azione"
        verbose_name_plural = "azioni"
        ordering = ["ordine"]
        constraints = [
            models.CheckConstraint(
                condition=Q(realizzazione=None) | Q(realizzazione__lte=100),
                name="azione_realizzazione_fino_a_cento",
                violation_error_message="La realizzazione sta tra 0 e 100.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.numero} {self.testo}"


class Indicatore(Revisionabile):
    """An indicator of the sheet: input, process, output or outcome."""

    scheda = models.ForeignKey(Scheda, on_delete=models.CASCADE, related_name="indicatori")
    azione = models.ForeignKey(Azione, on_delete=models.SET_NULL, null=True, blank=True, related_name="indicatori")
    ordine = models.PositiveSmallIntegerField("ordine")
    numero = models.CharField("numero", max_length=10, blank=True)
    fase = models.CharField("fase", max_length=10, choices=Fase.choices)
    testo = models.TextField("indicatore")
    formula = models.TextField("formula", blank=True)
    unita = models.CharField("unità", max_length=12, choices=Unita.choices, default=Unita.NUMERO)
    base_valore = models.DecimalField("valore di partenza", max_digits=14, decimal_places=2, null=True, blank=True)
    base_anno = models.PositiveSmallIntegerField("anno di partenza", null=True, blank=True)
    base_testo = models.CharField("partenza, come è scritta", max_length=200, blank=True)
    regionale = models.ForeignKey(
        IndicatoreRegionale,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="usi",
        verbose_name="indicatore regionale LEPS",
    )

    storia = HistoricalRecords()

    class Meta:
        verbose_name = "indicatore"
        verbose_name_plural = "indicatori"
        ordering = ["ordine"]

    def __str__(self) -> str:
        return f"{self.numero} {self.testo}".strip()


class ValoreAtteso(models.Model):
    """The target of an indicator for a year, or for the whole triennium (`anno` None)."""

    indicatore = models.ForeignKey(Indicatore, on_delete=models.CASCADE, related_name="attesi")
    anno = models.PositiveSmallIntegerField("anno", null=True, blank=True)
    tipo = models.CharField("tipo", max_length=12, choices=TipoBersaglio.choices)
    valore = models.DecimalField("valore", max_digits=14, decimal_places=2, null=True, blank=True)
    testo = models.TextField("testo", blank=True)

    class Meta:
        verbose_name = "valore atteso"
        verbose_name_plural = "valori attesi"
        ordering = [models.F("anno").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(fields=["indicatore", "anno"], nulls_distinct=False, name="valore_atteso_unico")
        ]

    def __str__(self) -> str:
        return f"{self.anno or 'triennio'}: {self.tipo}"


class LineaRisorsa(Revisionabile):
    """A funding line: an amount or none, its sources, what it covers, how sure it is.

    `importo` is euro with two decimals. A shared amount serves several Ambiti and must not be summed twice.
    """

    scheda = models.ForeignKey(Scheda, on_delete=models.CASCADE, related_name="risorse")
    ordine = models.PositiveSmallIntegerField("ordine")
    importo = models.DecimalField("importo in euro", max_digits=14, decimal_places=2, null=True, blank=True)
    fonti = models.ManyToManyField(FonteFinanziamento, related_name="linee", blank=True, verbose_name="fonti")
    natura = models.CharField("natura", max_length=12, choices=Natura.choices, default=Natura.NON_INDICATA)
    periodo = models.CharField(
        "periodo", max_length=12, choices=PeriodoRisorsa.choices, default=PeriodoRisorsa.TRIENNIO
    )
    anno = models.PositiveSmallIntegerField("anno", null=True, blank=True)
    precisione = models.CharField("precisione", max_length=8, choices=Precisione.choices, default=Precisione.ESATTO)
    condivisa = models.BooleanField("condivisa con altri Ambiti", default=False)
    condivisa_con = models.ManyToManyField(Ente, related_name="+", blank=True, verbose_name="condivisa con")
    fino_al = models.DateField("disponibile fino al", null=True, blank=True)
    nota = models.TextField("nota", blank=True)

    storia = HistoricalRecords(m2m_fields=[fonti, condivisa_con])

    class Meta:
        verbose_name = "linea di risorsa"
        verbose_name_plural = "linee di risorsa"
        ordering = ["ordine"]
        constraints = [
            models.CheckConstraint(
                condition=Q(importo=None) | Q(importo__gte=Decimal(0)),
                name="risorsa_non_negativa",
                violation_error_message="Un importo non può essere negativo.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.importo or 'senza importo'}"


class Seguito(models.Model):
    """What became of an earlier objective: the code of the sheet that carries it on."""

    scheda = models.ForeignKey(Scheda, on_delete=models.CASCADE, related_name="seguiti")
    ordine = models.PositiveSmallIntegerField("ordine")
    codice = models.CharField("scheda del nuovo triennio", max_length=20, blank=True)
    esito = models.CharField("esito", max_length=12, choices=EsitoSeguito.choices)
    motivo = models.TextField("motivo", blank=True)

    class Meta:
        verbose_name = "seguito"
        verbose_name_plural = "seguiti"
        ordering = ["ordine"]

    def __str__(self) -> str:
        return f"{self.esito} {self.codice}"
