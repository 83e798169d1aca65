"""A formatted text as lines of words: what is compared."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import NamedTuple

# A number keeps its points and commas: 1.300.000,00 is one word.
_PAROLE = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d]+|\w|[^\w\s]")
_ELENCHI = frozenset({"ul", "ol"})
_BLOCCHI = _ELENCHI | {
    "p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "thead", "tbody", "tfoot", "tr", "td", "th",
    "caption", "div", "figure", "figcaption", "dl", "dt", "dd", "section", "aside", "pre",
}  # fmt: skip
_VUOTI = frozenset({"br", "img", "hr"})
_CELLE = frozenset({"td", "th"})
_FORME = {"b": "strong", "i": "em"}
TITOLI = {"h1", "h2", "h3", "h4", "h5", "h6"}
A_CAPO = "\n"
CELLA = "│"


class Parola(NamedTuple):
    """A word or a mark: its letters, the formats it stands in (outermost first), whether a space comes before."""

    testo: str
    forme: tuple[str, ...] = ()
    spazio: bool = False


@dataclass(frozen=True)
class Linea:
    """A paragraph, a heading, an item of a list, a row of a table.

    `forma` is its tag; `livello` how deep in lists and quotations; `marca` the bullet or number of an item, which is not
    compared: an item added above changes them all.
    """

    forma: str
    parole: tuple[Parola, ...]
    livello: int = 0
    marca: str = ""

    @property
    def chiave(self) -> tuple[str, int, tuple[Parola, ...]]:
        """What makes two lines equal."""
        return self.forma, self.livello, self.parole


def parole(testo: str, forme: tuple[str, ...] = (), *, dopo_spazio: bool = False) -> list[Parola]:
    """Return the words of a plain text; `dopo_spazio` says that a space stands before it."""
    trovate: list[Parola] = []
    fine = 0
    for trovata in _PAROLE.finditer(testo):
        spazio = trovata.start() > fine or (not trovate and dopo_spazio)
        trovate.append(Parola(trovata.group(), forme, spazio))
        fine = trovata.end()
    return trovate


def da_testo(testo: str, *, forma: str = "p", livello: int = 0, marca: str = "") -> list[Linea]:
    """Return the lines of a plain text; none when it has no words."""
    linee = (parole(riga) for riga in testo.splitlines())
    return [Linea(forma, tuple(p), livello, marca) for p in linee if p]


class _Lettore(HTMLParser):
    """Cuts a cleaned text at its blocks, whatever they hold: an unknown tag never hides its words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.linee: list[Linea] = []
        self._aperti: list[str] = []
        self._forme: list[str] = []
        self._conti: list[int] = []
        self._parole: list[Parola] = []
        self._spazio = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = _FORME.get(tag, tag)
        if tag in _VUOTI:
            self._vuoto(tag, dict(attrs))
        elif tag in _BLOCCHI:
            self._apri(tag)
        else:
            self._forme.append(f"a:{dict(attrs).get('href') or ''}" if tag == "a" else tag)

    def _vuoto(self, tag: str, attributi: dict[str, str | None]) -> None:
        if tag == "img":
            self._parole.append(
                Parola(
                    f"[immagine: {attributi.get('alt') or ''}]", (f"img:{attributi.get('src') or ''}",), self._spazio
                )
            )
        elif self._parole:
            self._parole.append(Parola(A_CAPO if tag == "br" else "―"))
        self._spazio = False

    def _apri(self, tag: str) -> None:
        if tag in _CELLE:
            if self._parole:
                self._parole.append(Parola(CELLA, (), True))
                self._spazio = True
        else:
            self._chiudi_linea()
        self._aperti.append(tag)
        if tag in _ELENCHI:
            self._conti.append(0)
        if tag == "li" and self._conti:
            self._conti[-1] += 1

    def handle_endtag(self, tag: str) -> None:
        tag = _FORME.get(tag, tag)
        if tag in _BLOCCHI:
            if tag not in _CELLE:
                self._chiudi_linea()
            if tag in self._aperti:
                self._aperti.reverse()
                self._aperti.remove(tag)
                self._aperti.reverse()
            if tag in _ELENCHI and self._conti:
                self._conti.pop()
            return
        for posto in range(len(self._forme) - 1, -1, -1):
            if self._forme[posto].partition(":")[0] == tag:
                del self._forme[posto]
                return

    def handle_data(self, data: str) -> None:
        nuove = parole(data, tuple(self._forme), dopo_spazio=self._spazio or data[:1].isspace())
        if nuove and not self._parole:
            nuove[0] = nuove[0]._replace(spazio=False)
        self._parole += nuove
        self._spazio = data[-1:].isspace() if nuove else self._spazio or bool(data)

    def _chiudi_linea(self) -> None:
        self._spazio = False
        while self._parole and self._parole[-1].testo in (A_CAPO, CELLA):
            self._parole.pop()
        if self._parole:
            forma, livello = self._luogo()
            self.linee.append(Linea(forma, tuple(self._parole), livello, self._marca(forma)))
            self._parole = []

    def _luogo(self) -> tuple[str, int]:
        elenchi = sum(t in _ELENCHI for t in self._aperti)
        citazioni = self._aperti.count("blockquote")
        for tag in reversed(self._aperti):
            if tag == "tr" or tag in TITOLI:
                return tag, citazioni
            if tag == "li":
                return f"li-{next((t for t in reversed(self._aperti) if t in _ELENCHI), 'ul')}", elenchi + citazioni - 1
            if tag == "blockquote":
                return tag, citazioni - 1
        return "p", citazioni

    def _marca(self, forma: str) -> str:
        if not forma.startswith("li"):
            return ""
        return f"{self._conti[-1]}." if forma == "li-ol" and self._conti else "•"

    def close(self) -> None:
        super().close()
        self._chiudi_linea()


def da_html(html: str) -> list[Linea]:
    """Return the lines of a text that `core.testo.html_pulito` has cleaned."""
    lettore = _Lettore()
    lettore.feed(html)
    lettore.close()
    return lettore.linee
