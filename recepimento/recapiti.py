"""Where the ATS sends the pack: the office of the Region and its addresses, data of each triennium.

DGR XII/2167/2024, line 1172.
"""

from dataclasses import dataclass
from functools import lru_cache

from core.fixture import leggi_json


@dataclass(frozen=True)
class Recapito:
    """The office and the addresses; `fonte` is the act that says them. Empty for a triennium that does not say."""

    direzione: str = "Direzione Generale competente"
    indirizzi: tuple[str, ...] = ()
    fonte: str = ""


@lru_cache(maxsize=1)
def _tutti() -> dict[str, Recapito]:
    dati: dict[str, dict[str, object]] = leggi_json("regione", "invio.json")
    return {
        codice: Recapito(str(d["direzione"]), tuple(_testi(d["indirizzi"])), str(d["fonte"]))
        for codice, d in dati.items()
    }


def _testi(valori: object) -> list[str]:
    return [str(v) for v in valori] if isinstance(valori, list) else []


def recapito(triennio: str) -> Recapito:
    """Return where the packs of a triennium go."""
    return _tutti().get(triennio, Recapito())
