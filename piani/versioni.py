"""Freezing: the bytes of the plan as it stands, with the Accordo, kept once for each content."""

from django.db import transaction

from core.canonico import byte_canonici
from piani.canonico import documento as documento_del
from piani.models import Piano, Versione
from piani.permissions import veste_di
from registro.actions import annota
from utenti.models import Utente


def congela(piano: Piano, *, autore: Utente | None) -> Versione:
    """Keep the bytes of the plan as it stands and return the version; unchanged content gives the one there is.

    A formal step calls it under the plan's lock, so what is frozen is what the step moves.
    """
    documento = documento_del(piano)
    sha256, contenuto = documento["sha256"], byte_canonici(documento)
    with transaction.atomic():
        versione, nuova = Versione.objects.get_or_create(piano=piano, sha256=sha256, defaults={"contenuto": contenuto})
        if nuova:
            veste = veste_di(autore, piano) if autore else None
            annota(piano.catena, "piani.versione_congelata", autore=autore, incarico_id=veste, dati={"sha256": sha256})
    return versione


def corrente(piano: Piano) -> str:
    """Return the SHA-256 of the plan as it stands, without keeping anything."""
    sha256: str = documento_del(piano)["sha256"]
    return sha256
