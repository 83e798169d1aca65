"""What a Word file says, in order: paragraphs and tables, each with its place. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Pezzo:
    """A run of text with one look; a soft line break is ``\\n``."""

    testo: str
    grassetto: bool = False
    corsivo: bool = False
    sottolineato: bool = False
    posizione: str = ""  # sup, sub
    legame: str = ""
    barrato: bool = False
    evidenziato: bool = False

    @property
    def aspetto(self) -> tuple[bool | str, ...]:
        """Everything but the text."""
        segni = (self.grassetto, self.corsivo, self.sottolineato, self.barrato, self.evidenziato)
        return (*segni, self.posizione, self.legame)


@dataclass(frozen=True)
class Lista:
    """How a paragraph stands in a list: level from 0, numbered or not, the number as Word shows it."""

    livello: int
    ordinata: bool
    segno: str
    chiave: str = ""


@dataclass(frozen=True)
class Paragrafo:
    """A paragraph. `titolo` is its outline level (0: body text); `posto` counts the paragraphs of the body from 1."""

    pezzi: tuple[Pezzo, ...]
    posto: int = 0
    titolo: int = 0
    stile: str = ""
    lista: Lista | None = None
    indice: bool = False
    pagina_nuova: bool = False
    citazione: bool = False

    @property
    def testo(self) -> str:
        """The words, without the sign of the list."""
        return "".join(p.testo for p in self.pezzi)

    @property
    def vuoto(self) -> bool:
        """Whether it has no word."""
        return not self.testo.strip()

    @property
    def tutto_grassetto(self) -> bool:
        """Whether each word is bold."""
        pieni = [p for p in self.pezzi if p.testo.strip()]
        return bool(pieni) and all(p.grassetto for p in pieni)


@dataclass(frozen=True)
class Cella:
    """A cell: its blocks, and how many columns it takes; `continua` for one merged with the cell above."""

    blocchi: "tuple[Blocco, ...]" = ()
    colonne: int = 1
    continua: bool = False

    @property
    def testo(self) -> str:
        """The words, a block a line."""
        return "\n".join(testo_di(b) for b in self.blocchi).strip()

    @property
    def paragrafi(self) -> list[Paragrafo]:
        """The paragraphs, those of nested tables too."""
        return list(paragrafi_di(self.blocchi))


@dataclass(frozen=True)
class Tabella:
    """A table. `posto` counts the tables of the body from 1; the cells of a row cover `larghezza` columns."""

    righe: tuple[tuple[Cella, ...], ...]
    posto: int = 0
    larghezza: int = 0
    marca: str = ""

    def griglia(self) -> list[list[str]]:
        """Return the text of each column of each row: a merged cell is told once, the columns it covers are empty."""
        return [[t for c in riga for t in (c.testo, *[""] * (c.colonne - 1))] for riga in self.righe]


Blocco = Paragrafo | Tabella


@dataclass(frozen=True)
class Sorgente:
    """The body of the file, its footnotes in place, and what was left out, each with a sentence."""

    blocchi: tuple[Blocco, ...]
    avvisi: tuple[str, ...] = ()
    note: dict[str, tuple[Paragrafo, ...]] = field(default_factory=dict)


def testo_di(blocco: Blocco) -> str:
    """Return the words of a block; the rows of a table one a line."""
    if isinstance(blocco, Paragrafo):
        return blocco.testo
    return "\n".join(" ".join(c.testo for c in riga if c.testo) for riga in blocco.righe)


def paragrafi_di(blocchi: Sequence[Blocco]) -> Iterator[Paragrafo]:
    """Yield the paragraphs, those inside tables too."""
    for blocco in blocchi:
        if isinstance(blocco, Paragrafo):
            yield blocco
        else:
            for riga in blocco.righe:
                for cella in riga:
                    yield from paragrafi_di(cella.blocchi)


def taglia(paragrafo: Paragrafo, inizio: int, fine: int | None = None) -> Paragrafo:
    """Return the paragraph with only the characters from `inizio` to `fine`, each with its look."""
    pezzi: list[Pezzo] = []
    posto = 0
    ultimo = len(paragrafo.testo) if fine is None else fine
    for pezzo in paragrafo.pezzi:
        da, a = max(inizio - posto, 0), min(ultimo - posto, len(pezzo.testo))
        if da < a:
            pezzi.append(replace(pezzo, testo=pezzo.testo[da:a]))
        posto += len(pezzo.testo)
    return replace(paragrafo, pezzi=tuple(pezzi))


def righe_di(paragrafo: Paragrafo) -> list[Paragrafo]:
    """Split a paragraph at its soft line breaks; the list sign stays with the first line."""
    testo = paragrafo.testo
    if "\n" not in testo:
        return [paragrafo]
    righe: list[Paragrafo] = []
    inizio = 0
    for riga in testo.split("\n"):
        righe.append(taglia(paragrafo, inizio, inizio + len(riga)))
        inizio += len(riga) + 1
    return [r if n == 0 else replace(r, lista=None) for n, r in enumerate(righe) if not r.vuoto]
