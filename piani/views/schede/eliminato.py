"""The typed row that a person deleted last from a sheet: kept in the session, so that it can be put back."""

from dataclasses import dataclass

from django.http import HttpRequest

from obiettivi.actions.ripristino import Fotografia
from piani.models import VoceScheda


@dataclass(frozen=True)
class Eliminato:
    """What this person deleted last from this sheet: kept in the session until another row is deleted."""

    genere: str
    fase: str
    lista: str
    nome: str
    fotografia: Fotografia


ELIMINATO = "scheda_eliminato"


def eliminato_da(request: HttpRequest, voce: VoceScheda) -> Eliminato | None:
    """Return what the session keeps, if it is of this sheet."""
    tenuto = request.session.get(ELIMINATO)
    return Eliminato(**tenuto["che_cosa"]) if tenuto and tenuto["voce"] == voce.pk else None
