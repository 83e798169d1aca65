"""The acts about the calendar's address: make it, take it away."""

from django.db import transaction
from django.utils import timezone

from registro.actions import annota
from registro.queries import CATENA_SISTEMA
from scrivania.models import Abbonamento
from utenti.models import Utente, impronta_di, nuovo_gettone


def nuovo_abbonamento(*, autore: Utente) -> str:
    """Make the private address of one's own calendar, and return its secret part; the old one stops working.

    The secret part exists only in what is returned: the database keeps its hash.
    """
    gettone = nuovo_gettone()
    with transaction.atomic():
        Abbonamento.objects.update_or_create(
            utente=autore, defaults={"impronta": impronta_di(gettone), "creato_il": timezone.now()}
        )
        annota(CATENA_SISTEMA, "scrivania.abbonamento_creato", autore=autore, dati={"utente": autore.pk})
    return gettone


def revoca_abbonamento(*, autore: Utente) -> bool:
    """Take away the address of one's own calendar; False when there was none."""
    with transaction.atomic():
        tolti, _ = Abbonamento.objects.filter(utente=autore).delete()
        if tolti:
            annota(CATENA_SISTEMA, "scrivania.abbonamento_revocato", autore=autore, dati={"utente": autore.pk})
    return bool(tolti)
