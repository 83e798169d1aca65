"""What the worker does for people: the mail of the notices, after each act and again when the mail server was away."""

from celery import shared_task
from django.utils import timezone

from utenti.avvisi import COMPITO
from utenti.models import Avviso
from utenti.posta import spedisci_avviso

TENTATIVI_MASSIMI = 5
QUANTI = 200


@shared_task(name=COMPITO)  # type: ignore[untyped-decorator] # celery ships no types
def spedisci_avvisi() -> int:
    """Send the notices that have not left yet; return how many left.

    Each is taken by a conditional UPDATE on its attempts, so two workers never send the same one.
    """
    partiti = 0
    da_spedire = Avviso.objects.filter(spedito_il=None, tentativi__lt=TENTATIVI_MASSIMI).order_by("pk")
    for avviso in da_spedire.select_related("destinatario")[:QUANTI]:
        preso = Avviso.objects.filter(pk=avviso.pk, spedito_il=None, tentativi=avviso.tentativi)
        if not preso.update(tentativi=avviso.tentativi + 1):
            continue
        if spedisci_avviso(avviso):
            Avviso.objects.filter(pk=avviso.pk).update(spedito_il=timezone.now())
            partiti += 1
    return partiti
