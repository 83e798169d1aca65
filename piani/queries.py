"""Which plans a person may see. Every page reaches a plan through here, so a stranger's plan is 404."""

from django.db.models import Q, QuerySet

from piani.composizione import lettori
from piani.enums import PUBBLICI
from piani.models import Piano
from utenti.permissions import ambiti_di
from utenti.queries import Chi
from utenti.roles import Permesso


def _con_nomi(piani: QuerySet[Piano]) -> QuerySet[Piano]:
    return piani.select_related("ambito__ente", "ambito__ats__ente", "triennio")


def piani_pubblici() -> QuerySet[Piano]:
    """Return the plans that anyone may read: approved, and after."""
    return _con_nomi(Piano.objects.filter(stato__in=PUBBLICI))


def piani_visibili_a(chi: Chi | None) -> QuerySet[Piano]:
    """Return the plans that `chi` may read today: the public ones, those in work where an Incarico reaches, and
    those that another room opens to them (the members of a table)."""
    if chi is None:
        return piani_pubblici()
    in_lavorazione = Q(ambito__in=ambiti_di(chi, Permesso.LEGGERE_BOZZA))
    condizione = Q(stato__in=PUBBLICI) | in_lavorazione
    for di_altri in lettori(chi):
        condizione |= di_altri
    return _con_nomi(Piano.objects.filter(condizione))


def piani_dove(chi: Chi | None, permesso: Permesso) -> QuerySet[Piano]:
    """Return the plans over which `chi` holds `permesso` today."""
    return _con_nomi(Piano.objects.filter(ambito__in=ambiti_di(chi, permesso)))


def catene_dei_piani() -> list[str]:
    """Return the names of the chains of the log that every plan must have: its making is the first event."""
    return [piano.catena for piano in Piano.objects.select_related("ambito__ente", "triennio")]
