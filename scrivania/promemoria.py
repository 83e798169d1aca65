"""Reminders of the deadlines of the period: before each, and after it, to who holds the turn of a plan that is not there yet.

The same reminder reaches a person once (the key of the notice): a day without the portal is made up for on the next one,
and who takes the turn meanwhile hears at once. A deadline never stops an act (DGR XII/2167, Allegato A, paragraph 9).
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from core.formati import data_estesa
from obiettivi.enums import Traguardo
from obiettivi.models import Scadenza
from piani.enums import Stato
from piani.models import Piano
from piani.regole_passi import TURNO
from piani.traguardi import RAGGIUNTO
from scrivania.turno import tocca
from utenti.avvisi import Messaggio, avvisa
from utenti.models import Utente
from utenti.queries import persone_con

# Days before the deadline; -1 is the day after it.
SOGLIE = (30, 14, 7, 1, -1)
# A deadline gone for longer is past history: nobody is told of it for the first time.
MAI_PIU_TARDI_DI = 7


@dataclass(frozen=True)
class Promemoria:
    """A reminder about one plan and one deadline, and the people it is for."""

    piano: Piano
    scadenza: Scadenza
    soglia: int
    giorni: int
    persone: list[Utente]

    @property
    def messaggio(self) -> Messaggio:
        """The notice that it becomes."""
        return Messaggio(
            chiave=f"scadenza:{self.scadenza.pk}:{self.piano.pk}:{self.soglia}",
            oggetto=f"{self._quanto}: Piano di {self.piano.ambito.nome} {self.piano.triennio}",
            testo=f"{self.scadenza.nome}: {data_estesa(self.scadenza.giorno)}. {self._punto}",
            da_fare=f"Tocca {tocca(Stato(self.piano.stato))}: apri il Piano e guarda il prossimo passo.",
            entro=self.scadenza.giorno,
            url=self.piano.get_absolute_url(),
        )

    @property
    def _punto(self) -> str:
        nome = f"Il Piano è «{self.piano.get_stato_display()}»"
        return f"{nome}; un atto in ritardo si può comunque fare." if self.giorni < 0 else f"{nome}."

    @property
    def _quanto(self) -> str:
        if self.giorni < 0:
            return "La scadenza è passata"
        frasi = {0: "La scadenza è oggi", 1: "Manca un giorno alla scadenza"}
        return frasi.get(self.giorni, f"Mancano {self.giorni} giorni alla scadenza")


def soglia_di(giorni: int) -> int | None:
    """Return the reminder due when so many days are left: the last threshold that has come; None when none has."""
    if giorni < -MAI_PIU_TARDI_DI:
        return None
    if giorni < 0:
        return -1
    return min((s for s in SOGLIE if s >= max(giorni, 1)), default=None)


def promemoria_del(giorno: dt.date) -> Iterator[Promemoria]:
    """Yield the reminders due on a day, without sending any: plans not concluded, and not where they should be."""
    vicine = Scadenza.objects.exclude(atteso="").filter(
        giorno__gte=giorno - dt.timedelta(days=MAI_PIU_TARDI_DI), giorno__lte=giorno + dt.timedelta(days=max(SOGLIE))
    )
    for scadenza in vicine.order_by("giorno", "pk"):
        giorni = (scadenza.giorno - giorno).days
        soglia = soglia_di(giorni)
        if soglia is None:
            continue
        for piano in _in_ritardo(scadenza):
            yield Promemoria(piano, scadenza, soglia, giorni, _di_turno(piano))


def _in_ritardo(scadenza: Scadenza) -> list[Piano]:
    arrivati = Piano.objects.filter(RAGGIUNTO[Traguardo(scadenza.atteso)])
    piani = Piano.objects.filter(triennio=scadenza.triennio_id).exclude(stato=Stato.CONCLUSO)
    nomi = piani.select_related("ambito__ente", "ambito__ats", "triennio")
    return list(nomi.exclude(pk__in=arrivati.values("pk")).order_by("ambito__ente__nome"))


def _di_turno(piano: Piano) -> list[Utente]:
    """Return who holds the turn of a plan: the people with the permissions that its state waits for."""
    _, permessi = TURNO[Stato(piano.stato)]
    trovate = {utente.pk: utente for permesso in permessi for utente in persone_con(permesso, piano.ambito)}
    return list(trovate.values())


def ricorda(giorno: dt.date | None = None) -> int:
    """Leave the notices of the reminders due on a day (default today); return how many are new."""
    nuovi = 0
    for promemoria in promemoria_del(giorno or timezone.localdate()):
        with transaction.atomic():
            nuovi += avvisa(promemoria.persone, promemoria.messaggio)
    return nuovi
