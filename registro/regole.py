"""The arithmetic of the log: canonical JSON, the hash of an event, the seal of a head. Pure.

An event is hashed with the hash of the one before, so no row can be changed, moved or taken out
without breaking the rows after it; the seal ties the last hash to a key that is not in the database.
"""

import datetime as dt
import hashlib
import hmac
import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from registro.exceptions import DatiNonAnnotabili

HASH_INIZIALE = "0" * 64
TESTO_MASSIMO = 200
_PROFONDITA_MASSIMA = 8


class Contenuto(NamedTuple):
    """What an event says; the hash covers all of it. `quando` is ISO in UTC, `dati` canonical JSON text."""

    catena: str
    numero: int
    tipo: str
    quando: str
    autore_id: int | None
    incarico_id: int | None
    dati: str


def json_canonico(dati: Mapping[str, object]) -> str:
    """Return the one JSON text of `dati`: sorted keys, NFC, no spaces, dates as ISO text.

    Raises DatiNonAnnotabili for floats, text longer than TESTO_MASSIMO and types the log does not carry.
    """
    pulito = _ammesso(dati, "dati", 0)
    return json.dumps(pulito, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _ammesso(valore: object, dove: str, livello: int) -> object:
    if livello > _PROFONDITA_MASSIMA:
        raise DatiNonAnnotabili(f"Il registro non porta dati così annidati ({dove}). Nulla è stato annotato.")
    match valore:
        case None | bool() | int():
            return valore
        case str():
            return _testo(valore, dove)
        case dt.date():
            return valore.isoformat()
        case Mapping():
            return _mappa(valore, dove, livello)
        case Sequence() if not isinstance(valore, bytes | bytearray):
            return [_ammesso(v, f"{dove}[{i}]", livello + 1) for i, v in enumerate(valore)]
    raise DatiNonAnnotabili(
        f"Il registro non porta valori di tipo {type(valore).__name__} ({dove}). Nulla è stato annotato."
    )


def _mappa(valore: Mapping[object, object], dove: str, livello: int) -> dict[str, object]:
    pulita: dict[str, object] = {}
    for chiave, voce in valore.items():
        if not isinstance(chiave, str):
            raise DatiNonAnnotabili(f"Nel registro le chiavi sono testo ({dove}). Nulla è stato annotato.")
        pulita[_testo(chiave, dove)] = _ammesso(voce, f"{dove}.{chiave}", livello + 1)
    if len(pulita) != len(valore):
        raise DatiNonAnnotabili(f"Due chiavi sono lo stesso testo ({dove}). Nulla è stato annotato.")
    return pulita


def _testo(testo: str, dove: str) -> str:
    normale = unicodedata.normalize("NFC", testo)
    if len(normale) > TESTO_MASSIMO:
        raise DatiNonAnnotabili(
            f"Il registro porta sigle e impronte, non testi lunghi: {dove} ha {len(normale)} caratteri, "
            f"il massimo è {TESTO_MASSIMO}. Nulla è stato annotato."
        )
    try:
        normale.encode()
    except UnicodeEncodeError:
        raise DatiNonAnnotabili(f"Un testo non è leggibile ({dove}). Nulla è stato annotato.") from None
    return normale


def hash_evento(hash_precedente: str, contenuto: Contenuto) -> str:
    """Return the SHA-256 (64 hexadecimal digits) of an event that follows `hash_precedente`."""
    corpo = json.dumps(contenuto._asdict(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{hash_precedente}\n{corpo}".encode()).hexdigest()


def sigillo(chiave: str, catena: str, conteggio: int, hash_testa: str) -> str:
    """Return the HMAC-SHA-256 of a head, with a key kept outside the database."""
    corpo = json.dumps([catena, conteggio, hash_testa], ensure_ascii=False, separators=(",", ":"))
    return hmac.new(chiave.encode(), corpo.encode(), hashlib.sha256).hexdigest()


def sigillo_valido(chiave: str, catena: str, conteggio: int, hash_testa: str, scritto: str) -> bool:
    """Whether `scritto` is the seal of that head."""
    return hmac.compare_digest(sigillo(chiave, catena, conteggio, hash_testa).encode(), scritto.encode())
