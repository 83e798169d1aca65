"""The doors of a job: put in the queue, cancel, and the moves of its state.

Every move is one conditional UPDATE on the state and the attempt, so a process that was given up for dead
and wakes again changes nothing.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Protocol

from celery import current_app
from django.db import IntegrityError, transaction
from django.utils import timezone

from documenti import lavori
from documenti.enums import StatoLavoro
from documenti.exceptions import LavoroGiaFinito
from documenti.lavori import EsitoLavoro
from documenti.models import Lavoro, SegnoDiVita
from documenti.permissions import esigi_di_annullare
from documenti.queries import lavori_orfani, lavori_persi_dalla_coda

_APERTI = (StatoLavoro.IN_ATTESA, StatoLavoro.IN_CORSO)
TENTATIVI_MASSIMI = 2
COMPITO = "documenti.tasks.svolgi"


class Richiedente(Protocol):
    """The person who asks: only the key is used."""

    @property
    def pk(self) -> Any: ...  # noqa: D102 - the protocol says it


def accoda(tipo: str, chiave: str, argomenti: Mapping[str, Any], *, richiesto_da: Richiedente | None) -> Lavoro:
    """Put a job in the queue and return it; an open job with the same `chiave` is returned instead.

    `chiave` should hold the person or the object and the content hash ("piani.stampa:12:ab12..."); the result of a
    shared job is seen by whom its kind says. It is sent to the worker, by name, after the commit.
    Raises TipoLavoroSconosciuto.
    """
    lavori.tipo(tipo)
    with transaction.atomic():
        aperto = Lavoro.objects.filter(chiave=chiave, stato__in=_APERTI).first()
        if aperto is not None:
            return aperto
        try:
            with transaction.atomic():
                lavoro = Lavoro.objects.create(
                    tipo=tipo,
                    chiave=chiave,
                    argomenti=dict(argomenti),
                    richiesto_da_id=richiesto_da.pk if richiesto_da else None,
                    battito=timezone.now(),
                )
        except IntegrityError:
            # Somebody asked the same in the same instant.
            return Lavoro.objects.get(chiave=chiave, stato__in=_APERTI)
        _invia_dopo_il_commit(lavoro.pk)
    return lavoro


def _invia_dopo_il_commit(lavoro_id: int) -> None:
    transaction.on_commit(lambda: current_app.signature(COMPITO, args=[lavoro_id]).apply_async())


def annulla(lavoro: Lavoro, *, autore: Richiedente) -> Lavoro:
    """Ask to stop a job: one that waits stops now, one that runs is killed within seconds by its watcher.

    Only who asked for it may; it stops for who asked for the same meanwhile too, who can ask again.
    Raises NonPermesso, LavoroGiaFinito.
    """
    esigi_di_annullare(autore, lavoro)
    righe = Lavoro.objects.filter(pk=lavoro.pk)
    if not righe.filter(stato=StatoLavoro.IN_ATTESA).update(
        stato=StatoLavoro.ANNULLATO, annullo_chiesto=True, finito_il=timezone.now()
    ) and not righe.filter(stato=StatoLavoro.IN_CORSO).update(annullo_chiesto=True):
        raise LavoroGiaFinito("Il lavoro è già finito: non c'è più nulla da annullare.")
    lavoro.refresh_from_db()
    return lavoro


def inizia(lavoro_id: int) -> Lavoro | None:
    """Take a waiting job and return it; None if another worker was faster or it was cancelled."""
    adesso = timezone.now()
    preso = Lavoro.objects.filter(pk=lavoro_id, stato=StatoLavoro.IN_ATTESA)
    with transaction.atomic():
        lavoro = preso.select_for_update(of=("self",)).first()
        if lavoro is None:
            return None
        lavoro.stato, lavoro.iniziato_il, lavoro.battito = StatoLavoro.IN_CORSO, adesso, adesso
        lavoro.tentativi += 1
        lavoro.save(update_fields=["stato", "iniziato_il", "battito", "tentativi"])
    return lavoro


def _in_mano(lavoro: Lavoro) -> Any:
    """Return the row, only if this very attempt still runs."""
    return Lavoro.objects.filter(pk=lavoro.pk, stato=StatoLavoro.IN_CORSO, tentativi=lavoro.tentativi)


def avanza(lavoro: Lavoro, fatto: int, totale: int, fase: str) -> bool:
    """Write how far the job is; False if it is no longer ours or cancel was asked."""
    righe = _in_mano(lavoro).filter(annullo_chiesto=False)
    return bool(righe.update(fatto=fatto, totale=totale, fase=fase[:200], battito=timezone.now()))


def batti(lavoro: Lavoro) -> bool:
    """Write a sign of life; False if the job is no longer ours."""
    return bool(_in_mano(lavoro).update(battito=timezone.now()))


def riesci(lavoro: Lavoro, esito: EsitoLavoro) -> bool:
    """Close a job with its result; False if it is no longer ours."""
    return bool(
        _in_mano(lavoro).update(
            stato=StatoLavoro.RIUSCITO,
            risultato=esito.file,
            esito=esito.dati,
            nome_file=esito.nome_file[:150],
            fase="",
            finito_il=timezone.now(),
        )
    )


def fallisci(lavoro: Lavoro, errore: str) -> bool:
    """Close a job that failed, with the sentence for the person; False if it is no longer ours."""
    return bool(_in_mano(lavoro).update(stato=StatoLavoro.FALLITO, errore=errore, finito_il=timezone.now()))


def chiudi_annullato(lavoro: Lavoro) -> bool:
    """Close a running job that was cancelled; False if it is no longer ours."""
    return bool(_in_mano(lavoro).update(stato=StatoLavoro.ANNULLATO, finito_il=timezone.now()))


def riprendi_orfani() -> int:
    """Put back in the queue the jobs whose process died and those the queue lost; return how many.

    After TENTATIVI_MASSIMI a job fails instead. Cancelled ones are closed.
    """
    ripresi = 0
    for lavoro in lavori_orfani():
        if lavoro.annullo_chiesto:
            chiudi_annullato(lavoro)
        elif lavoro.tentativi >= TENTATIVI_MASSIMI:
            fallisci(lavoro, "Il lavoro si è interrotto due volte. Nulla è andato perso: riprova più tardi.")
        elif _in_mano(lavoro).update(stato=StatoLavoro.IN_ATTESA, battito=timezone.now(), fatto=0, fase=""):
            _invia_dopo_il_commit(lavoro.pk)
            ripresi += 1
    for lavoro in lavori_persi_dalla_coda():
        if Lavoro.objects.filter(pk=lavoro.pk, stato=StatoLavoro.IN_ATTESA).update(battito=timezone.now()):
            _invia_dopo_il_commit(lavoro.pk)
            ripresi += 1
    return ripresi


def segna_vivo(nome: str) -> None:
    """Write that the worker `nome` is alive now; forget those silent for a day."""
    SegnoDiVita.objects.filter(quando__lt=timezone.now() - dt.timedelta(days=1)).delete()
    SegnoDiVita.objects.update_or_create(nome=nome[:150], defaults={"quando": timezone.now()})
