"""Two versions of a formatted text put together without losing what either wrote. Pure.

With the version both started from, three ways: what only one changed is taken, what both changed the same way is taken
once, what both changed differently is kept twice, theirs first. Where both touched different words of one block, the
words are put together. Without it, two ways: every block of both.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape
from html.parser import HTMLParser

from piani.differenze.allinea import tratti

_SENZA_FINE = frozenset({"br", "img", "hr", "col"})
# The editor puts a paragraph in each item of a list; files do not. Nobody has changed anything.
_VOCE = re.compile(r"<li><p>((?:(?!</?(?:p|li|ul|ol)>).)*)</p>(?=</li>|<[uo]l>)", re.DOTALL)
_PEZZI = re.compile(r"<[^>]+>|[^<\s]+|\s+")


class _Blocchi(HTMLParser):
    """Cuts a cleaned text at its outermost elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.blocchi: list[str] = []
        self._pezzi: list[str] = []
        self._livello = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SENZA_FINE:
            if self._livello == 0:
                self._chiudi()
            self._livello += 1
        self._pezzi.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self._pezzi.append(f"</{tag}>")
        self._livello -= 1
        if self._livello == 0:
            self._chiudi()

    def handle_data(self, data: str) -> None:
        self._pezzi.append(data)

    def handle_entityref(self, name: str) -> None:
        self._pezzi.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._pezzi.append(f"&#{name};")

    def _chiudi(self) -> None:
        blocco = "".join(self._pezzi).strip()
        if blocco:
            self.blocchi.append(blocco)
        self._pezzi = []

    def close(self) -> None:
        super().close()
        self._chiudi()


def blocchi(html: str) -> list[str]:
    """Return the outermost blocks of a text that `core.testo.html_pulito` has cleaned."""
    lettore = _Blocchi()
    lettore.feed(html)
    lettore.close()
    return lettore.blocchi


def unisci(salvato: str, mio: str) -> str:
    """Return one text with every block of both: what is equal once, what differs twice, `salvato` first."""
    prima, dopo = blocchi(salvato), blocchi(mio)
    uniti: list[str] = []
    for _, a1, a2, b1, b2 in tratti(prima, dopo):
        uniti += prima[a1:a2]
        uniti += [b for b in dopo[b1:b2] if b not in prima[a1:a2]]
    return "".join(uniti)


@dataclass(frozen=True)
class Unione:
    """The text put together; `pulita` when no place was changed by both in different ways, with a common ancestor."""

    testo: str
    pulita: bool


def unisci_tre(base: str | None, salvato: str, mio: str) -> Unione:
    """Return one text with what both wrote after `base`; without it, every block of both.

    Nothing that either wrote is lost; a block that one took away, and the other left as it was, goes.
    """
    if base is None:
        return Unione(unisci(salvato, mio), pulita=salvato == mio)
    uniti: list[str] = []
    pulita = True
    for tratto in _tratti(*(blocchi(voci_piane(testo)) for testo in (base, salvato, mio))):
        scelti, senza_doppi = _risolto(tratto)
        uniti += scelti
        pulita = pulita and senza_doppi
    return Unione("".join(uniti), pulita)


def unisci_semplici(base: str | None, salvato: str, mio: str) -> Unione:
    """Return one plain text with what both wrote after `base`: as `unisci_tre`, its lines are the blocks."""
    unione = unisci_tre(None if base is None else in_blocchi(base), in_blocchi(salvato), in_blocchi(mio))
    righe = [unescape(blocco.removeprefix("<p>").removesuffix("</p>")) for blocco in blocchi(unione.testo)]
    return Unione("\n".join(righe).strip("\n"), unione.pulita)


def in_blocchi(testo: str) -> str:
    """Return a plain text as blocks, a line each."""
    return "".join(f"<p>{escape(riga, quote=False)}</p>" for riga in testo.split("\n"))


def _risolto(tratto: "_Tratto") -> tuple[list[str], bool]:
    """Return the blocks that stand for a run, and whether none had to be kept twice.

    Where all three have as many blocks they are taken one by one: two who change neighbouring paragraphs do not clash.
    """
    scelto = tratto.scelto()
    if scelto is not None:
        return scelto, True
    if not len(tratto.base) == len(tratto.salvato) == len(tratto.mio):
        return tratto.entrambi(), False
    uno_a_uno = [_Tratto([b], [s], [m]) for b, s, m in zip(tratto.base, tratto.salvato, tratto.mio, strict=True)]
    scelti = [t.scelto() or _stesso_blocco(t) for t in uno_a_uno]
    uniti = [b for t, scelto in zip(uno_a_uno, scelti, strict=True) for b in scelto or t.entrambi()]
    if not set(tratto.base) & set(tratto.salvato) & set(tratto.mio) <= set(uniti):
        return tratto.entrambi(), False
    return uniti, all(scelti)


@dataclass(frozen=True)
class _Tratto:
    """A run of pieces between two places where the three versions agree."""

    base: list[str]
    salvato: list[str]
    mio: list[str]

    def scelto(self) -> list[str] | None:
        """Return what stands when at most one of the two changed it; None when both did, differently."""
        if self.salvato == self.mio or self.mio == self.base:
            return self.salvato
        return self.mio if self.salvato == self.base else None

    def entrambi(self) -> list[str]:
        """Return the pieces of both, theirs first."""
        return [*self.salvato, *(b for b in self.mio if b not in self.salvato)]


def _tratti(base: Sequence[str], salvato: Sequence[str], mio: Sequence[str]) -> Iterator[_Tratto]:
    """Yield the runs of the three versions, in order; a piece that all three share is a run of its own."""
    in_salvato, in_mio = _posti(base, salvato), _posti(base, mio)
    b0 = s0 = m0 = 0
    for b, _ in enumerate(base):
        if b in in_salvato and b in in_mio:
            s, m = in_salvato[b], in_mio[b]
            yield _Tratto(list(base[b0:b]), list(salvato[s0:s]), list(mio[m0:m]))
            yield _Tratto([base[b]], [base[b]], [base[b]])
            b0, s0, m0 = b + 1, s + 1, m + 1
    yield _Tratto(list(base[b0:]), list(salvato[s0:]), list(mio[m0:]))


def _posti(base: Sequence[str], altro: Sequence[str]) -> dict[int, int]:
    """Return where in `altro` each piece of `base` is found, in order."""
    return {t.a1 + n: t.b1 + n for t in tratti(base, altro) if t.uguale for n in range(t.a2 - t.a1)}


def voci_piane(html: str) -> str:
    """Return the text with the items of lists as the files write them: a single paragraph in an item goes."""
    return _VOCE.sub(r"<li>\1", html)


def pezzi(html: str) -> list[str]:
    """Return tags, words and blanks of a text."""
    return _PEZZI.findall(html)


def _stesso_blocco(tratto: _Tratto) -> list[str] | None:
    """Return one block with the words that both changed, or None: the tags must be the same in all three."""
    if not len(tratto.base) == len(tratto.salvato) == len(tratto.mio) == 1:
        return None
    tre = [pezzi(v[0]) for v in (tratto.base, tratto.salvato, tratto.mio)]
    segni = [[p for p in v if p.startswith("<")] for v in tre]
    if not segni[0] == segni[1] == segni[2]:
        return None
    parole: list[str] = []
    for parte in _tratti(*tre):
        scelto = parte.scelto()
        if scelto is None:
            return None
        parole += scelto
    return ["".join(parole)] if [p for p in parole if p.startswith("<")] == segni[0] else None
