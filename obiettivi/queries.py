"""What a sheet holds, in as few queries as its page can bear."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from leps.enums import TipoBersaglio
from leps.models import Bersaglio, Leps
from obiettivi.models import (
    Azione,
    CampoScheda,
    Indicatore,
    LineaRisorsa,
    Macroarea,
    PuntoChiave,
    PuntoScelto,
    Scheda,
    ValoreAtteso,
)
from obiettivi.regole import Contenuto, compilata
from obiettivi.regole_numeri import in_italiano


def contenuto_di(
    scheda: Scheda,
    *,
    azioni: Iterable[Azione],
    indicatori: Iterable[Indicatore],
    risorse: Iterable[LineaRisorsa],
    aree: int,
    punti: int,
) -> Contenuto:
    """Return what the typed tables hold, from rows already loaded."""
    return Contenuto(
        titolo=scheda.titolo,
        grado=scheda.grado,
        azioni=len(list(azioni)),
        risorse=len(list(risorse)),
        aree=aree,
        punti=punti,
        indicatori=Counter(i.fase for i in indicatori),
    )


def righe_compilate(scheda: Scheda) -> int:
    """Return how many rows of the sheet have an answer. Six queries: for an act, not for a list."""
    contenuto = contenuto_di(
        scheda,
        azioni=scheda.azioni.all(),
        indicatori=scheda.indicatori.all(),
        risorse=scheda.risorse.all(),
        aree=scheda.aree_trasversali.count(),
        punti=scheda.punti_scelti.count(),
    )
    return sum(compilata(riga.campo, riga, contenuto) for riga in righe_di(scheda))


@dataclass(frozen=True)
class RigaLetta:
    """A row of the format with its answer; one never saved reads as an empty one."""

    campo: CampoScheda
    revisione: int
    scelte: list[str]
    testo: str
    non_pertinente: bool
    esempio: bool


def righe_di(scheda: Scheda) -> list[RigaLetta]:
    """Return every row of the sheet's format, in the official order, with its answer. One query."""
    campi = (
        CampoScheda.objects.filter(formato=scheda.formato_id)
        .annotate(risposta=FilteredRelation("risposte", condition=Q(risposte__scheda=scheda)))
        .annotate(**{f"letta_{nome}": F(f"risposta__{nome}") for nome in _RISPOSTA})
        .order_by("ordine")
    )
    return [
        RigaLetta(campo, **{n: getattr(campo, f"letta_{n}") or vuoto for n, vuoto in _RISPOSTA.items()})
        for campo in campi
    ]


_RISPOSTA: dict[str, Any] = {"revisione": 1, "scelte": [], "testo": "", "non_pertinente": False, "esempio": False}


@dataclass
class AreaLetta:
    """An area as a sheet sees it: its own (`della_scheda`), of row 7 (`collegata`), with its key points in order."""

    area: Macroarea
    della_scheda: bool
    collegata: bool
    punti: list[PuntoChiave] = field(default_factory=list)


def aree_per(scheda: Scheda) -> list[AreaLetta]:
    """Return all areas with their key points. One query."""
    sue = Scheda.macroaree.through.objects.filter(macroarea=OuterRef("pk"), scheda=scheda)
    collegate = Scheda.aree_trasversali.through.objects.filter(macroarea=OuterRef("pk"), scheda=scheda)
    righe = (
        Macroarea.objects.annotate(
            della_scheda=Exists(sue),
            collegata=Exists(collegate),
            punto=F("punti_chiave__pk"),
            nome_punto=F("punti_chiave__nome"),
        )
        .defer("nota", "alias")
        .order_by("ordine", "codice", "punti_chiave__ordine")
    )
    aree: dict[int, AreaLetta] = {}
    for riga in righe:
        letta = aree.setdefault(riga.pk, AreaLetta(riga, riga.della_scheda, riga.collegata))
        if riga.punto is not None:
            letta.punti.append(PuntoChiave(pk=riga.punto, nome=riga.nome_punto, macroarea=riga))
    return list(aree.values())


def leps_di(scheda: Scheda) -> QuerySet[Leps]:
    """Return the LEPS that the sheet pursues. One query."""
    return scheda.leps.all()


@dataclass(frozen=True)
class AttesoLetto:
    """A target of an indicator: of the plan, or (`regionale`) of the Region. `anno` None is the whole triennium."""

    anno: int | None
    tipo: str
    valore: Decimal | None
    testo: str
    regionale: bool

    @property
    def lettura(self) -> str:
        """How the value is read."""
        return TipoBersaglio(self.tipo).label

    @property
    def cifra(self) -> str:
        """The number, in Italian."""
        return in_italiano(self.valore)


@dataclass
class IndicatoreLetto:
    """An indicator with its targets by year, the plan's and the Region's."""

    indicatore: Indicatore
    attesi: dict[int | None, AttesoLetto] = field(default_factory=dict)
    regionali: dict[int | None, AttesoLetto] = field(default_factory=dict)


def indicatori_di(scheda: Scheda) -> list[IndicatoreLetto]:
    """Return the indicators with their action and all their targets. Two queries."""
    letti = [
        IndicatoreLetto(i)
        for i in Indicatore.objects.filter(scheda=scheda).select_related("azione", "regionale").order_by("ordine")
    ]
    colonne = ("anno", "tipo", "valore", "testo")
    del_piano = ValoreAtteso.objects.filter(indicatore__scheda=scheda).order_by()
    della_regione = Bersaglio.objects.filter(indicatore__usi__scheda=scheda).order_by()
    valori = del_piano.values_list("indicatore_id", *colonne, Value(0)).union(
        della_regione.values_list("indicatore__usi__pk", *colonne, Value(1))
    )
    per_id = {letto.indicatore.pk: letto for letto in letti}
    for pk, anno, tipo, valore, testo, regionale in valori:
        letto = per_id[pk]
        dove = letto.regionali if regionale else letto.attesi
        dove[anno] = AttesoLetto(anno, tipo, valore, testo, bool(regionale))
    return letti


@dataclass
class RisorsaLetta:
    """A funding line with the names of its sources and of the bodies that share it."""

    linea: LineaRisorsa
    fonti: list[str] = field(default_factory=list)
    condivisa_con: list[str] = field(default_factory=list)


def risorse_di(scheda: Scheda) -> list[RisorsaLetta]:
    """Return the funding lines. Two queries."""
    lette = [RisorsaLetta(linea) for linea in LineaRisorsa.objects.filter(scheda=scheda).order_by("ordine")]
    fonti = LineaRisorsa.fonti.through.objects.filter(linearisorsa__scheda=scheda)
    enti = LineaRisorsa.condivisa_con.through.objects.filter(linearisorsa__scheda=scheda)
    nomi = fonti.values_list(
        "linearisorsa_id", Value(0), "fontefinanziamento__ordine", "fontefinanziamento__nome"
    ).union(
        enti.values_list(
            "linearisorsa_id", Value(1), Value(0), Coalesce(NullIf("ente__sigla", Value("")), "ente__nome")
        )
    )
    per_id = {letta.linea.pk: letta for letta in lette}
    for pk, ente, _, nome in sorted(nomi):
        (per_id[pk].condivisa_con if ente else per_id[pk].fonti).append(nome)
    return lette


def azioni_di(scheda: Scheda) -> QuerySet[Azione]:
    """Return the actions in order. One query."""
    return Azione.objects.filter(scheda=scheda).order_by("ordine")


def punti_di(scheda: Scheda) -> QuerySet[PuntoScelto]:
    """Return the key points chosen. One query."""
    return PuntoScelto.objects.filter(scheda=scheda).select_related("punto", "macroarea").order_by("ordine")
