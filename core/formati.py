"""Italian dates, money and numbers, the same on page and paper."""

import datetime as dt
from decimal import Decimal

_GIORNI = ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica")
_MESI = (
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
)


def numero(valore: Decimal | int | str, decimali: int | None = None) -> str:
    """Return a number with dots for thousands and a comma: 1.300.000,5.

    `decimali` fixes the digits after the comma; None keeps those given.
    """
    preciso = Decimal(valore)
    testo = f"{preciso:,f}" if decimali is None else f"{preciso:,.{decimali}f}"
    return testo.translate(str.maketrans(",.", ".,"))


def euro(valore: Decimal | int | str) -> str:
    """Return euro as 1.300.000,00 €, with a space that does not break."""
    return f"{numero(valore, 2)}\u00a0€"


def percento(valore: Decimal | int | str, decimali: int | None = None) -> str:
    """Return a percentage (76.56 means 76,56%)."""
    return f"{numero(valore, decimali)}%"


def data(giorno: dt.date) -> str:
    """Return a date as 2 dicembre 2024."""
    return f"{giorno.day}\u00a0{_MESI[giorno.month - 1]} {giorno.year}"


def data_estesa(giorno: dt.date) -> str:
    """Return a date as lunedì 2 dicembre 2024."""
    return f"{_GIORNI[giorno.weekday()]} {data(giorno)}"


def quando(istante: dt.datetime) -> str:
    """Return an instant as 22 novembre 2026, ore 02.31, by the clock of its own zone."""
    return f"{data(istante.date())}, ore {istante:%H.%M}"


def elenco(voci: list[str], congiunzione: str = "e") -> str:
    """Return words joined as in Italian prose: a, b e c."""
    if len(voci) < 2:
        return "".join(voci)
    return f"{', '.join(voci[:-1])} {congiunzione} {voci[-1]}"
