"""What a sheet holds, in two queries: its answers, and all its typed rows."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import CharField, Exists, F, Manager, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, JSONObject, NullIf

from leps.enums import TipoBersaglio
from leps.models import Leps
from obiettivi.canonico import grado_di
from obiettivi.memoria import CatalogoLetto
from obiettivi.models import (
    Azione,
    CampoScheda,
    Indicatore,
    LineaRisorsa,
    Macroarea,
    PuntoChiave,
    PuntoScelto,
    Risposta,
    Scheda,
    Seguito,
    ValoreAtteso,
    Valutazione,
)
from obiettivi.regole import Contenuto, compilata
from obiettivi.regole_esiti import Grado, grado
from obiettivi.regole_numeri import in_italiano

Valori = dict[str, Any]


# --- Answers ------------------------------------------------------------------
@dataclass(frozen=True)
class RigaLetta:
    """A row of the format with its answer; one never saved reads as an empty one."""

    campo: CampoScheda
    revisione: int
    scelte: list[str]
    testo: str
    non_pertinente: bool
    esempio: bool


def righe_di(scheda: Scheda, campi: Iterable[CampoScheda]) -> list[RigaLetta]:
    """Return each of `campi` (the rows of the sheet's format, in order) with its answer. One query."""
    risposte = {r.campo_id: r for r in Risposta.objects.filter(scheda=scheda)}
    righe = []
    for campo in campi:
        r = risposte.get(campo.pk) or Risposta()
        righe.append(RigaLetta(campo, r.revisione, r.scelte, r.testo, r.non_pertinente, r.esempio))
    return righe


# --- Typed rows ---------------------------------------------------------------
@dataclass(frozen=True)
class AttesoLetto:
    """A target of an indicator: of the plan, or of the Region. `anno` None is the whole triennium."""

    anno: int | None
    tipo: str
    valore: Decimal | None
    testo: str

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


@dataclass
class RisorsaLetta:
    """A funding line with the names of its sources and of the bodies that share it."""

    linea: LineaRisorsa
    fonti: list[str] = field(default_factory=list)
    condivisa_con: list[str] = field(default_factory=list)


@dataclass
class AreaLetta:
    """An area as a sheet sees it: its own (`della_scheda`), of row 7 (`collegata`), with its key points in order."""

    area: Macroarea
    della_scheda: bool
    collegata: bool
    punti: list[PuntoChiave]


@dataclass
class ContenutoScheda:
    """What the typed tables hold for a sheet, each list in its order."""

    azioni: list[Azione]
    indicatori: list[IndicatoreLetto]
    risorse: list[RisorsaLetta]
    punti: list[PuntoScelto]
    aree: list[AreaLetta]
    leps: list[Leps]
    partecipanti: list[str]
    seguiti: list[Seguito]
    valutazioni: list[Valutazione] = field(default_factory=list)

    def grado(self, scheda: Scheda) -> Grado:
        """Return the degree of the sheet, chosen or computed."""
        return grado_di(scheda, self.azioni)

    def grado_della_parte(self, scheda: Scheda, valutazione: Valutazione) -> Grado:
        """Return the degree of a part, chosen or computed on its actions."""
        proprie = (a.realizzazione for a in self.azioni if a.valutazione_id == valutazione.pk)
        return grado(valutazione.grado, scheda.grado_criterio, valutazione.grado_motivo, proprie)

    def conta(self, scheda: Scheda) -> Contenuto:
        """Return how many of each there are, for `obiettivi.regole.compilata`."""
        return Contenuto(
            titolo=scheda.titolo,
            grado=self.grado(scheda).valore,
            azioni=len(self.azioni),
            risorse=len(self.risorse),
            aree=sum(a.collegata for a in self.aree),
            punti=len(self.punti),
            indicatori=Counter(i.indicatore.fase for i in self.indicatori),
        )


def _testo(campo: str) -> Cast:
    """A decimal as its digits: in JSON it would be a float."""
    return Cast(F(campo), CharField())


def _domanda(specie: str, righe: "QuerySet[Any] | Manager[Any]", *nomi: str, **altri: Any) -> "QuerySet[Any, Any]":
    valori = JSONObject(**{nome: F(nome) for nome in nomi}, **altri)
    return righe.order_by().values_list(Value(specie, CharField()), valori)


_NOME_ENTE = Coalesce(NullIf("ente__sigla", Value("")), "ente__nome")


def contenuto_di(scheda: Scheda, catalogo: CatalogoLetto) -> ContenutoScheda:
    """Return all that the typed tables hold for a sheet. One query: a union, each row a JSON object."""
    uno = {"scheda": scheda}
    linee = {"linearisorsa__scheda": scheda}
    numeri = {f"{campo}_testo": _testo(campo) for campo in ("base_valore",)}
    domande = [
        _domanda("azione", Azione.objects.filter(**uno), *_CAMPI_AZIONE),
        _domanda("indicatore", Indicatore.objects.filter(**uno), *_CAMPI_INDICATORE, **numeri),
        _domanda(
            "atteso",
            ValoreAtteso.objects.filter(indicatore__scheda=scheda),
            "indicatore_id",
            "anno",
            "tipo",
            "testo",
            cifre=_testo("valore"),
        ),
        _domanda("risorsa", LineaRisorsa.objects.filter(**uno), *_CAMPI_RISORSA, importo_testo=_testo("importo")),
        _domanda(
            "fonte", LineaRisorsa.fonti.through.objects.filter(**linee), "linearisorsa_id", "fontefinanziamento_id"
        ),
        _domanda(
            "condivide", LineaRisorsa.condivisa_con.through.objects.filter(**linee), "linearisorsa_id", nome=_NOME_ENTE
        ),
        _domanda("punto", PuntoScelto.objects.filter(**uno), "ordine", "macroarea_id", "punto_id", "nota"),
        _domanda("macroarea", Scheda.macroaree.through.objects.filter(**uno), "macroarea_id"),
        _domanda("collegata", Scheda.aree_trasversali.through.objects.filter(**uno), "macroarea_id"),
        _domanda("leps", Scheda.leps.through.objects.filter(**uno), "leps_id"),
        _domanda("partecipante", Scheda.partecipanti.through.objects.filter(**uno), nome=_NOME_ENTE),
        _domanda("seguito", Seguito.objects.filter(**uno), "pk", "ordine", "codice", "esito", "motivo"),
        _domanda("valutazione", Valutazione.objects.filter(**uno), *_CAMPI_VALUTAZIONE),
    ]
    per_specie: dict[str, list[Valori]] = defaultdict(list)
    for specie, valori in domande[0].union(*domande[1:], all=True):
        per_specie[specie].append(valori)
    return _Lettore(scheda, catalogo, per_specie).contenuto()


_CAMPI_AZIONE = (
    "pk", "revisione", "genitore_id", "ordine", "numero", "testo", "testo_modalita", "realizzazione", "nota",
    "valutazione_id",
)  # fmt: skip
_CAMPI_VALUTAZIONE = ("pk", "revisione", "ordine", "nome", "grado", "grado_motivo", "cambiamento", "nota")
_CAMPI_INDICATORE = (
    "pk", "revisione", "azione_id", "ordine", "numero", "fase", "testo", "formula", "unita", "base_anno", "base_testo",
    "regionale_id",
)  # fmt: skip
_CAMPI_RISORSA = (
    "pk", "revisione", "ordine", "natura", "periodo", "anno", "precisione", "condivisa", "fino_al", "nota",
)  # fmt: skip


def _decimale(cifre: object) -> Decimal | None:
    return None if cifre is None else Decimal(str(cifre)).quantize(Decimal("0.01"))


class _Lettore:
    """Turns the rows of the union into the objects that the page draws."""

    def __init__(self, scheda: Scheda, catalogo: CatalogoLetto, per_specie: dict[str, list[Valori]]) -> None:
        self.scheda = scheda
        self.catalogo = catalogo
        self.per_specie = per_specie

    def _in_ordine(self, specie: str) -> list[Valori]:
        return sorted(self.per_specie[specie], key=lambda v: (v["ordine"], v.get("pk", 0)))

    def contenuto(self) -> ContenutoScheda:
        azioni = [Azione(scheda=self.scheda, **v) for v in self._in_ordine("azione")]
        chi = {a.pk: a for a in azioni}
        scelti = {v["leps_id"] for v in self.per_specie["leps"]}
        return ContenutoScheda(
            azioni=azioni,
            indicatori=[self._indicatore(v, chi) for v in self._in_ordine("indicatore")],
            risorse=[self._risorsa(v) for v in self._in_ordine("risorsa")],
            punti=[self._punto(v) for v in self._in_ordine("punto")],
            aree=self._aree(),
            leps=[leps for pk, leps in self.catalogo.leps.items() if pk in scelti],
            partecipanti=sorted(v["nome"] for v in self.per_specie["partecipante"]),
            seguiti=[Seguito(scheda=self.scheda, **v) for v in self._in_ordine("seguito")],
            valutazioni=[Valutazione(scheda=self.scheda, **v) for v in self._in_ordine("valutazione")],
        )

    def _indicatore(self, v: Valori, azioni: dict[int, Azione]) -> IndicatoreLetto:
        indicatore = Indicatore(
            scheda=self.scheda,
            base_valore=_decimale(v.pop("base_valore_testo")),
            azione=azioni.get(v.pop("azione_id")),
            regionale=self.catalogo.regionali.get(v.pop("regionale_id")),
            **v,
        )
        attesi = (a for a in self.per_specie["atteso"] if a["indicatore_id"] == indicatore.pk)
        bersagli = self.catalogo.bersagli.get(indicatore.regionale_id or 0, [])
        return IndicatoreLetto(
            indicatore,
            {a["anno"]: AttesoLetto(a["anno"], a["tipo"], _decimale(a["cifre"]), a["testo"]) for a in attesi},
            {b.anno: AttesoLetto(b.anno, b.tipo, b.valore, b.testo) for b in bersagli},
        )

    def _risorsa(self, v: Valori) -> RisorsaLetta:
        fino_al = v.pop("fino_al")
        linea = LineaRisorsa(
            scheda=self.scheda,
            importo=_decimale(v.pop("importo_testo")),
            condivisa=bool(v.pop("condivisa")),
            fino_al=dt.date.fromisoformat(fino_al) if fino_al else None,
            **v,
        )
        sue = {f["fontefinanziamento_id"] for f in self.per_specie["fonte"] if f["linearisorsa_id"] == linea.pk}
        return RisorsaLetta(
            linea,
            [fonte.nome for pk, fonte in self.catalogo.fonti.items() if pk in sue],
            sorted(c["nome"] for c in self.per_specie["condivide"] if c["linearisorsa_id"] == linea.pk),
        )

    def _punto(self, v: Valori) -> PuntoScelto:
        macroarea, punto = v.pop("macroarea_id"), v.pop("punto_id")
        return PuntoScelto(
            scheda=self.scheda,
            macroarea=self.catalogo.area(macroarea) if macroarea else None,
            punto=self.catalogo.punto(punto) if punto else None,
            **v,
        )

    def _aree(self) -> list[AreaLetta]:
        proprie = {v["macroarea_id"] for v in self.per_specie["macroarea"]}
        collegate = {v["macroarea_id"] for v in self.per_specie["collegata"]}
        return [
            AreaLetta(area, area.pk in proprie, area.pk in collegate, self.catalogo.punti.get(area.pk, []))
            for area in self.catalogo.aree
        ]


def con_grado() -> Q:
    """The outcome sheets that have a degree, chosen or computed: a condition on sheets."""
    prime = Azione.objects.filter(scheda=OuterRef("pk"), genitore=None)
    calcolato = ~Q(grado_criterio="") & Exists(prime) & ~Exists(prime.filter(realizzazione=None))
    return Q(grado__isnull=False) | calcolato


def righe_compilate(scheda: Scheda, catalogo: CatalogoLetto) -> int:
    """Return how many rows of the sheet have an answer. Two queries."""
    contenuto = contenuto_di(scheda, catalogo).conta(scheda)
    righe = righe_di(scheda, catalogo.campi.get(scheda.formato_id, []))
    return sum(compilata(riga.campo, riga, contenuto) for riga in righe)
