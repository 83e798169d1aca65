"""Prints: which of them a person may have, and the last of a plan."""

from django.db.models import Q, QuerySet

from documenti.enums import StatoLavoro
from piani.models import Piano, Stampa
from piani.queries import piani_dove, piani_pubblici
from utenti.queries import Chi
from utenti.roles import Permesso


def stampe_visibili_a(chi: Chi | None) -> QuerySet[Stampa]:
    """Return the prints that `chi` may have: of public plans, and drafts where one may read the plan in work.

    A draft stays a draft: when the plan becomes public, its drafts do not.
    """
    in_lavorazione = piani_dove(chi, Permesso.LEGGERE_BOZZA)
    pubbliche = Q(bozza=False, versione__piano__in=piani_pubblici())
    return Stampa.objects.filter(pubbliche | Q(versione__piano__in=in_lavorazione)).select_related(
        "versione", "lavoro__risultato"
    )


def stampe_del(piano: Piano, chi: Chi | None) -> QuerySet[Stampa]:
    """Return the prints of a plan, the newest first."""
    return stampe_visibili_a(chi).filter(versione__piano=piano).order_by("-lavoro__creato_il", "-pk")


def ultimo_pdf(piano: Piano, chi: Chi | None) -> Stampa | None:
    """Return the newest print of the whole plan that is ready and is not a draft."""
    pronte = stampe_del(piano, chi).filter(bozza=False, scheda="", lavoro__stato=StatoLavoro.RIUSCITO)
    return pronte.first()


def pagine_attese(piano_id: int, scheda: str) -> int:
    """Return how many pages the last like print had; 0 if there is none."""
    fatte = Stampa.objects.filter(versione__piano_id=piano_id, scheda=scheda, pagine__isnull=False)
    ultima = fatte.order_by("-pk").values_list("pagine", flat=True).first()
    return ultima or 0
