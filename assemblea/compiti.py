"""What waits for a person in the Assemblea, for the desk."""

import datetime as dt
from typing import Any

from django.db.models import DateField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from ambiti.models import Appartenenza
from ambiti.queries import valido_il
from assemblea.enums import Movimento
from assemblea.models import Componente, Delega, Presenza, Punto, Votazione, Voto
from core.formati import data_estesa
from piani.composizione import Compito, FonteCompiti
from piani.models import Piano
from utenti.enums import Ruolo
from utenti.models import Utente
from utenti.permissions import ambiti_di
from utenti.queries import incarichi_di
from utenti.roles import Permesso

Righe = "QuerySet[Any, tuple[int, int, dt.date | None]]"
# Typed, so that PostgreSQL joins it with real days in one UNION.
_NESSUN_GIORNO = Cast(Value(None), DateField())


def _suoi(utente: Utente, ruolo: Ruolo) -> "QuerySet[Any, Any]":
    return incarichi_di(utente).filter(ruolo=ruolo).values("ente_id")


def _da_punti(punti: "QuerySet[Punto]", giorno: Any) -> Any:
    """Rows of the desk from items: one a session, on its first item."""
    return punti.filter(ordine=1).order_by().values_list("seduta_id", "piano_id", giorno)


def _convocate(utente: Utente) -> Any:
    """Sessions to come where one sits: as sindaco who did not delegate, or as delegate."""
    oggi = timezone.localdate()
    mie = Appartenenza.objects.filter(
        valido_il(oggi), ambito=OuterRef("seduta__ambito"), comune__in=_suoi(utente, Ruolo.SINDACO)
    )
    in_vigore = Delega.objects.filter(seduta=OuterRef("seduta"), revocata_il=None)
    delegate = in_vigore.filter(comune__in=_suoi(utente, Ruolo.SINDACO))
    ricevute = in_vigore.filter(delegato=utente, comune__in=_suoi(utente, Ruolo.DELEGATO))
    punti = Punto.objects.filter(
        (Exists(mie) & ~Exists(delegate)) | Exists(ricevute),
        seduta__chiusa_il=None,
        seduta__deserta_il=None,
        seduta__annullata_il=None,
        seduta__giorno__gte=oggi,
    )
    return _da_punti(punti, "seduta__giorno")


def _da_votare(utente: Utente) -> Any:
    """Open votes where one is present, is entitled and has not voted."""
    ultima = Presenza.objects.filter(componente=OuterRef("pk")).order_by("-pk").values("movimento")[:1]
    in_vigore = Delega.objects.filter(seduta=OuterRef("seduta"), comune=OuterRef("comune"), revocata_il=None)
    sono_io = (Q(comune__in=_suoi(utente, Ruolo.SINDACO)) & ~Exists(in_vigore)) | (
        Q(comune__in=_suoi(utente, Ruolo.DELEGATO)) & Exists(in_vigore.filter(delegato=utente))
    )
    votato = Voto.objects.filter(componente=OuterRef("pk"), votazione=OuterRef(OuterRef("pk")))
    miei = (
        Componente.objects.filter(sono_io, ~Exists(votato), seduta=OuterRef("punto__seduta"))
        .annotate(movimento=ultima)
        .filter(movimento=Movimento.ENTRATA)
    )
    aperte = Votazione.objects.filter(Exists(miei), chiusa_il=None, annullata_il=None, punto__seduta__chiusa_il=None)
    return aperte.order_by().values_list("punto__seduta_id", "punto__piano_id", _NESSUN_GIORNO)


def _da_proclamare(utente: Utente) -> Any:
    chiuse = Votazione.objects.filter(
        chiusa_il__isnull=False,
        proclamata_il=None,
        annullata_il=None,
        punto__seduta__ambito__in=ambiti_di(utente, Permesso.PROCLAMARE),
    )
    return chiuse.order_by().values_list("punto__seduta_id", "punto__piano_id", _NESSUN_GIORNO)


def _verbali(utente: Utente) -> Any:
    """Sessions over, whose signed minutes are not kept: for the secretary."""
    punti = Punto.objects.filter(
        Q(seduta__verbale=None) | Q(seduta__verbale__firmato=None),
        seduta__chiusa_il__isnull=False,
        seduta__ambito__in=ambiti_di(utente, Permesso.REGISTRARE_APPROVAZIONE),
    )
    return _da_punti(punti, _NESSUN_GIORNO)


def _url(piano: Piano, seduta: int) -> str:
    return reverse("assemblea:seduta", kwargs={**piano.indirizzo, "pk": seduta})


def _di_convocata(piano: Piano, seduta: int, giorno: dt.date | None) -> Compito:
    quando = data_estesa(giorno) if giorno else ""
    testo = f"Piano di Zona {piano.triennio} di {piano.ambito.nome}: leggi il testo, partecipa o delega."
    return Compito(f"Assemblea dei Sindaci, {quando}", testo, _url(piano, seduta), "Apri la convocazione", entro=giorno)


def _di_voto(piano: Piano, seduta: int, giorno: dt.date | None) -> Compito:
    testo = f"In Assemblea si vota adesso sul Piano di Zona {piano.triennio} di {piano.ambito.nome}."
    return Compito("Si vota", testo, _url(piano, seduta), "Vota", entro=giorno)


def _di_proclamazione(piano: Piano, seduta: int, giorno: dt.date | None) -> Compito:
    testo = f"La votazione sul Piano di Zona di {piano.ambito.nome} è chiusa: l'esito aspetta di essere proclamato."
    return Compito("Proclama l'esito", testo, _url(piano, seduta), "Apri la seduta", entro=giorno)


def _di_verbale(piano: Piano, seduta: int, giorno: dt.date | None) -> Compito:
    testo = (
        f"La seduta sul Piano di Zona di {piano.ambito.nome} è conclusa: scarica il verbale, fallo firmare e caricalo."
    )
    return Compito("Carica il verbale firmato", testo, _url(piano, seduta), "Apri la seduta", entro=giorno)


FONTI = (
    FonteCompiti("assemblea.voto", _da_votare, _di_voto),
    FonteCompiti("assemblea.proclamare", _da_proclamare, _di_proclamazione),
    FonteCompiti("assemblea.convocata", _convocate, _di_convocata),
    FonteCompiti("assemblea.verbale", _verbali, _di_verbale),
)
