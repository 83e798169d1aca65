"""What every act on a table shares: the lock, the log."""

from collections.abc import Mapping

from django.db import transaction

from registro.actions import annota
from registro.queries import CATENA_SISTEMA
from tavoli.models import Tavolo
from tavoli.queries import piani_collegati
from utenti.models import Utente


def blocca(tavolo: Tavolo) -> Tavolo:
    """Lock a table and return it as it stands, with its names. Inside the act's transaction."""
    nomi = Tavolo.objects.select_related("ambito__ente", "ambito__ats__ente")
    return nomi.select_for_update(of=("self",)).get(pk=tavolo.pk)


def annota_tavolo(
    tavolo: Tavolo, tipo: str, *, autore: Utente | None, veste: int | None, dati: Mapping[str, object]
) -> None:
    """Write an act in the chain of each plan for which the table works; in that of the system, if there is none.

    Ids, dates and hashes only; the chains are locked in the order of their names. Call it last.
    """
    catene = sorted({piano.catena for piano in piani_collegati(tavolo)}) or [CATENA_SISTEMA]
    with transaction.atomic():
        for catena in catene:
            annota(catena, tipo, autore=autore, incarico_id=veste, dati={"tavolo": tavolo.pk, **dati})
