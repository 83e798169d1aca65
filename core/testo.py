"""One cleaner for every text, whoever typed it: forms and importers alike."""

import re
import unicodedata

import nh3
from django.conf import settings

from core.exceptions import TestoNonAmmesso, TestoTroppoLungo
from core.html_forma import forma
from core.marchi import SCHEMI, attributi_ammessi, classi_ammesse, tag_ammessi

__all__ = ["TestoNonAmmesso", "TestoTroppoLungo", "html_pulito", "per_ricerca", "pulisci", "riga", "testo_semplice"]

# What a word processor writes around the words: a pasted page may be this many times longer than its text.
_INVOLUCRO = 10
_CONTROLLI = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# A text of these alone is already in its form.
_SEMPLICE = re.compile(
    r"</?(?:p|ul|ol|li|strong|em|u|br|h[345]|blockquote|sup|sub)>|<a href=\"(?:https?://|mailto:|#rif:)[^\"]*\">|</a>"
)
_SEGNO = re.compile(r"<[a-zA-Z!?/]")
_VUOTI = re.compile(r"<(p|h3|h4|h5|li|ul|ol|blockquote)>(?:\s|&nbsp;|\u00a0|<br>)*</\1>")
# Read before the form is given: what says how the page was made.
_LETTI = frozenset(
    [
        "a",
        "abbr",
        "address",
        "article",
        "aside",
        "b",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "cite",
        "dd",
        "del",
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "fieldset",
        "figcaption",
        "figure",
        "font",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "i",
        "img",
        "ins",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "s",
        "section",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
    ]
)
_LETTI_ATTRIBUTI = {
    "*": {"class", "id", "style"},
    "a": {"href", "name"},
    "img": {"alt", "data-immagine"},
    "ol": {"start"},
    "table": {"role"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_SENZA_PAROLE = {"script", "style", "title", "template"}
# Where `testo_semplice` starts a new line, and where it parts cells.
_BLOCCHI = re.compile(r"</?(?:p|ul|ol|li|br|h[345]|blockquote|table|tr|figure|figcaption)\b[^>]*>", re.IGNORECASE)
_CELLE = re.compile(r"</t[dh]>(?=\s*<t[dh]\b)", re.IGNORECASE)
_IMMAGINE = re.compile(r'<img alt="([^"]*)"[^>]*>')
_NOTA = re.compile(r'<span class="nota">(.*?)</span>', re.DOTALL)


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


def html_pulito(testo: str, *, immagini: bool = False) -> str:
    """Return formatted text in its one form (docs/decisioni/0020-testo-formattato.md), whatever came.

    Idempotent: cleaning twice gives the same bytes, as the canonical version needs. `immagini`: the text may hold
    images of the plan; elsewhere an image leaves its words. Raises TestoTroppoLungo, TestoNonAmmesso.
    """
    pulito = pulisci(testo, massimo=settings.LIMITE_TESTO_CARATTERI * _INVOLUCRO)
    if _SEGNO.search(_SEMPLICE.sub("", pulito)):
        letto = nh3.clean(
            pulito,
            tags=set(_LETTI),
            attributes=_LETTI_ATTRIBUTI,
            clean_content_tags=_SENZA_PAROLE,
            link_rel=None,
        )
        pulito = forma(letto, immagini=immagini)
    pulito = nh3.clean(
        pulito,
        tags=tag_ammessi(immagini=immagini),
        attributes=attributi_ammessi(immagini=immagini),
        allowed_classes=classi_ammesse(immagini=immagini),
        url_schemes=set(SCHEMI),
        link_rel=None,
    )
    precedente = ""
    while precedente != pulito:
        precedente, pulito = pulito, _VUOTI.sub("", pulito)
    return pulisci(pulito)


def testo_semplice(html: str) -> str:
    """Return the words of a formatted text, one block a line, one row of a table a line.

    Notes and the words in place of images are among them, in square brackets.
    """
    con_note = _NOTA.sub(r" [\1]", _IMMAGINE.sub(lambda m: f"<br>[Immagine: {m[1]}]" if m[1] else "", html))
    senza = nh3.clean(_BLOCCHI.sub("\n", _CELLE.sub(" | ", con_note)), tags=set())
    righe = (" ".join(r.split()) for r in nh3_decodifica(senza).split("\n"))
    return "\n".join(r for r in righe if r.strip(" |"))


def nh3_decodifica(testo: str) -> str:
    """Undo the entities that nh3 writes (&amp; &lt; &gt; &nbsp;)."""
    return testo.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def per_ricerca(testo: str) -> str:
    """Return `testo` without accents and case, for the `cerca` columns of both databases."""
    scomposto = unicodedata.normalize("NFKD", testo)
    senza_accenti = "".join(c for c in scomposto if not unicodedata.combining(c))
    return " ".join(senza_accenti.replace("'", " ").replace("\u2019", " ").casefold().split())
