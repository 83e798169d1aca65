"""From Incarichi in force to the Ambiti they reach, and back. One query each, whatever the number of rows."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from ambiti.models import Ambito, Appartenenza, Capofila, Collegamento, Ente
from ambiti.queries import valido_il
from utenti.enums import Ruolo
from utenti.models import Avviso, Incarico, IncaricoQuerySet, Invito, Utente
from utenti.roles import RUOLI, Permesso, Portata, portata_di, ruoli_con

Chi = Utente | Incarico


def incarichi_di(chi: Chi | None) -> IncaricoQuerySet:
    """Return the Incarichi that count today: those of a person, or that one alone; none for who has not logged in."""
    if isinstance(chi, Incarico):
        return Incarico.objects.in_corso().filter(pk=chi.pk)
    if isinstance(chi, Utente):
        return Incarico.objects.in_corso().filter(utente=chi)
    return Incarico.objects.none()


def _suoi(chi: Chi | None, ruoli: Iterable[Ruolo]) -> list[Ruolo]:
    """Return those of `ruoli` that `chi` can hold: all of them, unless the request has already read which it holds."""
    noti = {chi.ruolo} if isinstance(chi, Incarico) else chi.ruoli_noti if isinstance(chi, Utente) else frozenset()
    return list(ruoli) if noti is None else [ruolo for ruolo in ruoli if ruolo in noti]


def _per_portata(ruoli: Iterable[Ruolo], permesso: Permesso | None) -> dict[Portata, list[Ruolo]]:
    gruppi: dict[Portata, list[Ruolo]] = defaultdict(list)
    for ruolo in ruoli:
        gruppi[portata_di(ruolo, permesso) if permesso else RUOLI[ruolo].portata].append(ruolo)
    return gruppi


def ambiti_raggiunti(chi: Chi | None, permesso: Permesso) -> QuerySet[Ambito]:
    """Return the Ambiti over which the Incarichi in force give `permesso`. One query."""
    oggi = timezone.localdate()
    condizione = Q(pk__in=[])
    for portata, ruoli in _per_portata(_suoi(chi, ruoli_con(permesso)), permesso).items():
        incarichi = incarichi_di(chi).filter(ruolo__in=ruoli)
        condizione |= _ambiti_per(portata, incarichi, oggi)
    return Ambito.objects.filter(condizione)


def _ambiti_per(portata: Portata, incarichi: IncaricoQuerySet, oggi: dt.date) -> Q:
    if portata is Portata.REGIONE:
        return Q(Exists(incarichi))
    return _ambiti_degli_enti(portata, incarichi.values("ente_id"), oggi)


def _ambiti_degli_enti(portata: Portata, enti: "QuerySet[Incarico, Any] | list[int]", oggi: dt.date) -> Q:
    """Return the Ambiti that a reach gives to who holds a role for those bodies."""
    vigore = valido_il(oggi)
    match portata:
        case Portata.PROPRIO_AMBITO:
            return Q(pk__in=enti)
        case Portata.AMBITI_DELLA_ATS:
            return Q(ats_id__in=enti)
        case Portata.AMBITI_DELLA_ASST:
            return Q(pk__in=Collegamento.objects.filter(vigore, asst_id__in=enti).values("ambito_id"))
        case Portata.AMBITO_DEL_COMUNE:
            return Q(pk__in=Appartenenza.objects.filter(vigore, comune_id__in=enti).values("ambito_id"))
        case Portata.AMBITI_DA_CAPOFILA:
            return Q(pk__in=Capofila.objects.filter(vigore, ente_id__in=enti).values("ambito_id"))
        case Portata.REGIONE:
            return ~Q(pk__in=[])
        case Portata.NESSUNA:
            return Q(pk__in=[])


def raggiunti_da(incarichi: Iterable[Incarico], permesso: Permesso | None = None) -> QuerySet[Ambito]:
    """Return the Ambiti that these Incarichi reach, or over which they give `permesso`; a lazy query to put inside others.

    The caller has read them and knows that they are in force today (those of the request are): the query is far shorter
    than that of `ambiti_raggiunti`, which asks for all the roles.
    """
    condizione, oggi = Q(pk__in=[]), timezone.localdate()
    for incarico in incarichi:
        ruolo = Ruolo(incarico.ruolo)
        if permesso is None or permesso in RUOLI[ruolo].permessi:
            portata = portata_di(ruolo, permesso) if permesso else RUOLI[ruolo].portata
            condizione |= _ambiti_degli_enti(portata, [incarico.ente_id], oggi)
    return Ambito.objects.filter(condizione)


def incarichi_che_raggiungono(ambito: Ambito) -> IncaricoQuerySet:
    """Return the Incarichi in force, of anybody, whose role reaches `ambito`. One query."""
    return Incarico.objects.in_corso().filter(_che_raggiunge(ambito, RUOLI))


def incarichi_su(chi: Chi | None, ambito: Ambito) -> IncaricoQuerySet:
    """Return the Incarichi of `chi` in force whose role reaches `ambito`. One query."""
    return incarichi_di(chi).filter(_che_raggiunge(ambito, _suoi(chi, RUOLI)))


def _che_raggiunge(ambito: Ambito, ruoli: Iterable[Ruolo]) -> Q:
    condizione, oggi = Q(pk__in=[]), timezone.localdate()
    for portata, gruppo in _per_portata(ruoli, None).items():
        condizione |= Q(ruolo__in=gruppo) & _enti_per(portata, ambito, oggi)
    return condizione


def persone_con(permesso: Permesso, ambito: Ambito) -> QuerySet[Utente]:
    """Return the people whose Incarichi in force give `permesso` over `ambito`. One query."""
    incarichi = incarichi_che_raggiungono(ambito).filter(ruolo__in=ruoli_con(permesso))
    return Utente.objects.filter(pk__in=incarichi.values("utente_id")).order_by("pk")


def persone_dell_ente(ente: Ente, *ruoli: Ruolo) -> QuerySet[Utente]:
    """Return the people with an Incarico in force for `ente`, in those roles (any, when none is named). One query."""
    incarichi = Incarico.objects.in_corso().filter(ente=ente)
    if ruoli:
        incarichi = incarichi.filter(ruolo__in=ruoli)
    return Utente.objects.filter(pk__in=incarichi.values("utente_id")).order_by("pk")


def _enti_per(portata: Portata, ambito: Ambito, oggi: dt.date) -> Q:
    vigore = valido_il(oggi)
    match portata:
        case Portata.PROPRIO_AMBITO:
            return Q(ente_id=ambito.pk)
        case Portata.AMBITI_DELLA_ATS:
            return Q(ente_id=ambito.ats_id)
        case Portata.AMBITI_DELLA_ASST:
            return Q(ente_id__in=Collegamento.objects.filter(vigore, ambito=ambito).values("asst_id"))
        case Portata.AMBITO_DEL_COMUNE:
            return Q(ente_id__in=Appartenenza.objects.filter(vigore, ambito=ambito).values("comune_id"))
        case Portata.AMBITI_DA_CAPOFILA:
            return Q(ente_id__in=Capofila.objects.filter(vigore, ambito=ambito).values("ente_id"))
        case Portata.REGIONE:
            return Q()
        case Portata.NESSUNA:
            return Q(pk__in=[])


def enti_gestiti_da(chi: Chi | None) -> QuerySet[Ente]:
    """Return the bodies whose people one may invite and take leave of: one's own; all, for the administrator."""
    gestori = incarichi_di(chi).filter(ruolo__in=ruoli_con(Permesso.GESTIRE_PERSONE))
    ovunque = gestori.filter(ruolo__in=[r for r, d in RUOLI.items() if d.portata is Portata.REGIONE])
    return Ente.objects.filter(Q(pk__in=gestori.values("ente_id")) | Q(Exists(ovunque)))


def avvisi_di(chi: Utente) -> QuerySet[Avviso]:
    """Return one's own notices, newest first."""
    return Avviso.objects.filter(destinatario=chi)


def con_da_leggere(incarichi: IncaricoQuerySet) -> IncaricoQuerySet:
    """Add `da_leggere` to each Incarico: how many notices its person has not read. The header shows it, at no query."""
    suoi = Avviso.objects.filter(destinatario=OuterRef("utente"), letto_il=None).order_by().values("destinatario")
    quanti = suoi.annotate(quanti=Count("pk")).values("quanti")
    return incarichi.annotate(da_leggere=Coalesce(Subquery(quanti), 0))


def persone_di(ente: Ente) -> IncaricoQuerySet:
    """Return the Incarichi of a body, those in force and those over, newest first."""
    return Incarico.objects.filter(ente=ente).select_related("utente").order_by("-dal", "utente__nome", "pk")


def inviti_in_attesa(ente: Ente) -> QuerySet[Invito]:
    """Return the invitations of a body that nobody has used or withdrawn, expired ones too."""
    return Invito.objects.filter(ente=ente, usato_il=None, revocato_il=None).select_related("invitato_da")


def incarichi_visibili_a(chi: Chi | None) -> QuerySet[Incarico]:
    """Return the Incarichi of the bodies whose people one manages."""
    return Incarico.objects.filter(ente__in=enti_gestiti_da(chi)).select_related("utente", "ente")


def inviti_visibili_a(chi: Chi | None) -> QuerySet[Invito]:
    """Return the invitations of the bodies whose people one manages."""
    return Invito.objects.filter(ente__in=enti_gestiti_da(chi)).select_related("ente", "invitato_da")


def nomi_di_utenti(chiavi: Iterable[int]) -> dict[int, str]:
    """Return how people appear to others, by key. One query."""
    return {u.pk: str(u) for u in Utente.objects.filter(pk__in=list(chiavi))}
