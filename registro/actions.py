"""The two doors of the log: annotate an act, give the next number."""

from collections.abc import Mapping
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from registro.exceptions import RegistroManomesso
from registro.models import Catena, Evento, Numeratore
from registro.queries import CATENA_SISTEMA, TIPO_APERTURA, testa_autentica
from registro.regole import HASH_INIZIALE, Contenuto, hash_evento, json_canonico, sigillo


class ConPk(Protocol):
    """Whoever has a primary key: the log keeps only that."""

    @property
    def pk(self) -> int: ...  # noqa: D102 - the protocol says it


def annota(
    catena: str,
    tipo: str,
    *,
    autore: ConPk | int | None,
    incarico_id: int | None = None,
    dati: Mapping[str, object],
) -> Evento:
    """Add an event to a chain (made on first use) and return it.

    Opens a transaction, or joins the one of the act it tells about: both stay or neither does. The head is locked
    until that transaction ends, so numbers have no gaps; call it late in the act. `dati` holds ids, dates and hashes.
    Raises DatiNonAnnotabili, and RegistroManomesso when the head is not the one we sealed.
    """
    testo = json_canonico(dati)
    autore_id = autore if autore is None or isinstance(autore, int) else autore.pk
    with transaction.atomic():
        riga = _testa_bloccata(catena)
        contenuto = Contenuto(
            catena=catena,
            numero=riga.conteggio + 1,
            tipo=tipo,
            quando=timezone.now().isoformat(timespec="microseconds"),
            autore_id=autore_id,
            incarico_id=incarico_id,
            dati=testo,
        )
        return _aggiungi(riga, contenuto)


def prossimo_numero(serie: str, anno: int) -> int:
    """Return the next number of a series, from 1, without gaps.

    Must run inside the transaction of the act that uses the number: if the act fails, the number comes back.
    """
    if not transaction.get_connection().in_atomic_block:
        messaggio = "prossimo_numero va chiamata dentro la transazione dell'atto che usa il numero."
        raise RuntimeError(messaggio)
    riga, _ = Numeratore.objects.select_for_update(of=("self",)).get_or_create(serie=serie, anno=anno)
    riga.ultimo += 1
    riga.save(update_fields=["ultimo"])
    return riga.ultimo


def _testa_bloccata(catena: str) -> Catena:
    riga, nuova = Catena.objects.select_for_update(of=("self",)).get_or_create(nome=catena)
    if nuova and catena != CATENA_SISTEMA:
        annota(CATENA_SISTEMA, TIPO_APERTURA, autore=None, dati={"catena": catena})
    # Appending to a head somebody rewrote would seal it again and hide the fault.
    if not testa_autentica(riga):
        raise RegistroManomesso(catena)
    return riga


def _aggiungi(riga: Catena, contenuto: Contenuto) -> Evento:
    precedente = riga.hash_testa if riga.conteggio else HASH_INIZIALE
    impronta = hash_evento(precedente, contenuto)
    evento = Evento(
        catena=riga,
        numero=contenuto.numero,
        tipo=contenuto.tipo,
        quando=contenuto.quando,
        autore_id=contenuto.autore_id,
        incarico_id=contenuto.incarico_id,
        dati=contenuto.dati,
        hash_precedente=precedente,
        hash=impronta,
    )
    evento.save()
    riga.conteggio, riga.hash_testa = contenuto.numero, impronta
    riga.sigillo = sigillo(settings.REGISTRO_CHIAVE, riga.nome, riga.conteggio, riga.hash_testa)
    riga.save(update_fields=["conteggio", "hash_testa", "sigillo"])
    return evento
