"""Numbers as Italians write them. Pure."""

import re
from decimal import Decimal

from core.exceptions import DatiNonValidi
from core.formati import numero

_FORMA = re.compile(r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?")
_MASSIMO = Decimal(10) ** 12


def decimale_italiano(testo: str, *, esempio: str = "1.300.000,00") -> Decimal | None:
    """Return the number written with dots for thousands and a comma for decimals; None for an empty text.

    Takes "1.300.000,00", "1300000", "7,5", with or without the euro sign. Raises DatiNonValidi for anything else,
    also "1300.50": a dot before two digits is neither thousands nor decimals in Italian.
    """
    nudo = testo.replace("€", "").replace("\u00a0", " ").replace(" ", "")
    if not nudo:
        return None
    forma = _FORMA.fullmatch(nudo)
    if forma is None:
        raise DatiNonValidi(f"«{testo.strip()}» non è un numero scritto all'italiana: scrivilo come {esempio}.")
    if len(forma[1] or "") > 2:
        raise DatiNonValidi(f"«{testo.strip()}» ha troppi decimali: al massimo due, come {esempio}.")
    valore = Decimal(nudo.replace(".", "").replace(",", "."))
    if valore >= _MASSIMO:
        raise DatiNonValidi(f"«{testo.strip()}» è un numero troppo grande: controlla le cifre.")
    return valore


def in_italiano(valore: Decimal | None, *, decimali: int | None = None) -> str:
    """Return how a number is shown in its field: 1.300.000,00 with two `decimali`, shortest with None."""
    if valore is None:
        return ""
    if decimali is None:
        return numero(valore.quantize(Decimal(1)) if valore == valore.to_integral() else valore.normalize())
    return numero(valore, decimali)
