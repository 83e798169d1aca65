"""The outline of a formatted text: what the paragraphs of Word cannot tell, kept beside them. Pure.

Two marks closed and opened at the same point, paragraphs in a cell, an image: tags and lengths, never a word. An outline
is used only if the visible words are still those it was made of; where somebody wrote in one block of a text, the other
blocks keep theirs.
"""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

from core.canonico import sha256
from core.testo import html_pulito
from piani.word import ricco
from piani.word.pezzi import Paragrafo, parole_immagine, senza_immagini

# What an outline may hold beside lengths: it comes from a file, and must never bring words.
_TAG = re.compile(r"\s+|</?[a-zA-Z][^<>]*>")
_MURI = re.compile(r"[ |]*")
_VUOTI = frozenset({"br", "img"})


@dataclass(frozen=True)
class Sagoma:
    """The outline of an HTML text: tags, blanks between blocks, how many visible characters stand between them.

    A negative length skips words that the file shows and the text has not: the wall between two cells, "[Immagine: ".
    """

    impronta: str
    forma: list[str | int]


@dataclass(frozen=True)
class Blocco:
    """The outline of one block of a text, that is so many paragraphs in the file."""

    paragrafi: int
    sagoma: Sagoma

    @property
    def notevole(self) -> bool:
        """Whether there is something in it that a reader would miss: an image, a table with more than words in a cell."""
        return any(isinstance(p, str) and p.startswith(("<table", "<img")) for p in self.sagoma.forma)


def parole(fatti: list[Paragrafo]) -> str:
    """Return the visible words, without line breaks: what an outline is measured on."""
    return "".join(p.parole for p in fatti).replace("\v", "")


class _Pezzatore(HTMLParser):
    """Cuts a text in tags and words; `salta` are the words that the file shows for a tag."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pezzi: list[tuple[bool, str, str]] = []
        self.blocchi: list[str] = []
        self._aperti = 0
        self._inizio = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        salta = parole_immagine(dict(attrs).get("alt") or "") if tag == "img" else ""
        self.pezzi.append((True, self.get_starttag_text() or f"<{tag}>", salta))
        if tag not in _VUOTI:
            self._aperti += 1

    def handle_endtag(self, tag: str) -> None:
        self.pezzi.append((True, f"</{tag}>", ""))
        self._aperti -= 1
        if self._aperti == 0:
            self._taglia()

    def handle_data(self, data: str) -> None:
        self.pezzi.append((False, data, ""))

    def _taglia(self) -> None:
        insieme = self.pezzi[self._inizio :]
        self._inizio = len(self.pezzi)
        self.blocchi.append("".join(p if e_tag else ricco.scritto(p) for e_tag, p, _ in insieme))


def _pezzato(testo: str) -> _Pezzatore:
    pezzatore = _Pezzatore()
    pezzatore.feed(testo)
    pezzatore.close()
    return pezzatore


def _disegna(testo: str, visibili: str) -> Sagoma:
    forma: list[str | int] = []
    k = 0
    for e_tag, pezzo, salta in _pezzato(testo).pezzi:
        if e_tag:
            forma.append(pezzo)
            quanti = _fino_a(visibili, k, salta) if salta else 0
        else:
            quanti = _fino_a(visibili, k, pezzo) - len(pezzo)
        if quanti > 0:
            forma.append(-quanti)
            k += quanti
        if not e_tag and quanti >= 0:
            forma.append(len(pezzo))
            k += len(pezzo)
        elif not e_tag:
            forma.append(ricco.scritto(pezzo))
    if k < len(visibili) and _MURI.fullmatch(visibili, k):
        forma.append(k - len(visibili))
    return Sagoma(sha256(visibili.encode()), forma)


def _fino_a(visibili: str, k: int, cercato: str) -> int:
    """Return how many characters from `k` to the end of `cercato`, with nothing but walls of cells before it; else -1."""
    muro = _MURI.match(visibili, k)
    fine = muro.end() if muro else k
    for inizio in range(k, fine + 1):
        if visibili.startswith(cercato, inizio):
            return inizio - k + len(cercato)
    return -1


def sagoma(testo: str) -> Sagoma | None:
    """Return the outline of a cleaned text; None where `ricco.html(ricco.paragrafi(testo))` gives it back by itself.

    An image has always one: the file may have words in its place.
    """
    fatti = ricco.paragrafi(testo)
    return None if ricco.html(senza_immagini(fatti)) == testo else _disegna(testo, parole(fatti))


def riserva(testo: str) -> Sagoma | None:
    """Return the outline of a text that LibreOffice 7.4 would spoil: it takes the marks off a first paragraph, and cuts
    numbered lists. It holds in files saved by it only: elsewhere a mark changed without a word is to be read."""
    fatti = ricco.paragrafi(testo)
    primo = any(p.segni for p in fatti[0].pezzi) if fatti else False
    return _disegna(testo, parole(fatti)) if primo or any(p.lista and p.lista[1] == "ol" for p in fatti) else None


def blocchi(testo: str) -> list[Blocco]:
    """Return the blocks of a cleaned text that their words alone would not give back, in order."""
    trovati = []
    for blocco in _pezzato(testo).blocchi:
        fatti = ricco.paragrafi(blocco)
        if fatti and ricco.html(senza_immagini(fatti)) != blocco:
            trovati.append(Blocco(len(fatti), _disegna(blocco, parole(fatti))))
    return trovati


def riempi(disegno: Sagoma, fatti: list[Paragrafo]) -> str | None:
    """Return the text of that outline with the words of the paragraphs; None if they are not the words it was made of."""
    visibili, k = parole(fatti), 0
    if sha256(visibili.encode()) != disegno.impronta:
        return None
    pezzi = []
    for pezzo in disegno.forma:
        if isinstance(pezzo, int):
            if pezzo > 0:
                pezzi.append(ricco.scritto(visibili[k : k + pezzo]))
            k += abs(pezzo)
        elif _TAG.fullmatch(pezzo):
            pezzi.append(pezzo)
        else:
            return None
    return html_pulito("".join(pezzi), immagini=True) if k == len(visibili) else None


def ricomponi(fatti: list[Paragrafo], attesi: list[Blocco]) -> tuple[str, list[Blocco]]:
    """Return the text of changed paragraphs, each block that nobody touched as it was; and the blocks that were touched."""
    fatto: list[str] = []
    sciolti: list[Paragrafo] = []
    restano, k = list(attesi), 0
    while k < len(fatti):
        trovato = _che_comincia(fatti, k, restano)
        if trovato is None:
            sciolti.append(fatti[k])
            k += 1
            continue
        blocco, testo = trovato
        fatto += [ricco.html(sciolti), testo]
        sciolti = []
        restano.remove(blocco)
        k += blocco.paragrafi
    return html_pulito("".join([*fatto, ricco.html(sciolti)]), immagini=True), restano


def _che_comincia(fatti: list[Paragrafo], k: int, restano: list[Blocco]) -> tuple[Blocco, str] | None:
    for blocco in restano:
        quanti = fatti[k : k + blocco.paragrafi]
        if quanti and len(quanti) == blocco.paragrafi and (testo := riempi(blocco.sagoma, quanti)) is not None:
            return blocco, testo
    return None
