"""What waits for the people of an ATS, as the desk shows it."""

import datetime as dt
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.urls import reverse

from obiettivi.models import Scadenza
from piani.composizione import Compito, FonteCompiti
from piani.enums import Stato
from piani.models import Piano
from recepimento.queries.tavolo import APPROVAZIONE, INVIO
from utenti.models import Utente
from utenti.permissions import ambiti_di
from utenti.roles import Permesso

Righe = QuerySet[Any, tuple[int, int, dt.date | None]]


def _righe(piani: QuerySet[Piano], scadenza: str) -> Righe:
    entro = Scadenza.objects.filter(triennio=OuterRef("triennio"), chiave=scadenza).values("giorno")[:1]
    return piani.order_by().values_list("pk", F("pk"), Subquery(entro))


def _da_verificare(utente: Utente) -> Righe:
    suoi = ambiti_di(utente, Permesso.VERIFICARE_COERENZA)
    return _righe(Piano.objects.filter(stato=Stato.IN_VERIFICA, ambito__in=suoi), APPROVAZIONE)


def _da_recepire(utente: Utente) -> Righe:
    suoi = ambiti_di(utente, Permesso.RECEPIRE)
    return _righe(Piano.objects.filter(stato=Stato.SOTTOSCRITTO, ambito__in=suoi), INVIO)


def _da_inviare(utente: Utente) -> Righe:
    suoi = ambiti_di(utente, Permesso.INVIARE_IN_REGIONE)
    mai = Piano.objects.filter(stato__in=[Stato.SOTTOSCRITTO, Stato.RECEPITO], ambito__in=suoi)
    return _righe(mai.exclude(cronologia__invio_il__isnull=False), INVIO)


def _descrivi_verifica(piano: Piano, pk: int, entro: dt.date | None) -> Compito:
    return Compito(
        f"Verifica il Piano di {piano.ambito.nome}",
        "Rispondi alle voci della verifica di coerenza, poi dai l'assenso o chiedi integrazioni.",
        reverse("recepimento:verifica", kwargs=piano.indirizzo),
        "Apri la verifica",
        entro,
    )


def _descrivi_recepimento(piano: Piano, pk: int, entro: dt.date | None) -> Compito:
    return Compito(
        f"Recepisci il Piano di {piano.ambito.nome}",
        "L'Accordo ha tutte le firme: prepara l'atto di recepimento e registralo quando è adottato.",
        reverse("recepimento:atto", kwargs=piano.indirizzo),
        "Apri l'atto",
        entro,
    )


def _descrivi_invio(piano: Piano, pk: int, entro: dt.date | None) -> Compito:
    return Compito(
        f"Invia in Regione il fascicolo di {piano.ambito.nome}",
        "Prepara il fascicolo, invialo per posta certificata, registra l'invio e conserva le ricevute.",
        reverse("recepimento:fascicolo", kwargs=piano.indirizzo),
        "Apri il fascicolo",
        entro,
    )


FONTI = (
    FonteCompiti("recepimento.verifica", _da_verificare, _descrivi_verifica),
    FonteCompiti("recepimento.recepire", _da_recepire, _descrivi_recepimento),
    FonteCompiti("recepimento.invio", _da_inviare, _descrivi_invio),
)
