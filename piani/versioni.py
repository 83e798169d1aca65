"""Freezing: the bytes of the plan as it stands, with the Accordo, kept once for each content."""

from django.core.cache import cache
from django.db import transaction

from core.canonico import byte_canonici
from piani.canonico import byte_del_piano, documento_corrente, leggi
from piani.canonico import documento as documento_del
from piani.canonico.esporta import DURATA_CACHE
from piani.canonico.forma import Documento
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


def approvata(piano: Piano) -> Versione | None:
    """Return the version that was approved, once the plan is public: what anyone reads and exports. Its bytes not loaded.

    One query for a public plan, none for one in work.
    """
    if not piano.pubblico:
        return None
    return Versione.objects.defer("contenuto").filter(approvazioni__piano=piano).first()


def byte_da_leggere(piano: Piano) -> bytes:
    """Return the canonical bytes that a reader gets: those approved, or the plan as it stands while it is in work."""
    versione = approvata(piano)
    return bytes(versione.contenuto) if versione else byte_del_piano(piano)


def documento_da_leggere(piano: Piano) -> Documento:
    """Return the same as a document, kept in cache: by the version's hash, or until the next change of content."""
    versione = approvata(piano)
    if versione is None:
        return documento_corrente(piano)
    chiave = f"canonico:{versione.sha256}"
    trovato: Documento | None = cache.get(chiave)
    if trovato is None:
        trovato = leggi(bytes(versione.contenuto))
        cache.set(chiave, trovato, DURATA_CACHE)
    return trovato


def corrente(piano: Piano) -> str:
    """Return the SHA-256 of the plan as it stands, without keeping anything."""
    sha256: str = documento_del(piano)["sha256"]
    return sha256
