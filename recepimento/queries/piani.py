"""Which plans a person finds in this room, and which ATS they may set up."""

from django.db.models import QuerySet

from ambiti.models import Ambito, Ats
from piani.models import Piano
from piani.queries import piani_dove
from utenti.enums import Ruolo
from utenti.permissions import ambiti_di
from utenti.queries import Chi, incarichi_di
from utenti.roles import Permesso

CHI_IMPOSTA = (Ruolo.DIRIGENTE_ATS, Ruolo.DIRETTORE_ATS)


def piani_della_stanza(chi: Chi | None) -> QuerySet[Piano]:
    """Return the plans that `chi` may read in work: the ATS, the Ambito and the Region see how the check goes."""
    return piani_dove(chi, Permesso.LEGGERE_BOZZA)


def ambiti_seguiti(chi: Chi | None) -> QuerySet[Ambito]:
    """Return the Ambiti of the board: those of the person's ATS; all, for the Region."""
    return ambiti_di(chi, Permesso.LEGGERE_ATTRAVERSO_PIANI)


def ats_visibili_a(chi: Chi | None) -> QuerySet[Ats]:
    """Return the ATS for which `chi` works."""
    return Ats.objects.filter(ente__in=incarichi_di(chi).values("ente_id")).select_related("ente")


def imposta_l_ats(chi: Chi | None, ats: Ats) -> bool:
    """Tell whether `chi` may set up the ATS: its dirigente, its direttore. One query."""
    return incarichi_di(chi).filter(ente=ats.pk, ruolo__in=CHI_IMPOSTA).exists()
