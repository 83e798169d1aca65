"""How far a plan is: what is written, what is missing, in a constant number of queries."""

import datetime as dt
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Case, Count, DecimalField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone

from obiettivi.enums import Fase, PeriodoRisorsa, Specie, TipoCampo
from obiettivi.models import Azione, CampoScheda, Indicatore, LineaRisorsa, PuntoScelto, Risposta, Scadenza, Scheda
from obiettivi.queries import con_grado
from piani.albero import Nodo, albero
from piani.models import Piano, Sezione, Tabella, VoceFormato, VoceScheda
from piani.traguardi import raggiunta_dal_piano

_FASI = {
    TipoCampo.INDICATORI_INPUT: Fase.INPUT,
    TipoCampo.INDICATORI_PROCESSO: Fase.PROCESSO,
    TipoCampo.INDICATORI_OUTPUT: Fase.OUTPUT,
    TipoCampo.INDICATORI_OUTCOME: Fase.OUTCOME,
}


def righe_vuote(percorso: str = "scheda") -> Subquery:
    """Return the number of obligatory rows of a sheet that nobody has filled, as a subquery.

    `percorso` leads from the outer row to the sheet ("" inside a query on sheets).
    """
    prefisso = f"{percorso}__" if percorso else ""
    scheda = OuterRef(OuterRef(f"{percorso}_id" if percorso else "pk"))
    piena = ~Q(scelte=[]) | ~Q(testo="") | Q(non_pertinente=True)
    compilata: Q | Combinable = (
        Exists(Risposta.objects.filter(piena, scheda=scheda, campo=OuterRef("pk")))
        | Q(tipo=TipoCampo.TITOLO) & Exists(Scheda.objects.filter(pk=scheda).exclude(titolo=""))
        | Q(tipo=TipoCampo.PERCENTUALE) & Exists(Scheda.objects.filter(con_grado(), pk=scheda))
        | Q(tipo=TipoCampo.AZIONI) & Exists(Azione.objects.filter(scheda=scheda))
        | Q(tipo=TipoCampo.RISORSE) & Exists(LineaRisorsa.objects.filter(scheda=scheda))
        | Q(tipo=TipoCampo.PUNTI_CHIAVE) & Exists(PuntoScelto.objects.filter(scheda=scheda))
        | Q(tipo=TipoCampo.AREE) & Exists(Scheda.aree_trasversali.through.objects.filter(scheda=scheda))
    )
    for tipo, fase in _FASI.items():
        compilata |= Q(tipo=tipo) & Exists(Indicatore.objects.filter(scheda=scheda, fase=fase))
    vuote = (
        CampoScheda.objects.filter(formato=OuterRef(f"{prefisso}formato"), obbligatorio=True)
        .exclude(compilata)
        .order_by()
        .values("formato")
        .annotate(quante=Count("pk"))
        .values("quante")
    )
    return Subquery(vuote)


def con_scadenze(piani: QuerySet[Piano]) -> QuerySet[Piano]:
    """Add to each plan `prossima` and `passata`: {"nome", "giorno"} of the next deadline and of the last one past.

    A deadline that the plan has met already (`piani.traguardi`) is neither.
    """
    oggi = timezone.localdate()
    scadenze = Scadenza.objects.filter(~raggiunta_dal_piano(), triennio=OuterRef("triennio"))
    voce = JSONObject(nome="nome", giorno="giorno")
    return piani.annotate(
        prossima=Subquery(scadenze.filter(giorno__gte=oggi).order_by("giorno").values(v=voce)[:1]),
        passata=Subquery(scadenze.filter(giorno__lt=oggi).order_by("-giorno").values(v=voce)[:1]),
    )


@dataclass(frozen=True)
class Termine:
    """A deadline seen from today: `giorni` is negative when it is past."""

    nome: str
    giorno: dt.date
    giorni: int

    @property
    def passata(self) -> bool:
        """Whether the day is gone."""
        return self.giorni < 0

    @property
    def da(self) -> int:
        """How many days ago, or ahead."""
        return abs(self.giorni)


def termine(dati: dict[str, str] | None) -> Termine | None:
    """Return the deadline of an annotation of `con_scadenze`."""
    if not dati:
        return None
    giorno = dt.date.fromisoformat(dati["giorno"])
    return Termine(dati["nome"], giorno, (giorno - timezone.localdate()).days)


@dataclass(frozen=True)
class Mancanza:
    """Something that the plan still lacks, and where to put it right."""

    frase: str
    url: str


@dataclass
class GruppoMancanze:
    """Things of one kind that are missing. `struttura`: only who may change the structure can put them right."""

    titolo: str
    voci: list[Mancanza] = field(default_factory=list)
    struttura: bool = False


@dataclass(frozen=True)
class VoceSeduta:
    """A sheet in the plan, as the lists of the plan show it."""

    codice: str
    specie: str
    titolo: str
    url: str
    sezione_id: int
    completa: bool
    vuote: int
    proprie: Decimal
    condivise: Decimal
    proprietario: str
    proprietario_id: int
    aree: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AreaContata:
    """A policy area with its sheets; euro own to the Ambito, and those shared with others."""

    nome: str
    schede: int
    proprie: Decimal
    condivise: Decimal


@dataclass(frozen=True)
class Capitolo:
    """A chapter with how much of it is written and complete (sections and sheets together)."""

    nodo: Nodo
    parti: int
    scritte: int
    complete: int

    @property
    def percento(self) -> int:
        """Written parts in whole percent."""
        return self.scritte * 100 // self.parti if self.parti else 0


def sezioni_del_piano(piano: Piano) -> "QuerySet[Sezione]":
    """Sections with item of the format and owner, `con_tabelle` and `con_schede`. One query."""
    return (
        Sezione.objects.filter(piano=piano)
        .select_related("voce_formato", "proprietario")
        .annotate(
            con_tabelle=Exists(Tabella.objects.filter(sezione=OuterRef("pk"))),
            con_schede=Exists(VoceScheda.objects.filter(sezione=OuterRef("pk"))),
        )
        .order_by("ordine", "pk")
    )


def _somma(condivisa: bool, anni: int) -> Subquery:
    """Return the euro of a sheet over the period: a yearly amount counts for each year, one for each unit does not."""
    linee = LineaRisorsa.objects.filter(scheda=OuterRef("scheda"), condivisa=condivisa).exclude(
        periodo=PeriodoRisorsa.PER_UNITA
    )
    volte = Case(When(periodo=PeriodoRisorsa.ANNUALE, anno=None, then=Value(anni)), default=Value(1))
    intero = Sum(F("importo") * volte, output_field=DecimalField(max_digits=16, decimal_places=2))
    return Subquery(linee.order_by().values("scheda").annotate(euro=intero).values("euro"))


def voci_del_piano(piano: Piano) -> list[VoceSeduta]:
    """The sheets of the plan in order, each with its blank rows, areas and euro. One query."""
    anni = len(piano.triennio.anni)
    righe = (
        piano.voci.annotate(
            titolo=F("scheda__intestazione"),
            completa=F("scheda__completa"),
            proprietario=F("scheda__proprietario__nome"),
            sigla=F("scheda__proprietario__sigla"),
            proprietario_id=F("scheda__proprietario"),
            area=F("scheda__macroaree__codice"),
            nome_area=F("scheda__macroaree__nome"),
            vuote=righe_vuote(),
            proprie=_somma(condivisa=False, anni=anni),
            condivise=_somma(condivisa=True, anni=anni),
        )
        .order_by("ordine", "pk", "scheda__macroaree__ordine")
        .values()
    )
    per_voce: dict[int, tuple[dict[str, object], list[tuple[str, str]]]] = {}
    for r in righe:
        aree = per_voce.setdefault(r["id"], (dict(r), []))[1]
        if r["area"]:
            aree.append((r["area"], r["nome_area"]))
    return [_voce(piano, r, tuple(aree)) for r, aree in per_voce.values()]


def _voce(piano: Piano, r: "dict[str, object]", aree: tuple[tuple[str, str], ...]) -> VoceSeduta:
    codice, specie = str(r["codice"]), str(r["specie"])
    return VoceSeduta(
        codice=codice,
        specie=specie,
        titolo=str(r["titolo"]),
        url=reverse("piani:scheda", kwargs={**piano.indirizzo, "specie": specie, "scheda": codice}),
        sezione_id=_intero(r["sezione_id"]),
        completa=bool(r["completa"]),
        vuote=_intero(r["vuote"]),
        proprie=_decimale(r["proprie"]),
        condivise=_decimale(r["condivise"]),
        proprietario=str(r["sigla"] or r["proprietario"]),
        proprietario_id=_intero(r["proprietario_id"]),
        aree=aree,
    )


def _intero(valore: object) -> int:
    return valore if isinstance(valore, int) else 0


def _decimale(valore: object) -> Decimal:
    return valore if isinstance(valore, Decimal) else Decimal(0)


@dataclass
class Quadro:
    """What the plan's page and the desk say of a plan."""

    piano: Piano
    capitoli: list[Capitolo]
    voci: list[VoceSeduta]
    formato: list[tuple[VoceFormato, Nodo | None]]
    mancanze: list[GruppoMancanze]

    @property
    def prima_sezione(self) -> str:
        """The key of the section where one starts, empty when there is none."""
        return self.capitoli[0].nodo.sezione.chiave if self.capitoli else ""

    def prima_di(self, enti: Container[int]) -> str:
        """Return the key of the first section that one of `enti` writes; where one starts, if there is none."""
        nodi = (nodo for capitolo in self.capitoli for nodo in capitolo.nodo.ramo())
        return next((n.sezione.chiave for n in nodi if n.sezione.proprietario_id in enti), self.prima_sezione)

    @property
    def mancano(self) -> int:
        """How many things are missing."""
        return sum(len(g.voci) for g in self.mancanze)

    @property
    def da_segnare(self) -> int:
        """How many sections and sheets nobody has marked as complete."""
        return sum(c.parti - c.complete for c in self.capitoli)

    @property
    def voci_coperte(self) -> int:
        """How many items of the regional format have a section."""
        return sum(nodo is not None for _, nodo in self.formato)

    @property
    def aree(self) -> list[AreaContata]:
        """Objective sheets by area; a sheet in two areas counts in both."""
        gruppi: dict[str, list[VoceSeduta]] = {}
        nomi: dict[str, str] = {}
        for voce in self.obiettivi:
            for codice, nome in voce.aree or (("", "Senza macroarea"),):
                gruppi.setdefault(codice, []).append(voce)
                nomi[codice] = f"{codice}. {nome}" if codice else nome
        return [
            AreaContata(
                nomi[c], len(v), sum((x.proprie for x in v), Decimal(0)), sum((x.condivise for x in v), Decimal(0))
            )
            for c, v in sorted(gruppi.items(), key=lambda g: (g[0] == "", g[0]))
        ]

    @property
    def obiettivi(self) -> list[VoceSeduta]:
        """The objective sheets."""
        return [v for v in self.voci if v.specie == Specie.OBIETTIVO]

    @property
    def totale(self) -> AreaContata:
        """All the objective sheets, each amount once."""
        return AreaContata(
            "Totale",
            len(self.obiettivi),
            sum((v.proprie for v in self.obiettivi), Decimal(0)),
            sum((v.condivise for v in self.obiettivi), Decimal(0)),
        )


def senza_testo(nodo: Nodo) -> bool:
    """Whether a section of `sezioni_del_piano` holds nothing: no text, no sections, no sheets, no tables."""
    s = nodo.sezione
    return not (s.testo or nodo.figli or getattr(s, "con_tabelle", False) or getattr(s, "con_schede", False))


def quadro(piano: Piano) -> Quadro:
    """Return the state of a plan. Three queries: sections, sheets, items of the format."""
    capitoli = albero(sezioni_del_piano(piano))
    voci = voci_del_piano(piano)
    formato = list(VoceFormato.objects.filter(triennio=piano.triennio_id))
    nodi = [n for c in capitoli for n in c.ramo()]
    per_voce: dict[int, Nodo] = {}
    for nodo in nodi:
        if nodo.sezione.voce_formato_id:
            per_voce.setdefault(nodo.sezione.voce_formato_id, nodo)
    return Quadro(
        piano=piano,
        capitoli=[_capitolo(c, voci) for c in capitoli],
        voci=voci,
        formato=[(v, per_voce.get(v.pk)) for v in formato],
        mancanze=[g for g in _mancanze(piano, capitoli, voci, formato, per_voce) if g.voci],
    )


def _capitolo(capitolo: Nodo, voci: list[VoceSeduta]) -> Capitolo:
    ramo = list(capitolo.ramo())
    chiavi = {n.sezione.pk for n in ramo}
    schede = [v for v in voci if v.sezione_id in chiavi]
    return Capitolo(
        nodo=capitolo,
        parti=len(ramo) + len(schede),
        scritte=sum(not senza_testo(n) for n in ramo) + sum(not v.vuote for v in schede),
        complete=sum(n.sezione.completa for n in ramo) + sum(v.completa for v in schede),
    )


def _mancanze(
    piano: Piano, capitoli: list[Nodo], voci: list[VoceSeduta], formato: list[VoceFormato], per_voce: dict[int, Nodo]
) -> Iterator[GruppoMancanze]:
    def url(nodo: Nodo, nome: str = "sezione") -> str:
        return reverse(f"piani:{nome}", kwargs={**piano.indirizzo, "chiave": nodo.sezione.chiave})

    scoperte = [v for v in formato if v.pk not in per_voce]
    yield GruppoMancanze(
        "Voci del formato regionale senza una sezione",
        [Mancanza(v.nome, reverse("piani:sezione_nuova", kwargs=piano.indirizzo)) for v in scoperte],
        struttura=True,
    )
    yield GruppoMancanze(
        "Capitoli non collegati a una voce del formato regionale",
        [
            Mancanza(str(c.sezione), url(c, "sezione_dati"))
            for c in capitoli
            if c.sezione.numerata and not any(n.sezione.voce_formato_id for n in c.ramo())
        ],
        struttura=True,
    )
    yield GruppoMancanze(
        "Sezioni senza testo",
        [Mancanza(f"{n.numero} {n.sezione}".strip(), url(n)) for c in capitoli for n in c.ramo() if senza_testo(n)],
    )
    yield GruppoMancanze(
        "Schede con righe vuote",
        [
            Mancanza(f"{v.codice}. {v.titolo}: {v.vuote} {'riga' if v.vuote == 1 else 'righe'}", v.url)
            for v in voci
            if v.vuote
        ],
    )
