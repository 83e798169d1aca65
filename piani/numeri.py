"""Numbers as an Italian types them, and as a table keeps them: decimal strings with a dot. Pure."""

import re
from decimal import Decimal

from core.formati import numero

_ITALIANO = re.compile(r"(?P<segno>[-+\u2212]?)(?P<intero>\d{1,3}(?:\.\d{3})+|\d+)(?:,(?P<decimali>\d+))?")
MASSIME_CIFRE = 12
MASSIMI_DECIMALI = 2


class NumeroNonValido(ValueError):
    """The text is not a number; the message says how to write it."""


def da_italiano(testo: str) -> str:
    """Return "1584.5" for "1.584,5"; spaces, a euro or percent sign do not count; "" stays "".

    Raises NumeroNonValido.
    """
    nudo = "".join(testo.split()).strip("€%\u2030")
    if not nudo:
        return ""
    trovato = _ITALIANO.fullmatch(nudo)
    if trovato is None:
        raise NumeroNonValido(f"«{testo.strip()[:40]}» non è un numero: scrivilo come 1.584,5.")
    intero, decimali = trovato["intero"].replace(".", ""), trovato["decimali"] or ""
    if len(intero.lstrip("0")) > MASSIME_CIFRE or len(decimali) > MASSIMI_DECIMALI:
        raise NumeroNonValido(f"«{testo.strip()[:40]}» ha troppe cifre: al massimo {MASSIMI_DECIMALI} dopo la virgola.")
    segno = "-" if trovato["segno"] in ("-", "\u2212") else ""
    return f"{segno}{intero.lstrip('0') or '0'}{'.' + decimali if decimali else ''}"


def in_italiano(valore: str) -> str:
    """Return "1.584,5" for "1584.5", digit by digit as it is kept; what is not a number stays as it is."""
    try:
        return numero(Decimal(valore)) if valore else ""
    except ArithmeticError:
        return valore
