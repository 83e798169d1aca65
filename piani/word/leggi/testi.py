"""Texts compared without regard to accents, case, apostrophes and punctuation. Pure."""

import re
import unicodedata
from functools import lru_cache

_APOSTROFI = re.compile("['’‘`´ʼ]")
_ALTRO = re.compile(r"[^0-9a-z%<>]+")
_SPAZI = re.compile(r"\s+")
_INVISIBILI = str.maketrans("", "", "\u00ad\u200b\u200c\u2060\ufeff")


@lru_cache(maxsize=20_000)
def piega(testo: str) -> str:
    """Return `testo` as lower-case words with single spaces: no accents, no apostrophes, no punctuation."""
    scomposto = unicodedata.normalize("NFKD", _APOSTROFI.sub(" ", testo.translate(_INVISIBILI))).casefold()
    senza = "".join(c for c in scomposto if not unicodedata.combining(c))
    return _ALTRO.sub(" ", senza).strip()


def stringi(testo: str) -> str:
    """Return `testo` in NFC with single spaces: how two texts are compared for equality."""
    return _SPAZI.sub(" ", unicodedata.normalize("NFC", testo)).strip()


def breve(testo: str, massimo: int = 120) -> str:
    """Return the first words of a text, for a quotation."""
    stretto = stringi(testo)
    return stretto if len(stretto) <= massimo else stretto[: massimo - 1].rstrip() + "…"
