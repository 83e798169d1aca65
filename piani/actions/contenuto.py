"""What every act on the text shares: the lock, and the mark that the content changed."""

from django.db.models import F, Q
from django.utils import timezone

from ambiti.models import Ente
from piani.models import Piano, VoceScheda
from piani.permissions import Parte, esigi_scrittura
from utenti.models import Utente


def contenuto_cambiato(piano: Piano, scheda: int | None = None) -> None:
    """Say that sections, sheets or tables of the plan have changed. One UPDATE, inside the act's transaction.

    With the id of a `scheda`, every plan that holds it has changed too.
    """
    dove = (
        Q(pk=piano.pk) | Q(pk__in=VoceScheda.objects.filter(scheda=scheda).values("piano"))
        if scheda
        else Q(pk=piano.pk)
    )
    Piano.objects.filter(dove).order_by().update(contenuto=F("contenuto") + 1, modificato_il=timezone.now())


def blocca_per_scrivere(piano: Piano, *, proprietario: Ente, autore: Utente, parte: Parte | None = None) -> Piano:
    """Lock the plan, then look whether `autore` may write `parte`, of `proprietario`; return the plan as it stands.

    Must run inside the act's transaction: two who change one plan go one after the other. Raises NonPermesso.
    """
    nomi = Piano.objects.select_related("ambito__ente", "ambito__ats__ente", "triennio")
    bloccato = nomi.select_for_update(of=("self",)).get(pk=piano.pk)
    esigi_scrittura(autore, bloccato, proprietario, parte)
    return bloccato
