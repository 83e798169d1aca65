"""The outcomes of the earlier triennium in a plan: how far each objective got, and what follows it."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Coalesce

from obiettivi.canonico import grado_di
from obiettivi.enums import EsitoSeguito, FasciaGrado, Specie
from obiettivi.models import Azione, Macroarea, Seguito, Triennio
from obiettivi.regole_esiti import Grado
from piani.avanzamento import righe_vuote
from piani.lettura.esiti import media_in_parole
from piani.models import Piano, VoceScheda

FASI = tuple(FasciaGrado)


@dataclass(frozen=True)
class SeguitoVisto:
    """What became of an objective; `titolo` is that of the new sheet, empty when the plan has none of that code."""

    seguito: Seguito
    titolo: str

    @property
    def da_collegare(self) -> bool:
        """Whether it names no sheet of the plan, though it says that one carries it on."""
        return self.seguito.esito != EsitoSeguito.CHIUSO and not self.titolo


@dataclass(frozen=True)
class EsitoVisto:
    """An earlier objective in the list; `vuote` are the obligatory rows that nobody filled."""

    voce: VoceScheda
    grado: Grado
    vuote: int
    aree: list[Macroarea]
    seguiti: list[SeguitoVisto]

    @property
    def chiave_fascia(self) -> str:
        """The key of its band; empty while there is no degree."""
        return str(self.grado.fascia or "")

    @property
    def parole(self) -> str:
        """The degree in words: "75% (sufficiente)"; empty while there is none."""
        scala = self.grado.fascia
        return "" if scala is None else f"{self.grado.valore}% ({scala.label})"


@dataclass(frozen=True)
class QuadroEsiti:
    """All the outcomes of a plan, in reading order."""

    esiti: list[EsitoVisto]

    @cached_property
    def media(self) -> str:
        """The mean of the degrees in words: "76,56% (sufficiente)"; empty while there is none."""
        return media_in_parole([e.grado.valore for e in self.esiti if e.grado.valore is not None])

    @cached_property
    def senza_grado(self) -> int:
        """How many have no degree yet."""
        return sum(1 for e in self.esiti if e.grado.valore is None)

    @cached_property
    def senza_seguito(self) -> int:
        """How many do not say what became of them."""
        return sum(1 for e in self.esiti if not e.seguiti)

    @cached_property
    def per_fascia(self) -> list[tuple[FasciaGrado, int]]:
        """How many there are in each band, worst first."""
        conto = Counter(e.chiave_fascia for e in self.esiti)
        return [(f, conto[f]) for f in FASI]


def esiti_di(piano: Piano) -> QuadroEsiti:
    """Return the outcomes of a plan. Four queries, for any number."""
    nuove = VoceScheda.objects.filter(piano=piano, codice=OuterRef("codice")).exclude(specie=Specie.ESITO)
    titolo = Coalesce(Subquery(nuove.order_by("ordine").values("scheda__intestazione")[:1]), Value(""))
    seguiti = Seguito.objects.annotate(titolo=titolo).order_by("ordine")
    voci = (
        VoceScheda.objects.filter(piano=piano, specie=Specie.ESITO)
        .select_related("scheda", "sezione")
        .annotate(vuote=Coalesce(righe_vuote(), 0))
        .prefetch_related(
            Prefetch("scheda__azioni", Azione.objects.order_by("ordine")),
            Prefetch("scheda__seguiti", seguiti),
            "scheda__macroaree",
        )
        .order_by("sezione__ordine", "ordine")
    )
    return QuadroEsiti([_esito(voce, piano) for voce in voci])


def _esito(voce: VoceScheda, piano: Piano) -> EsitoVisto:
    voce.piano = piano
    scheda = voce.scheda
    return EsitoVisto(
        voce=voce,
        grado=grado_di(scheda, list(scheda.azioni.all())),
        vuote=int(getattr(voce, "vuote")),  # noqa: B009 - an annotation
        aree=list(scheda.macroaree.all()),
        seguiti=[SeguitoVisto(s, getattr(s, "titolo")) for s in scheda.seguiti.all()],  # noqa: B009 - an annotation
    )


def filtrati(esiti: Iterable[EsitoVisto], *, testo: str, fascia_: str, stato: str) -> list[EsitoVisto]:
    """Keep the outcomes whose code or title holds `testo`, in a band (or "senza"), in a state of writing."""
    condizioni: dict[str, Callable[[EsitoVisto], bool]] = {
        "da_scrivere": lambda e: e.vuote > 0,
        "senza_seguito": lambda e: not e.seguiti,
        "da_collegare": lambda e: any(s.da_collegare for s in e.seguiti),
    }
    cerca = testo.casefold()
    return [
        e
        for e in esiti
        if cerca in f"{e.voce.codice} {e.voce.scheda.intestazione}".casefold()
        and (not fascia_ or (e.chiave_fascia or "senza") == fascia_)
        and (stato not in condizioni or condizioni[stato](e))
    ]


def piano_di_prima(piano: Piano) -> Piano | None:
    """Return the plan of the same Ambito for the triennium before, if it is in the portal. One query."""
    return (
        Piano.objects.filter(ambito=piano.ambito_id, triennio__fine__lt=piano.triennio.inizio)
        .select_related("triennio", "ambito__ente")
        .order_by("-triennio__inizio")
        .first()
    )


def schede_nuove(piano: Piano) -> list[tuple[str, str]]:
    """Return code and name of the sheets of a plan that may carry an earlier objective on. One query."""
    voci = VoceScheda.objects.filter(piano=piano).exclude(specie=Specie.ESITO).order_by("specie", "ordine")
    righe = voci.values_list("codice", "scheda__intestazione")
    return [(codice, f"{codice} – {intestazione}") for codice, intestazione in righe]


def triennio_di_prima(piano: Piano) -> str:
    """Return the code of the triennium before, as far as the portal knows it: "2021-2023", or empty."""
    prima = Triennio.objects.filter(fine__lt=piano.triennio.inizio).order_by("-inizio").first()
    return prima.codice if prima else ""


def obiettivi_da_valutare(piano: Piano, prima: Piano) -> list[VoceScheda]:
    """Return the objectives of the plan before that have no outcome sheet here yet, as they are read. Two queries."""
    gia = VoceScheda.objects.filter(piano=piano, specie=Specie.ESITO).values("codice")
    voci = VoceScheda.objects.filter(Q(piano=prima, specie=Specie.OBIETTIVO)).exclude(codice__in=gia)
    return list(
        voci.select_related("scheda")
        .prefetch_related(Prefetch("scheda__azioni", Azione.objects.order_by("ordine")), "scheda__macroaree")
        .order_by("sezione__ordine", "ordine")
    )
