"""The door of notices: what happened, what to do and by when, to each person concerned, on the desk and by mail.

A notice is written in the transaction of the act it tells about; the mail leaves after the commit, from the worker.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from celery import current_app
from django.db import transaction
from django.utils import timezone

from core.testo import per_ricerca, riga
from utenti.models import Avviso, Utente

COMPITO = "utenti.tasks.spedisci_avvisi"
OGGETTO, TESTO, DA_FARE = 200, 1000, 300
GRUPPO, CAPO, PASSO = 200, 300, 300


@dataclass(frozen=True)
class Messaggio:
    """A notice before it has a reader.

    `chiave` names the fact: the same fact tells nobody twice. `url` is a path of the portal; `entro` a day, if there is one.
    `gruppo`, `capo` and `passo` say where the digest puts it: under which title, on which part, about which words.
    """

    chiave: str
    oggetto: str
    testo: str
    url: str
    da_fare: str = ""
    entro: dt.date | None = None
    gruppo: str = ""
    capo: str = ""
    passo: str = ""


def avvisa(destinatari: Iterable[Utente], messaggio: Messaggio) -> int:
    """Leave a notice to each person, once a fact; return how many are new. The mail leaves after the commit."""
    oggetto, testo = _breve(messaggio.oggetto, OGGETTO), _breve(messaggio.testo, TESTO)
    da_fare = _breve(messaggio.da_fare, DA_FARE)
    posto = {
        "gruppo": _breve(messaggio.gruppo, GRUPPO),
        "capo": _breve(messaggio.capo, CAPO),
        "passo": _breve(messaggio.passo, PASSO),
    }
    righe = [
        Avviso(
            destinatario=utente,
            chiave=messaggio.chiave,
            oggetto=oggetto,
            testo=testo,
            da_fare=da_fare,
            entro=messaggio.entro,
            url=messaggio.url,
            **posto,
            posta=utente.posta,
            cerca=per_ricerca(f"{oggetto} {testo} {da_fare}"),
        )
        for utente in {u.pk: u for u in destinatari if u.is_active}.values()
    ]
    gia = set(
        Avviso.objects.filter(chiave=messaggio.chiave, destinatario__in=[r.destinatario_id for r in righe]).values_list(
            "destinatario_id", flat=True
        )
    )
    nuove = [r for r in righe if r.destinatario_id not in gia]
    # Somebody may have told the same fact in this instant: the constraint keeps one.
    Avviso.objects.bulk_create(nuove, ignore_conflicts=True)
    if nuove:
        # Robust: a queue that is away must not turn an act that was done into an error; the beat sends what is left.
        transaction.on_commit(lambda: current_app.signature(COMPITO).apply_async(), robust=True)
    return len(nuove)


def ritira_avvisi(chiave: str) -> int:
    """Take back what was told of a fact that is no more (a comment withdrawn), where nobody has read it; return how many."""
    quanti, _ = Avviso.objects.filter(chiave=chiave, letto_il=None).delete()
    return quanti


def _breve(testo: str, massimo: int) -> str:
    """Return the text on one line, cut where it is too long: a long reason must not stop the act it tells about."""
    intero = riga(testo, massimo=len(testo))
    return intero if len(intero) <= massimo else f"{intero[: massimo - 1].rstrip()}…"


def segna_letti(utente: Utente, avvisi: Iterable[int] | None = None) -> int:
    """Mark the person's own notices as read: those named, or all of them; return how many were not."""
    miei = Avviso.objects.filter(destinatario=utente, letto_il=None)
    if avvisi is not None:
        miei = miei.filter(pk__in=list(avvisi))
    return miei.update(letto_il=timezone.now())
