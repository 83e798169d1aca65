"""Puts back the typed row that was deleted last, as it was: its place, its links, what hung on it."""

from typing import TypedDict

from django.core import serializers
from django.core.serializers.base import DeserializedObject
from django.db import models, transaction

from core.exceptions import DatiNonValidi
from obiettivi.actions.azioni import rinumera
from obiettivi.actions.comuni import firma
from obiettivi.models import Azione, Indicatore, LineaRisorsa, Scheda, ValoreAtteso, Valutazione
from utenti.models import Utente


class Fotografia(TypedDict):
    """What a deleted row was: its rows as Django writes them in JSON, and who named it.

    `indicatori` are those of its actions, `azioni` those of the part that it evaluated.
    """

    righe: str
    indicatori: dict[str, int]
    azioni: list[int]


def fotografa(elemento: Azione | Indicatore | LineaRisorsa | Valutazione) -> Fotografia:
    """Return what is needed to put `elemento` back; call it before deleting, in the same transaction."""
    righe: list[models.Model] = [elemento]
    indicatori: dict[str, int] = {}
    valutate: list[int] = []
    if isinstance(elemento, Azione):
        azioni = [elemento, *elemento.figlie.order_by("ordine")]
        righe = list(azioni)
        legati = Indicatore.objects.filter(azione__in=azioni).values_list("pk", "azione_id")
        indicatori = {str(pk): azione for pk, azione in legati if azione}
    elif isinstance(elemento, Indicatore):
        righe += list(elemento.attesi.all())
    elif isinstance(elemento, Valutazione):
        valutate = list(elemento.azioni.values_list("pk", flat=True))
    return Fotografia(righe=serializers.serialize("json", righe), indicatori=indicatori, azioni=valutate)


def ripristina(scheda: Scheda, fotografia: Fotografia, *, autore: Utente) -> None:
    """Put back the rows of `fotografia`. An indicator that names another action meanwhile keeps it.

    Raises DatiNonValidi: the rows are of another sheet, or are there already.
    """
    oggetti = list(serializers.deserialize("json", fotografia["righe"]))
    prima = oggetti[0].object
    with transaction.atomic():
        gia = type(prima)._default_manager.filter(pk=prima.pk).exists()
        if getattr(prima, "scheda_id", None) != scheda.pk or gia:
            raise DatiNonValidi("Questa riga non è più da ripristinare: c'è già. Non è cambiato nulla.")
        for oggetto in oggetti:
            _rimetti(oggetto, autore)
        for pk, azione in fotografia["indicatori"].items():
            for indicatore in Indicatore.objects.filter(pk=int(pk), scheda=scheda, azione=None):
                indicatore.azione_id = azione
                firma(indicatore, autore).save(update_fields=["azione"])
        for valutata in Azione.objects.filter(pk__in=fotografia["azioni"], scheda=scheda, valutazione=None):
            valutata.valutazione_id = prima.pk
            firma(valutata, autore).save(update_fields=["valutazione"])
        if isinstance(prima, Azione):
            rinumera(scheda, {o.object.pk for o in oggetti}, autore)


def _rimetti(oggetto: DeserializedObject, autore: Utente) -> None:
    riga = oggetto.object
    if isinstance(riga, Azione) and not Azione.objects.filter(pk=riga.genitore_id or 0).exists():
        riga.genitore = None
    if isinstance(riga, Azione) and not Valutazione.objects.filter(pk=riga.valutazione_id or 0).exists():
        riga.valutazione = None
    if isinstance(riga, Indicatore) and not Azione.objects.filter(pk=riga.azione_id or 0).exists():
        riga.azione = None
    oggetto.save()
    if not isinstance(riga, ValoreAtteso):
        firma(riga, autore).save()
