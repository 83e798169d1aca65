"""Canonical bytes: the same content always gives the same bytes and the same SHA-256."""

import hashlib
import json
import unicodedata
from decimal import Decimal
from typing import Any

Json = dict[str, Any]


def _normale(valore: object) -> object:
    if isinstance(valore, str):
        return unicodedata.normalize("NFC", valore)
    if isinstance(valore, dict):
        return {unicodedata.normalize("NFC", str(k)): _normale(v) for k, v in valore.items()}
    if isinstance(valore, list | tuple):
        return [_normale(v) for v in valore]
    if valore is None or isinstance(valore, bool | int):
        return valore
    raise TypeError(f"Nella forma canonica non può stare {type(valore).__name__}: {valore!r}")


def byte_canonici(oggetto: object) -> bytes:
    """Return UTF-8 JSON in NFC with sorted keys and no blanks.

    Raises TypeError for floats, dates and anything that is not text, integer, truth value, None, list or mapping.
    """
    testo = json.dumps(_normale(oggetto), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return testo.encode("utf-8")


def sha256(contenuto: bytes) -> str:
    """Return the SHA-256 as 64 hexadecimal digits."""
    return hashlib.sha256(contenuto).hexdigest()


def decimale(valore: Decimal | None) -> str | None:
    """Return a decimal in its shortest form ("7.5", "9"); None stays None."""
    if valore is None:
        return None
    testo = f"{valore:f}"
    return testo.rstrip("0").rstrip(".") if "." in testo else testo


def importo(valore: Decimal | None) -> str | None:
    """Return euro with two decimals ("510000.00"); None stays None."""
    return None if valore is None else f"{valore:.2f}"
