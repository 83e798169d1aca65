"""Numbers as Italian documents print them: 24.543, 0,5, 63,3%, € 1.300,00. Pure."""

import re
from dataclasses import dataclass

_NUMERO = re.compile(
    r"^(?P<prima>€|euro|eur)?\s*(?P<segno>[-–−+])?\s*(?P<cifra>\d{1,3}(?:[.'’\u00a0 ]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)\s*"
    r"(?P<dopo>%|‰|€|euro|eur)?\s*$",
    re.IGNORECASE,
)
MASSIMI_DECIMALI = 2
_MASSIME_CIFRE = 12


@dataclass(frozen=True)
class Cifra:
    """A number: its value with a point, how many decimals it shows, the mark it carries (%, ‰, €)."""

    valore: str
    decimali: int
    segno: str


def leggi_cifra(testo: str) -> Cifra | None:
    """Return the number that a cell holds; None when it is not only a number, or has more than two decimals.

    Three digits after a point are thousands: so they are printed in Italy.
    """
    trovato = _NUMERO.match(testo.strip())
    if trovato is None:
        return None
    cifra = trovato["cifra"]
    if re.fullmatch(r"\d{1,3}(?:[.'’\u00a0 ]\d{3})+(?:,\d+)?", cifra):
        intero, _, decimali = re.sub(r"[.'’\u00a0 ]", "", cifra).partition(",")
    else:
        intero, _, decimali = cifra.replace(",", ".").partition(".")
    if len(decimali) > MASSIMI_DECIMALI or len(intero) > _MASSIME_CIFRE:
        return None
    meno = "-" if trovato["segno"] and trovato["segno"] != "+" else ""
    segno = (trovato["dopo"] or trovato["prima"] or "").casefold()
    valore = f"{meno}{intero}" + (f".{decimali}" if decimali else "")
    return Cifra(valore, len(decimali), "€" if segno in ("euro", "eur", "€") else segno)
