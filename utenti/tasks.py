"""What the worker does for people: the mail of the notices, after each act, in a daily digest, and again when it failed.

Each notice is taken by a conditional UPDATE that also says until when nobody else may take it: two workers never send the
same one, and that of a worker that died is sent after PRESA.
"""

import datetime as dt

from celery import shared_task
from django.db.models import F, QuerySet
from django.utils import timezone

from utenti.avvisi import COMPITO
from utenti.enums import Posta
from utenti.models import Avviso, Utente
from utenti.posta import spedisci_avviso, spedisci_riepilogo

TENTATIVI_MASSIMI = 12
QUANTI = 200
# Longer than the mail server may make us wait (EMAIL_TIMEOUT).
PRESA = dt.timedelta(minutes=15)
ATTESA = dt.timedelta(minutes=10)
ATTESA_MASSIMA = dt.timedelta(hours=6)
# After so many failures in a row the server is away: the others wait for the next round, not one by one.
FALLITI_DI_FILA = 3


def da_spedire(posta: Posta) -> "QuerySet[Avviso]":
    """Notices to send now in that way: of people whose account is active, who have not chosen to get nothing."""
    return Avviso.objects.filter(
        posta=posta,
        spedito_il=None,
        tentativi__lt=TENTATIVI_MASSIMI,
        riprova_dal__lte=timezone.now(),
        destinatario__is_active=True,
    ).exclude(destinatario__posta=Posta.MAI)


def _attesa(tentativi: int) -> dt.timedelta:
    """How long to wait after so many attempts: 10 minutes, 20, 40... up to 6 hours; two days in all."""
    return min(ATTESA * (1 << max(tentativi - 1, 0)), ATTESA_MASSIMA)


@shared_task(name=COMPITO)  # type: ignore[untyped-decorator] # celery ships no types
def spedisci_avvisi() -> int:
    """Send the notices that have not left yet to who wants each at once; return how many left."""
    partiti = falliti = 0
    for avviso in da_spedire(Posta.SUBITO).select_related("destinatario").order_by("pk")[:QUANTI]:
        adesso = timezone.now()
        libero = Avviso.objects.filter(
            pk=avviso.pk, spedito_il=None, tentativi=avviso.tentativi, riprova_dal__lte=adesso
        )
        if not libero.update(tentativi=avviso.tentativi + 1, riprova_dal=adesso + PRESA):
            continue
        partito = spedisci_avviso(avviso)
        _annota(Avviso.objects.filter(pk=avviso.pk), partito=partito, tentativi=avviso.tentativi + 1)
        partiti += partito
        falliti = 0 if partito else falliti + 1
        if falliti == FALLITI_DI_FILA:
            break
    return partiti


@shared_task(name="utenti.tasks.spedisci_riepiloghi")  # type: ignore[untyped-decorator] # celery ships no types
def spedisci_riepiloghi(*, solo_falliti: bool = False) -> int:
    """Send each person who wants it one message with the notices since the last; return how many messages left.

    `solo_falliti`: only those that the mail server has refused already.
    """
    coda = da_spedire(Posta.RIEPILOGO).filter(tentativi__gt=0 if solo_falliti else -1)
    persone = Utente.objects.filter(pk__in=coda.values("destinatario")).order_by("pk")
    partiti = falliti = 0
    for persona in persone:
        adesso = timezone.now()
        presi = coda.filter(destinatario=persona, riprova_dal__lte=adesso).values("pk")
        fino = adesso + PRESA
        liberi = Avviso.objects.filter(pk__in=presi, spedito_il=None, riprova_dal__lte=adesso)
        if not liberi.update(tentativi=F("tentativi") + 1, riprova_dal=fino):
            continue
        miei = Avviso.objects.filter(destinatario=persona, posta=Posta.RIEPILOGO, spedito_il=None, riprova_dal=fino)
        avvisi = list(miei.order_by("pk"))
        partito = spedisci_riepilogo(persona, avvisi)
        _annota(miei, partito=partito, tentativi=max(avviso.tentativi for avviso in avvisi))
        partiti += partito
        falliti = 0 if partito else falliti + 1
        if falliti == FALLITI_DI_FILA:
            break
    return partiti


@shared_task(name="utenti.tasks.riprova_posta")  # type: ignore[untyped-decorator] # celery ships no types
def riprova_posta() -> int:
    """Send again what the mail server did not take; return how many messages left."""
    partiti: int = spedisci_avvisi() + spedisci_riepiloghi(solo_falliti=True)
    return partiti


def _annota(avvisi: "QuerySet[Avviso]", *, partito: bool, tentativi: int) -> None:
    adesso = timezone.now()
    if partito:
        avvisi.update(spedito_il=adesso)
    else:
        avvisi.update(riprova_dal=adesso + _attesa(tentativi))
