"""What the acts share: the locks, the permission, the text of the notice, the line in the log.

Locks are taken in one order everywhere: the plans, the session, the vote, then the heads of the log.
"""

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone

from assemblea.exceptions import NuovoAvviso, SedutaNonPronta
from assemblea.models import Punto, Seduta
from core.exceptions import NonPermesso
from piani.cronologia import cronologia_di
from piani.models import Piano
from piani.permissions import NULLA, veste_di
from piani.versioni import corrente
from registro.actions import annota
from utenti.models import Utente
from utenti.permissions import esigi
from utenti.roles import Permesso

__all__ = [
    "NULLA",
    "annota_in",
    "annota_seduta",
    "blocca_piano",
    "blocca_seduta",
    "esigi_del_giorno",
    "esigi_in_corso",
    "esigi_permesso",
    "esigi_testo_convocato",
    "piani_di",
]


def blocca_piano(piano: Piano) -> Piano:
    """Return the plan, locked until the transaction ends."""
    nomi = Piano.objects.select_related("ambito__ente", "ambito__ats__ente", "triennio")
    return nomi.select_for_update(of=("self",)).get(pk=piano.pk)


def blocca_seduta(seduta: Seduta) -> Seduta:
    """Return the session, locked with the plans on its agenda, and after them, until the transaction ends."""
    punti = Punto.objects.filter(seduta=seduta).values("piano")
    list(Piano.objects.select_for_update(of=("self",)).filter(pk__in=punti).order_by("pk").values_list("pk"))
    sedute = Seduta.objects.select_related("ambito__ente", "ambito__ats__ente")
    return sedute.select_for_update(of=("self",)).get(pk=seduta.pk)


def esigi_permesso(autore: Utente, permesso: Permesso, seduta: Seduta) -> None:
    """Let `autore` through, or raise NonPermesso."""
    esigi(autore, permesso, ambito=seduta.ambito)


def esigi_in_corso(seduta: Seduta) -> None:
    """Raise SedutaNonPronta unless the session is open."""
    if not seduta.in_corso:
        raise SedutaNonPronta(f"La seduta è «{seduta.situazione}»: questo si fa a seduta in corso. {NULLA}")


def esigi_del_giorno(giorno: dt.date, *, esempio: bool) -> None:
    """Raise SedutaNonPronta when today is not the day of the session; the demo tells past days."""
    if giorno == timezone.localdate() or (esempio and giorno < timezone.localdate()):
        return
    raise SedutaNonPronta(
        f"La seduta è convocata per il {giorno:%d/%m/%Y} e oggi è il {timezone.localdate():%d/%m/%Y}: si tiene nel suo "
        f"giorno. Se il giorno cambia, invia un nuovo avviso. {NULLA}"
    )


def esigi_testo_convocato(seduta: Seduta, piano: Piano) -> None:
    """Raise NuovoAvviso when the plan's bytes are no longer those of the notice.

    Once the Piano is approved, what is decided is the approved version: nothing is compared.
    """
    convocate = dict(Punto.objects.filter(seduta=seduta, piano=piano).values_list("versione", "versione__sha256"))
    if set(convocate) == {cronologia_di(piano).approvazione_versione_id}:
        return
    adesso = corrente(piano)
    if set(convocate.values()) - {adesso}:
        raise NuovoAvviso(
            f"Il testo del Piano è cambiato dopo l'avviso (impronta di adesso {adesso[:8]}): serve un nuovo avviso, con la "
            f"versione su cui si decide. {NULLA}"
        )


def piani_di(seduta: Seduta) -> list[Piano]:
    """Return the plans on the agenda, in order. One query."""
    punti = Punto.objects.filter(seduta=seduta).select_related("piano__ambito__ente", "piano__triennio")
    return list({p.piano_id: p.piano for p in punti.defer("versione").order_by("ordine")}.values())


def annota_in(piano: Piano, atto: str, *, autore: Utente, dati: Mapping[str, object]) -> None:
    """Write an act of this room in the plan's log: ids, hashes and dates."""
    annota(piano.catena, f"assemblea.{atto}", autore=autore, incarico_id=veste_di(autore, piano), dati=dati)


def annota_seduta(seduta: Seduta, atto: str, *, autore: Utente, dati: Mapping[str, object]) -> None:
    """Write an act of a session in the log of each plan on its agenda."""
    for piano in piani_di(seduta):
        annota_in(piano, atto, autore=autore, dati={"seduta": seduta.pk, **dati})


def esigi_motivo(motivo: str) -> str:
    """Return the reason, cleaned of blanks at its ends. Raises NonPermesso when it is empty."""
    pulito = motivo.strip()
    if not pulito:
        raise NonPermesso(f"Manca il motivo: scrivi perché. {NULLA}")
    return pulito
