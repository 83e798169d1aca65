"""One cleaner for every text, whoever typed it: forms and importers alike."""

import re
import unicodedata

import nh3
from django.conf import settings

TAG_AMMESSI = frozenset({"p", "ul", "ol", "li", "strong", "em", "u", "br", "h3", "h4", "blockquote", "sup", "sub", "a"})
_ATTRIBUTI = {"a": {"href"}}
_SCHEMI = {"http", "https", "mailto"}
_CONTROLLI = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BLOCCHI = re.compile(r"</?(?:p|ul|ol|li|br|h3|h4|blockquote)\b[^>]*>", re.IGNORECASE)
_VUOTI = re.compile(r"<(p|h3|h4|li|ul|ol|blockquote)>(?:\s|&nbsp;|\u00a0|<br>)*</\1>")


class TestoTroppoLungo(ValueError):
    """The text passes the limit of the settings; the message says both lengths."""


def pulisci(testo: str, *, massimo: int | None = None) -> str:
    """Return `testo` in NFC, without control characters, trimmed.

    `massimo` is a number of characters (default ``LIMITE_TESTO_CARATTERI``).
    Raises TestoTroppoLungo.
    """
    limite = settings.LIMITE_TESTO_CARATTERI if massimo is None else massimo
    pulito = _CONTROLLI.sub("", unicodedata.normalize("NFC", testo)).replace("\r\n", "\n").strip()
    if len(pulito) > limite:
        raise TestoTroppoLungo(
            f"Il testo è lungo {len(pulito)} caratteri: il massimo è {limite}. Accorcialo e riprova."
        )
    return pulito


def riga(testo: str, *, massimo: int = 500) -> str:
    """Return `testo` cleaned and on one line, with single spaces."""
    return pulisci(" ".join(testo.split()), massimo=massimo)


def html_pulito(testo: str) -> str:
    """Return formatted text with only the tags of TAG_AMMESSI, in one stable form.

    Idempotent: cleaning twice gives the same bytes, as the canonical version needs.
    Raises TestoTroppoLungo.
    """
    pulito = nh3.clean(pulisci(testo), tags=set(TAG_AMMESSI), attributes=_ATTRIBUTI, url_schemes=_SCHEMI, link_rel=None)
    precedente = ""
    while precedente != pulito:
        precedente, pulito = pulito, _VUOTI.sub("", pulito)
    return unicodedata.normalize("NFC", pulito.strip())


def testo_semplice(html: str) -> str:
    """Return the words of a formatted text, one block a line."""
    senza = nh3.clean(_BLOCCHI.sub("\n", html), tags=set())
    righe = (" ".join(r.split()) for r in nh3_decodifica(senza).split("\n"))
    return "\n".join(r for r in righe if r)


def nh3_decodifica(testo: str) -> str:
    """Undo the entities that nh3 writes (&amp; &lt; &gt; &nbsp;)."""
    return testo.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def per_ricerca(testo: str) -> str:
    """Return `testo` without accents and case, for the `cerca` columns of both databases."""
    scomposto = unicodedata.normalize("NFKD", testo)
    senza_accenti = "".join(c for c in scomposto if not unicodedata.combining(c))
    return " ".join(senza_accenti.replace("'", " ").replace("\u2019", " ").casefold().split())
