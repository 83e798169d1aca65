"""What a formatted text is on its way to Word: paragraphs of runs, cells of a small table, words for an image. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

RIGA = "RigaTabella"
STACCO = " | "
# Marks that are none of Word's: the words of a footnote (each its own number), those in the place of an image (its hash), a
# heading cell, the wall between two cells.
NOTA = "nota:"
IMMAGINE = "img:"
TITOLO, MURO = "th", "muro"
_SPAZI = re.compile(r"[ \t\n\r\v]+")

Lista = tuple[int, str]


@dataclass(frozen=True)
class Pezzo:
    """Words with the same marks; `segni` are tags, "a:..." a link, "nota:1" a footnote, "img:..." an image; "\\v" in the words
    is a line break."""

    testo: str
    segni: frozenset[str] = frozenset()

    @property
    def di_nota(self) -> bool:
        """Whether these are the words of a footnote."""
        return any(s.startswith(NOTA) for s in self.segni)

    @property
    def immagine(self) -> str:
        """The hash of the image that the words stand for; empty for other words."""
        return next((s.removeprefix(IMMAGINE) for s in self.segni if s.startswith(IMMAGINE)), "")


@dataclass(frozen=True)
class Paragrafo:
    """A paragraph: its style, its words, and as Word has it: the list it is an item of, and at which level from 0.

    `lista` is None outside lists (`livello` -1) and in the further paragraphs of an item.
    """

    stile: str
    pezzi: tuple[Pezzo, ...]
    lista: Lista | None = None
    livello: int = -1

    @property
    def parole(self) -> str:
        """The words alone."""
        return "".join(p.testo for p in self.pezzi)


def in_una_riga(pezzi: Iterable[Pezzo]) -> tuple[Pezzo, ...]:
    """Return the words of a cell on one line: no blank at its ends, never two in a row."""
    fatti: list[Pezzo] = []
    bianco = True
    for pezzo in pezzi:
        testo = _SPAZI.sub(" ", pezzo.testo)
        testo = testo[1:] if bianco and testo.startswith(" ") else testo
        if testo:
            bianco = testo.endswith(" ")
            fatti.append(Pezzo(testo, pezzo.segni))
    while fatti and not fatti[-1].testo.rstrip(" "):
        fatti.pop()
    if fatti:
        fatti[-1] = Pezzo(fatti[-1].testo.rstrip(" "), fatti[-1].segni)
    return uniti(fatti)


def riga(celle: list[tuple[Pezzo, ...]], tabella: int) -> Paragrafo:
    """Return the row of a small table as a paragraph; `tabella` tells one table from the next."""
    muro = Pezzo(STACCO, frozenset({MURO}))
    return Paragrafo(RIGA, tuple(z for cella in celle for z in (muro, *cella))[1:], (tabella, "table"))


def celle_di(p: Paragrafo) -> list[list[Pezzo]]:
    """Return the cells of a row."""
    celle: list[list[Pezzo]] = [[]]
    for pezzo in p.pezzi:
        if MURO in pezzo.segni:
            celle.append([])
        else:
            celle[-1].append(pezzo)
    return celle


def parole_immagine(alternativo: str) -> str:
    """Return what stands for an image in the file."""
    return f"[Immagine: {alternativo}]" if alternativo else "[Immagine]"


def alternativo_in(parole: str) -> str:
    """Return the words in the place of an image; empty for one that only decorates."""
    return parole.removeprefix("[Immagine").removeprefix(": ").removesuffix("]").strip()


def uniti(pezzi: list[Pezzo]) -> tuple[Pezzo, ...]:
    """Return the runs with those of equal marks that touch in one."""
    return tuple(
        Pezzo("".join(p.testo for p in insieme), segni) for segni, insieme in groupby(pezzi, key=lambda p: p.segni)
    )


def senza_immagini(fatti: list[Paragrafo]) -> list[Paragrafo]:
    """Return the paragraphs as they come back from a file that has no pictures: words in their place."""
    return [
        replace(
            p,
            pezzi=uniti([Pezzo(z.testo, frozenset(s for s in z.segni if not s.startswith(IMMAGINE))) for z in p.pezzi]),
        )
        for p in fatti
    ]
