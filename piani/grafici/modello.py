"""What a chart draws."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Serie:
    """A series: one value for each label; `testi` are the same values in words (1.584, 37,9%)."""

    nome: str
    valori: tuple[Decimal | None, ...]
    testi: tuple[str, ...]


@dataclass(frozen=True)
class DatiGrafico:
    """A chart: `tipo` is one of those of `disegno.NOMI`; `chiave` makes its ids; `alternativo` is its author's description.

    An organigram has one series: its `testi` are the bodies, `etichette` the level each belongs to. A population
    pyramid has two: left and right.
    """

    chiave: str
    titolo: str
    tipo: str
    etichette: tuple[str, ...]
    serie: tuple[Serie, ...]
    unita: str = ""
    alternativo: str = ""
