"""What the public pages read across plans."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django_stubs_ext import WithAnnotations

from ambiti.models import Ambito, Ats
from ambiti.queries import AmbitoContato, ambiti_in_elenco
from piani.models import Piano
from piani.queries import piani_leggibili_da, piani_pubblici
from utenti.queries import Chi


@dataclass(frozen=True)
class PianiDiUnaAts:
    """The published plans of the Ambiti of an ATS."""

    ats: Ats
    piani: list[Piano]


def piani_per_ats() -> list[PianiDiUnaAts]:
    """Return the published plans grouped by ATS: newest triennium first, then by Ambito."""
    gruppi: dict[int, PianiDiUnaAts] = {}
    for piano in piani_pubblici().order_by("ambito__ats__ente__codice", "-triennio__inizio", "ambito__ente__nome"):
        ats = piano.ambito.ats
        gruppi.setdefault(ats.pk, PianiDiUnaAts(ats, [])).piani.append(piano)
    return list(gruppi.values())


def ambiti_con_piani() -> "QuerySet[WithAnnotations[Ambito, AmbitoContato]]":
    """Ambiti of the list with their published plans prefetched in `piani`, newest first."""
    pubblici = piani_pubblici().order_by("-triennio__inizio")
    return ambiti_in_elenco().prefetch_related(Prefetch("piani", queryset=pubblici))


def piani_mostrabili(ambito: Ambito, chi: Chi | None) -> list[Piano]:
    """Return the plans of the Ambito that `chi` may open, newest first: the published ones for anybody."""
    return list(piani_leggibili_da(chi).filter(ambito=ambito).order_by("-triennio__inizio"))
