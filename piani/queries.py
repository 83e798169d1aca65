"""Which plans a person may see. Every page reaches a plan through here, so a stranger's plan is 404."""

from typing import Any

from django.db.models import Q, QuerySet

from ambiti.models import Ambito
from core.exceptions import DatiNonValidi
from obiettivi.models import Triennio
from piani.composizione import lettori
from piani.enums import PUBBLICI, SpecieSezione
from piani.models import Piano, Sezione
from utenti.permissions import ambiti_di
from utenti.queries import Chi, incarichi_di
from utenti.roles import RUOLI, Permesso, Portata, ruoli_con


def _con_nomi(piani: QuerySet[Piano]) -> QuerySet[Piano]:
    return piani.select_related("ambito__ente", "ambito__ats__ente", "triennio")


def piani_pubblici() -> QuerySet[Piano]:
    """Return the plans that anyone may read: approved, and after."""
    return _con_nomi(Piano.objects.filter(stato__in=PUBBLICI))


def _visibili(chi: Chi | None) -> Q:
    return Q(stato__in=PUBBLICI) | Q(ambito__in=ambiti_di(chi, Permesso.LEGGERE_BOZZA))


def piani_visibili_a(chi: Chi | None) -> QuerySet[Piano]:
    """Return the plans that `chi` may open today: the public ones, and those in work where an Incarico reaches."""
    return piani_pubblici() if chi is None else _con_nomi(Piano.objects.filter(_visibili(chi)))


def piani_leggibili_da(chi: Chi | None) -> QuerySet[Piano]:
    """Return the plans whose text `chi` may read: those of `piani_visibili_a`, and those in work that another room opens
    to them (the members of a table), or that give their body a preface. Only for the reading pages: prints, exports,
    versions and people are not theirs."""
    if chi is None:
        return piani_pubblici()
    return _con_nomi(Piano.objects.filter(_visibili(chi) | aperti_da_altri(chi) | Q(pk__in=_affidati(chi))))


def sezioni_affidate(chi: Chi | None) -> QuerySet[Sezione]:
    """Return the sections that plans give to the bodies of `chi` which reach no Ambito: the Forum's signed preface."""
    ruoli = [r for r in ruoli_con(Permesso.SCRIVERE_SEZIONI_PROPRIE) if RUOLI[r].portata is Portata.NESSUNA]
    return Sezione.objects.filter(
        specie=SpecieSezione.PREFAZIONE, proprietario__in=incarichi_di(chi).filter(ruolo__in=ruoli).values("ente_id")
    )


def _affidati(chi: Chi | None) -> "QuerySet[Sezione, Any]":
    return sezioni_affidate(chi).values("piano_id")


def aperti_da_altri(chi: Chi | None) -> Q:
    """The plans that another room opens to `chi`, without an Incarico that reaches them."""
    condizione = Q(pk__in=[])
    for di_altri in lettori(chi):
        condizione |= di_altri
    return condizione


def piani_dove(chi: Chi | None, permesso: Permesso) -> QuerySet[Piano]:
    """Return the plans over which `chi` holds `permesso` today."""
    return _con_nomi(Piano.objects.filter(ambito__in=ambiti_di(chi, permesso)))


def piano_di(ambito: Ambito, triennio: Triennio) -> Piano:
    """Return the plan of an Ambito for a period, whoever may see it: for commands. Raises DatiNonValidi when there is none."""
    piano = _con_nomi(Piano.objects.filter(ambito=ambito, triennio=triennio)).first()
    if piano is None:
        raise DatiNonValidi(
            f"L'Ambito di {ambito.nome} non ha un Piano per il triennio {triennio}. Nulla è stato scritto."
        )
    return piano


def catene_dei_piani() -> list[str]:
    """Return the names of the chains of the log that every plan must have: its making is the first event."""
    return [piano.catena for piano in Piano.objects.select_related("ambito__ente", "triennio")]
