"""Who sits in the Assemblea on a day, what each one's share is, which rule holds. Read when a session is convened or opened."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Q, QuerySet

from ambiti.models import Ambito, Appartenenza, Comune, Popolazione, Quota
from ambiti.queries import valido_il
from assemblea.enums import Chiamata, ChiamataRegola, Oggetto, Pesi
from assemblea.models import RegolaAssemblea
from core.formati import data, elenco
from utenti.enums import Ruolo
from utenti.models import Incarico, Utente


def comuni_il(ambito: Ambito, giorno: dt.date) -> list[Comune]:
    """Return the Comuni that belong to the Ambito on that day, by name. One query."""
    di_quel_giorno = Appartenenza.objects.filter(valido_il(giorno), ambito=ambito)
    comuni = Comune.objects.filter(pk__in=di_quel_giorno.values("comune"))
    return list(comuni.select_related("ente").order_by("ente__nome", "pk"))


def sindaci_di(comuni: Collection[Comune]) -> dict[int, Utente]:
    """Return who is sindaco today of each Comune, by the Comune's key; nothing for those who have none. One query."""
    incarichi = (
        Incarico.objects.in_corso()
        .filter(ruolo=Ruolo.SINDACO, ente__in=[c.pk for c in comuni])
        .select_related("utente")
        .order_by("dal", "pk")
    )
    # The last who took office wins.
    return {i.ente_id: i.utente for i in incarichi}


@dataclass(frozen=True)
class QuoteDelGiorno:
    """The shares of the Comuni, by key, with their source in words; `mancano` are the names of those without one."""

    valori: dict[int, Fraction]
    fonte: str
    mancano: list[str]


def quote_il(ambito: Ambito, comuni: Collection[Comune], giorno: dt.date, pesi: Pesi) -> QuoteDelGiorno:
    """Return the shares on a day: residents of the latest count on or before it, or the Ambito's own quotas. One query."""
    valori, fonti = _popolazione(comuni, giorno) if pesi is Pesi.POPOLAZIONE else _quote(ambito, giorno)
    noti = {c.pk: valori[c.pk] for c in comuni if c.pk in valori}
    return QuoteDelGiorno(noti, elenco(sorted(fonti)), [c.nome for c in comuni if c.pk not in valori])


def _popolazione(comuni: Collection[Comune], giorno: dt.date) -> tuple[dict[int, Fraction], set[str]]:
    righe = Popolazione.objects.filter(ente__in=[c.pk for c in comuni], giorno__lte=giorno).order_by("giorno")
    ultime = {r.ente_id: r for r in righe}
    valori = {ente: Fraction(r.residenti) for ente, r in ultime.items()}
    return valori, {f"residenti al {data(r.giorno)} ({r.fonte})" for r in ultime.values()}


def _quote(ambito: Ambito, giorno: dt.date) -> tuple[dict[int, Fraction], set[str]]:
    righe = Quota.objects.filter(valido_il(giorno), valido_il(giorno, "appartenenza__"), appartenenza__ambito=ambito)
    valori = {
        q.appartenenza.comune_id: Fraction(q.numeratore, q.denominatore) for q in righe.select_related("appartenenza")
    }
    return valori, {f"quote dell'Ambito in vigore il {data(giorno)}"}


def regole_il(ambito: Ambito, giorno: dt.date) -> QuerySet[RegolaAssemblea]:
    """Return the rules in force on a day, with their conditions."""
    return RegolaAssemblea.objects.filter(
        Q(al=None) | Q(al__gte=giorno), ambito=ambito, dal__lte=giorno
    ).prefetch_related("condizioni")


def regola_per(ambito: Ambito, oggetto: Oggetto, chiamata: Chiamata, giorno: dt.date) -> RegolaAssemblea | None:
    """Return the rule in force for an object: that of this very call before that of every call. Two queries."""
    adatte = regole_il(ambito, giorno).filter(oggetto=oggetto, chiamata__in=[ChiamataRegola.OGNI, chiamata.value])
    return next(iter(sorted(adatte, key=lambda r: (r.chiamata == ChiamataRegola.OGNI, -r.pk))), None)
