"""What every act on the text shares: the mark that the content changed, and the Incarico that the log names."""

from django.db.models import F
from django.utils import timezone

from ambiti.models import Ente
from piani.models import Piano
from piani.permissions import esigi_scrittura
from utenti.models import Utente
from utenti.queries import incarichi_su


def contenuto_cambiato(piano: Piano) -> None:
    """Say that sections, sheets or tables of the plan have changed. One UPDATE, inside the act's transaction."""
    Piano.objects.filter(pk=piano.pk).update(contenuto=F("contenuto") + 1, modificato_il=timezone.now())


def veste_di(autore: Utente, piano: Piano) -> int | None:
    """Return the id of the Incarico by which `autore` reaches the plan, for the log; None when there is none.

    It is the one worn in the session (`autore.veste`), when it reaches the plan; otherwise the oldest that does.
    """
    sue = list(incarichi_su(autore, piano.ambito).order_by("pk").values_list("pk", flat=True))
    veste = autore.veste
    return veste.pk if veste is not None and veste.pk in sue else next(iter(sue), None)


def blocca_per_scrivere(piano: Piano, *, proprietario: Ente, autore: Utente) -> Piano:
    """Lock the plan, then look whether `autore` may write the parts of `proprietario`; return the plan as it stands.

    Must run inside the act's transaction: two who change one plan go one after the other. Raises NonPermesso.
    """
    nomi = Piano.objects.select_related("ambito__ente", "ambito__ats__ente", "triennio")
    bloccato = nomi.select_for_update(of=("self",)).get(pk=piano.pk)
    esigi_scrittura(autore, bloccato, proprietario)
    return bloccato
