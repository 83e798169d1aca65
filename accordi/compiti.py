"""What waits for a person in the Accordo: a signature of one's own body, a request to answer, an adhesion to file."""

import datetime as dt
from typing import Any

from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, Value
from django.urls import reverse

from accordi.enums import Qualifica
from accordi.models import Adesione, Firma, Parte
from accordi.queries import enti_aderenti_di
from accordi.regole import DEGLI_ADERENTI
from piani.composizione import Compito, FonteCompiti
from piani.enums import Stato
from piani.models import Piano
from utenti.models import Utente
from utenti.permissions import ambiti_di
from utenti.queries import incarichi_di
from utenti.roles import Permesso, ruoli_con

_SENZA_TERMINE = Value(None, output_field=DateField())


def _colonne(righe: "QuerySet[Any]", piano: str) -> "QuerySet[Any, tuple[int, int, dt.date | None]]":
    colonne: QuerySet[Any, tuple[int, int, dt.date | None]] = righe.order_by().values_list(
        "pk", F(piano), _SENZA_TERMINE
    )
    return colonne


def _senza_firma(campo: str) -> Q:
    return ~Q(Exists(Firma.objects.filter(**{campo: OuterRef("pk")}, tolta_il=None)))


def _da_firmare(chi: Utente) -> "QuerySet[Any, tuple[int, int, dt.date | None]]":
    miei = incarichi_di(chi).filter(ruolo__in=ruoli_con(Permesso.FIRMARE_ACCORDO)).values("ente_id")
    parti = Parte.objects.filter(
        _senza_firma("parte"), accordo__piano__stato=Stato.IN_SOTTOSCRIZIONE, ente__in=miei
    ).exclude(qualifica=Qualifica.ADERENTE)
    return _colonne(parti, "accordo__piano_id")


def _da_decidere(chi: Utente) -> "QuerySet[Any, tuple[int, int, dt.date | None]]":
    aperte = Adesione.objects.filter(decisa_il=None, piano__ambito__in=ambiti_di(chi, Permesso.SCRIVERE_ACCORDO))
    return _colonne(aperte, "piano_id")


def _da_aderire(chi: Utente) -> "QuerySet[Any, tuple[int, int, dt.date | None]]":
    accolte = Adesione.objects.filter(
        _senza_firma("adesione"),
        accolta=True,
        ritirata_il=None,
        piano__stato__in=DEGLI_ADERENTI,
        ente__in=enti_aderenti_di(chi).values("pk"),
    )
    return _colonne(accolte, "piano_id")


def _indirizzo(nome: str, piano: Piano, pk: int) -> str:
    return reverse(f"accordi:{nome}", kwargs={**piano.indirizzo, "pk": pk})


def _firma(piano: Piano, pk: int, giorno: dt.date | None) -> Compito:
    return Compito(
        f"Accordo di {piano.ambito.nome} da firmare",
        "L'Accordo di Programma è approvato: scaricalo, firmalo fuori dal portale e carica il file firmato.",
        _indirizzo("firma", piano, pk),
        "Carica il file firmato",
        giorno,
    )


def _decisione(piano: Piano, pk: int, giorno: dt.date | None) -> Compito:
    return Compito(
        f"Una richiesta di adesione all'Accordo di {piano.ambito.nome}",
        "Un ente che ha partecipato al Piano chiede di aderire all'Accordo di Programma.",
        _indirizzo("adesione", piano, pk),
        "Rispondi",
        giorno,
    )


def _adesione(piano: Piano, pk: int, giorno: dt.date | None) -> Compito:
    return Compito(
        f"Adesione all'Accordo di {piano.ambito.nome} da depositare",
        "La tua richiesta è accolta: carica l'Accordo firmato, o il tuo atto di adesione firmato.",
        _indirizzo("adesione_firma", piano, pk),
        "Carica il file firmato",
        giorno,
    )


FONTI = (
    FonteCompiti("accordi.firma", _da_firmare, _firma),
    FonteCompiti("accordi.adesione", _da_decidere, _decisione),
    FonteCompiti("accordi.adesione_firma", _da_aderire, _adesione),
)
