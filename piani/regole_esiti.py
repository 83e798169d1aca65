"""The list of the objectives of the last triennium as an office types it. Pure.

One objective a line, code and title apart by a semicolon, a tab or a dash; under it its actions, each after a dash::

    A; Strategie per l'abitare
    - Aprire uno sportello
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.exceptions import DatiNonValidi
from core.testo import riga

MASSIMO = 100
_AZIONE = re.compile(r"^\s*(?:[-*•–]|azione\s+\S+\s*:)\s*(.+)$", re.IGNORECASE)
_OBIETTIVO = re.compile(r"^\s*(?P<codice>[^\s;\t]{1,20})\s*(?:[;\t]|\s[-–—]\s|[.)]\s)\s*(?P<titolo>\S.*)$")


@dataclass
class ObiettivoDiPrima:
    """An objective of the last triennium: what its outcome sheet begins with."""

    codice: str
    titolo: str
    descrizione: str = ""
    prioritario: bool = False
    trasversale: bool = False
    macroaree: tuple[int, ...] = ()
    azioni: list[str] = field(default_factory=list)


def leggi_elenco(testo: str) -> list[ObiettivoDiPrima]:
    """Return the objectives of a typed list.

    Raises DatiNonValidi with the line that is not understood, a code that comes twice, too many objectives, or none.
    """
    trovati: list[ObiettivoDiPrima] = []
    for n, scritta in enumerate(testo.splitlines(), 1):
        if not scritta.strip():
            continue
        azione = _AZIONE.match(scritta)
        if azione and trovati:
            trovati[-1].azioni.append(riga(azione[1]))
            continue
        trovati.append(_obiettivo(n, scritta))
    _controlla(trovati)
    return trovati


def _obiettivo(n: int, scritta: str) -> ObiettivoDiPrima:
    letto = _OBIETTIVO.match(scritta)
    if letto is None:
        raise DatiNonValidi(
            f"La riga {n} non si capisce: «{scritta.strip()[:60]}». Scrivi il codice, un punto e virgola e il titolo, "
            "per esempio «A; Strategie per l'abitare». Non è cambiato nulla."
        )
    return ObiettivoDiPrima(letto["codice"], riga(letto["titolo"], massimo=400))


def _controlla(trovati: Iterable[ObiettivoDiPrima]) -> None:
    codici = [o.codice.casefold() for o in trovati]
    if not codici:
        raise DatiNonValidi("L'elenco è vuoto: scrivi almeno un obiettivo. Non è cambiato nulla.")
    if len(codici) > MASSIMO:
        raise DatiNonValidi(f"Sono {len(codici)} obiettivi: il massimo è {MASSIMO}. Non è cambiato nulla.")
    doppi = [c for c in dict.fromkeys(codici) if codici.count(c) > 1]
    if doppi:
        raise DatiNonValidi(
            f"Il codice «{doppi[0].upper()}» c'è due volte: ogni obiettivo ha il suo. Non è cambiato nulla."
        )
