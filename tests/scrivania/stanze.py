"""Rooms of the tests: things that wait, and dates, of rows that every plan has. Nothing of them is registered for real."""

import datetime as dt
from typing import Any

from django.db.models import DateField, F, QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from piani.composizione import Appuntamento, Compito, FonteAgenda, FonteCompiti
from piani.models import Commento, Cronologia, Piano, Sezione
from utenti.models import Utente


def _sezioni(chi: Utente) -> "QuerySet[Any, tuple[int, int, dt.date | None]]":
    """Sections that nobody has marked: no day."""
    sue = Sezione.objects.filter(completa=False)
    return sue.values_list("pk", "piano_id", Value(None, output_field=DateField()))


def _commenti(chi: Utente) -> "QuerySet[Any, tuple[int, int, dt.date | None]]":
    """Comments to answer, of one's own: by the day of the period's end. The model has a field `testo` of its own."""
    suoi = Commento.objects.filter(autore=chi, risolto_il=None)
    return suoi.values_list("pk", "piano_id", F("piano__triennio__fine"))


def _nessuno(chi: Utente) -> "QuerySet[Any, tuple[int, int, dt.date | None]]":
    return Cronologia.objects.none().values_list("pk", "piano_id", "burl_il")


def _sedute(chi: Utente) -> "QuerySet[Any, tuple[int, int, dt.date]]":
    """Sessions: the days of the acts that approve the Accordo."""
    con_atto = Cronologia.objects.exclude(atto_accordo_il=None)
    return con_atto.values_list("pk", "piano_id", Coalesce("atto_accordo_il", F("atto_accordo_il")))


def _sezione(piano: Piano, pk: int, giorno: dt.date | None) -> Compito:
    return Compito(
        f"Sezione da rileggere, {piano.ambito.nome}", f"{piano.triennio}", piano.get_absolute_url(), "Rileggi"
    )


def _commento(piano: Piano, pk: int, giorno: dt.date | None) -> Compito:
    titolo = f"Commento da chiudere, {piano.ambito.nome}"
    return Compito(titolo, "Qualcuno aspetta.", reverse("piani:stampe", kwargs=piano.indirizzo), "Rispondi", giorno)


def _seduta(piano: Piano, pk: int, giorno: dt.date) -> Appuntamento:
    return Appuntamento(f"Assemblea di {piano.ambito.nome}", giorno, piano.get_absolute_url(), dt.time(17, 30))


COMPITI = {
    "sezioni": FonteCompiti("sezioni", _sezioni, _sezione),
    "commenti": FonteCompiti("commenti", _commenti, _commento),
    "nessuno": FonteCompiti("nessuno", _nessuno, _commento),
}
AGENDA = {"sedute": FonteAgenda("sedute", _sedute, _seduta)}
