"""Filters for Italian pages; loaded in every template."""

import datetime as dt
from decimal import Decimal

from django import template
from django.utils.safestring import SafeString, mark_safe

from core import formati, storia
from core.marchi import configurazione

register = template.Library()


@register.filter
def euro(valore: Decimal | str | None) -> str:
    """Return money as 1.300.000,00 €; nothing for None."""
    return "" if valore in (None, "") else formati.euro(valore)


@register.filter
def numero(valore: Decimal | int | str | None, decimali: int | None = None) -> str:
    """Return a number in Italian; nothing for None."""
    return "" if valore in (None, "") else formati.numero(valore, decimali)


@register.filter
def data(giorno: dt.date | None) -> str:
    """Return 2 dicembre 2024; nothing for None."""
    return formati.data(giorno) if giorno else ""


@register.filter
def data_estesa(giorno: dt.date | None) -> str:
    """Return lunedì 2 dicembre 2024; nothing for None."""
    return formati.data_estesa(giorno) if giorno else ""


@register.filter(expects_localtime=True)
def quando(istante: dt.datetime | None) -> str:
    """Return 22 novembre 2026, ore 02.31, by the clock on the wall; nothing for None."""
    return formati.quando(istante) if istante else ""


@register.filter
def formattato(testo: str) -> SafeString:
    """Mark a text as HTML. Only for columns that `core.testo.html_pulito` has cleaned."""
    return mark_safe(testo)


@register.filter
def voce(mappa: dict[str, object], chiave: str) -> object:
    """Return mappa[chiave], or None."""
    return mappa.get(chiave)


@register.filter
def slug_id(valore: str) -> str:
    """Return a value as a part of an HTML id: colons and blanks become hyphens."""
    return valore.replace(":", "-").replace(" ", "-")


@register.filter
def come_salvata(motivo: str | None) -> str:
    """Return how a version was saved, as its history says: "salvataggio automatico"; nothing for a save by hand."""
    return storia.in_parole(motivo)


@register.simple_tag
def configurazione_editor() -> str:
    """Return what the text editor reads in `data-editor`: its marks."""
    return configurazione()
