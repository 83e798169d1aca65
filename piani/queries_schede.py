"""The sheets that a person may see, each in its place in a plan."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from ambiti.enums import TipoEnte
from ambiti.models import Ente
from obiettivi.models import Scheda
from piani.models import Piano, SchedaPubblicata, VoceScheda
from piani.queries import piani_visibili_a
from utenti.models import IncaricoQuerySet
from utenti.queries import Chi, incarichi_di
from utenti.roles import Permesso, ruoli_con

MASSIMA_PROFONDITA = 5
# Who a sheet can name among those that write it with its owner, and the roles that write for them.
COAUTORI = frozenset({TipoEnte.AMBITO, TipoEnte.ASST, TipoEnte.ATS})
_CHE_SCRIVONO = sorted({*ruoli_con(Permesso.SCRIVERE_PIANO), *ruoli_con(Permesso.SCRIVERE_SEZIONI_PROPRIE)})


def voci_visibili_a(chi: Chi | None) -> QuerySet[VoceScheda]:
    """Return the sheets of the plans that `chi` may read, and those that one's body writes with their owner, wherever they
    stand; with all that names them."""
    visibili = Q(piano__in=piani_visibili_a(chi))
    if chi is not None:
        visibili |= Q(pk__in=voci_scritte_con_altri(chi).values("pk"))
    return VoceScheda.objects.filter(visibili).select_related(
        "piano__ambito__ente",
        "piano__ambito__ats",
        "piano__triennio",
        "scheda__formato",
        "scheda__proprietario",
        "scheda__triennio",
        "sezione",
        "condivisa__ente",
    )


def incarichi_da_coautore(chi: Chi | None) -> IncaricoQuerySet:
    """Return the Incarichi by which `chi` writes with others the sheets that name their body: an Ambito, an ASST, an ATS."""
    return incarichi_di(chi).filter(ruolo__in=_CHE_SCRIVONO, ente__tipo__in=COAUTORI)


def voci_scritte_con_altri(chi: Chi | None) -> QuerySet[VoceScheda]:
    """Return the published sheets, of any plan, that name a body of `chi` among those that write them with their owner."""
    nominate = Scheda.partecipanti.through.objects.filter(ente__in=incarichi_da_coautore(chi).values("ente_id"))
    return _madri().filter(scheda__in=nominate.values("scheda"))


def _madri() -> QuerySet[VoceScheda]:
    """The sheets that their owner publishes for other plans."""
    return VoceScheda.objects.filter(condivisa=None, scheda__in=SchedaPubblicata.objects.values("scheda"))


def schede_di_altri_scritte_da(piano: Piano) -> list[VoceScheda]:
    """Return the sheets of other plans of the triennium that the plan's Ambito writes with their owner. One query."""
    voci = _madri().filter(scheda__partecipanti=piano.ambito_id, piano__triennio=piano.triennio_id).exclude(piano=piano)
    return list(voci.select_related("scheda", "piano__ambito__ente", "piano__triennio").order_by("codice", "pk"))


@dataclass(frozen=True)
class VoceInLettura:
    """A sheet as its neighbours name it; `ordine` is what its place says now."""

    pk: int
    codice: str
    intestazione: str
    ordine: int


def voci_in_lettura(piano: Piano, specie: str = "") -> list[VoceInLettura]:
    """Return the sheets of a plan (of one kind, or all) in reading order: the tree of sections, then their place.

    A section's own sheets come before those of the sections under it. One query.
    """
    sopra = ["sezione" + "__genitore" * livello for livello in range(MASSIMA_PROFONDITA)]
    luoghi = [f"{sezione}__{campo}" for sezione in sopra for campo in ("ordine", "pk")]
    voci = VoceScheda.objects.filter(piano=piano, **({"specie": specie} if specie else {}))
    righe = voci.values_list("pk", "codice", "scheda__intestazione", "ordine", *luoghi)

    def posto(riga: tuple[Any, ...]) -> tuple[list[tuple[int, int]], int, int]:
        gradini = list(zip(riga[4::2], riga[5::2], strict=True))
        return [g for g in reversed(gradini) if g[1] is not None], riga[3], riga[0]

    return [VoceInLettura(*riga[:4]) for riga in sorted(righe, key=posto)]


def enti_che_condividono(piano: Piano) -> QuerySet[Ente]:
    """Return the bodies with which a plan may share a sum or a sheet: the other Ambiti and the ASST of its ATS."""
    ambito = piano.ambito
    dello_stesso_ats = Ente.objects.filter(tipo=TipoEnte.AMBITO, ambito__ats=ambito.ats_id).exclude(pk=ambito.pk)
    return (dello_stesso_ats | Ente.objects.filter(tipo=TipoEnte.ASST, asst__ats=ambito.ats_id)).order_by(
        "tipo", "nome"
    )


def enti_che_partecipano(piano: Piano, scheda: Scheda) -> QuerySet[Ente]:
    """Return the bodies that may write a sheet with its owner: those around the plan, and those that already do."""
    vicini = enti_che_condividono(piano).order_by().values("pk")
    gia = scheda.partecipanti.values("pk")
    del_piano = Q(pk__in=[piano.ambito_id, piano.ambito.ats_id])
    return (
        Ente.objects.filter(Q(pk__in=vicini) | Q(pk__in=gia) | del_piano)
        .exclude(pk=scheda.proprietario_id)
        .order_by("tipo", "nome")
    )
