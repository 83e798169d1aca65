"""Texts as the rules read them: blocks of a formatted text, words, sentences, numbers written as an Italian does. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from html.parser import HTMLParser

_BLOCCHI = frozenset({"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "td", "th", "tr"})
_CONTENITORI = frozenset({"ul", "ol", "table", "tbody", "thead", "div", "figure"})
TITOLI = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ACCENTI = re.compile("[\u0300-\u036f]")
_PAROLA = re.compile(r"[a-z0-9]+")
_VUOTE = frozenset(
    [
        "alla",
        "alle",
        "allo",
        "agli",
        "anche",
        "attraverso",
        "anno",
        "anni",
        "come",
        "con",
        "cui",
        "dai",
        "dal",
        "dalla",
        "dalle",
        "dallo",
        "degli",
        "dei",
        "del",
        "dell",
        "della",
        "delle",
        "dello",
        "dopo",
        "dove",
        "due",
        "essere",
        "fra",
        "gli",
        "hanno",
        "loro",
        "nel",
        "nell",
        "nella",
        "nelle",
        "nello",
        "nei",
        "negli",
        "non",
        "ogni",
        "oltre",
        "ove",
        "per",
        "piu",
        "presso",
        "quale",
        "quali",
        "quanto",
        "que",
        "quella",
        "quelle",
        "quelli",
        "quello",
        "questa",
        "queste",
        "questi",
        "questo",
        "sono",
        "sua",
        "sue",
        "sui",
        "sul",
        "sull",
        "sulla",
        "sulle",
        "suo",
        "suoi",
        "tale",
        "tali",
        "tra",
        "una",
        "uno",
        "verso",
        "viene",
        "vengono",
        "che",
        "all",
        "dall",
    ]
)


@dataclass(frozen=True)
class Blocco:
    """A paragraph, an item, a heading: its words on one line, its element, whether it is all in bold."""

    testo: str
    tag: str = "p"
    grassetto: bool = False


class _Lettore(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocchi: list[Blocco] = []
        self._pila: list[str] = []
        self._pezzi: list[str] = []
        self._forte = 0
        self._fuori = False

    def chiudi(self) -> None:
        testo = " ".join("".join(self._pezzi).split())
        if testo:
            self.blocchi.append(Blocco(testo, self._pila[-1] if self._pila else "p", not self._fuori))
        self._pezzi, self._fuori = [], False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCCHI or tag in _CONTENITORI:
            self.chiudi()
            if tag in _BLOCCHI:
                self._pila.append(tag)
        elif tag == "br":
            self.chiudi()
        elif tag in ("strong", "b"):
            self._forte += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCCHI or tag in _CONTENITORI:
            self.chiudi()
            if tag in self._pila:
                while self._pila.pop() != tag:
                    pass
        elif tag in ("strong", "b"):
            self._forte = max(0, self._forte - 1)

    def handle_data(self, data: str) -> None:
        self._pezzi.append(data)
        if data.strip() and not self._forte:
            self._fuori = True


@lru_cache(maxsize=20_000)
def blocchi(html: str) -> tuple[Blocco, ...]:
    """Return the blocks of a cleaned text, in order; those without words are left out."""
    if not html:
        return ()
    lettore = _Lettore()
    lettore.feed(html)
    lettore.close()
    lettore.chiudi()
    return tuple(lettore.blocchi)


@lru_cache(maxsize=50_000)
def normale(testo: str) -> str:
    """Return the text without accents, case, apostrophes and double spaces: as `core.testo.per_ricerca` on Italian words.

    That one asks each character what it is, and a plan has half a million of them.
    """
    if not testo.isascii():
        testo = _ACCENTI.sub("", unicodedata.normalize("NFKD", testo))
    return " ".join(testo.replace("'", " ").replace("\u2019", " ").casefold().split())


def parole(testo: str) -> list[str]:
    """Return its words, normalised."""
    return _PAROLA.findall(normale(testo))


@lru_cache(maxsize=50_000)
def piene(testo: str) -> tuple[str, ...]:
    """Return the words that carry meaning, without those of two letters and those that bind."""
    return tuple(p for p in parole(testo) if len(p) > 2 and p not in _VUOTE)


@lru_cache(maxsize=50_000)
def radici(testo: str) -> frozenset[str]:
    """Return the first five letters of those words: giovani and giovanili are one."""
    return frozenset(p[:5] for p in piene(testo) if not p.isdigit())


_FINE = re.compile(r"(?<=[.;!?])\s+(?=[A-ZÀÈÉÌÒÙ«“\"(])")


def frasi(testo: str) -> list[str]:
    """Return the sentences of a block, cut also at semicolons."""
    return [f for f in _FINE.split(testo.replace("; ", ";\n").replace("\n", " \n")) for f in f.split("\n") if f.strip()]


def in_breve(testo: str, massimo: int = 110) -> str:
    """Return the text cut at a word, for a quotation."""
    testo = " ".join(testo.split())
    return testo if len(testo) <= massimo else testo[: massimo - 1].rsplit(" ", 1)[0] + "…"


# --- Numbers ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Numero:
    """A number of the text: value, unit (%, ‰, € or none), decimals written, the letters it takes."""

    valore: Decimal
    unita: str
    decimali: int
    inizio: int
    fine: int
    scritto: str


_NUMERO = re.compile(
    r"(?P<euro>€\s?|\beuro\s)?(?<![\d.,/])(?P<segno>[-+−])?(?P<intero>\d{1,3}(?:\.\d{3})+|\d+)(?:[,.](?P<dec>\d{1,2}))?"
    r"(?!\.?\d)(?P<dopo>\s?(?:%|‰|€|\beuro\b|\bper cento\b|\bper mille\b))?",
    re.IGNORECASE,
)


_UNITA = {"euro": "€", "per cento": "%", "per mille": "‰"}


def numeri(testo: str) -> Iterator[Numero]:
    """Yield the numbers of a text: 1.462.906, 23,4%, 66.7%, € 19.834.861,00, -3,75‰."""
    for m in _NUMERO.finditer(testo):
        decimali = m["dec"] or ""
        segno = "-" if m["segno"] in ("-", "−") and _negativo(testo, m.start()) else ""
        valore = Decimal(f"{segno}{m['intero'].replace('.', '')}{'.' + decimali if decimali else ''}")
        dopo = _UNITA.get((m["dopo"] or "").strip().casefold(), (m["dopo"] or "").strip())
        unita = "€" if m["euro"] else dopo
        yield Numero(valore, unita, len(decimali), m.start(), m.end(), m[0].strip())


def _negativo(testo: str, inizio: int) -> bool:
    """A dash after a letter or a digit joins two things, it is no sign."""
    return inizio == 0 or not testo[inizio - 1].isalnum()


_ANNO = re.compile(r"(?:(?<![\d./,-])|(?<!\d)(?:31[/.-]12|0?1[/.-]0?1)[/.-])((?:19|20)\d\d)(?!\d|[.,]\d)")


def anni(testo: str) -> list[tuple[int, int, int]]:
    """Return the years named, each with where it starts and ends; of dates, only the first and the last day of a year."""
    return [(int(m[1]), m.start(), m.end()) for m in _ANNO.finditer(testo)]


def arrotondato(valore: Decimal, decimali: int) -> Decimal:
    """Return the value with so many decimals, half away from zero as people do."""
    return valore.quantize(Decimal(1).scaleb(-decimali), rounding=ROUND_HALF_UP)
