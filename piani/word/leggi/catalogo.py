"""What the reader must know of the regional catalogue, as plain data: formats, areas, key points, funds, LEPS. Pure."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Scelta:
    """A choice of a row."""

    chiave: str
    etichetta: str


@dataclass(frozen=True)
class Campo:
    """A row of a format."""

    chiave: str
    etichetta: str
    aiuto: str
    tipo: str
    multipla: bool = False
    scelte: tuple[Scelta, ...] = ()
    righe_matrice: tuple[Scelta, ...] = ()
    colonne_matrice: tuple[Scelta, ...] = ()


@dataclass(frozen=True)
class Formato:
    """A sheet format with its rows in the official order."""

    chiave: str
    specie: str
    titolo: str
    campi: tuple[Campo, ...]


@dataclass(frozen=True)
class Area:
    """A macroarea with the other names it goes by, and its key points."""

    codice: str
    nome: str
    alias: tuple[str, ...] = ()
    storica: bool = False
    punti: tuple["Punto", ...] = ()


@dataclass(frozen=True)
class Punto:
    """A key point."""

    chiave: str
    nome: str
    alias: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fonte:
    """A source of funds."""

    chiave: str
    nome: str
    natura: str


@dataclass(frozen=True)
class IndicatoreRegione:
    """An indicator that the Region gave to a LEPS."""

    codice: str
    leps: str
    testo: str


@dataclass(frozen=True)
class Conosciuto:
    """The catalogue of a triennium."""

    formati: tuple[Formato, ...]
    aree: tuple[Area, ...]
    fonti: tuple[Fonte, ...]
    leps: tuple[Scelta, ...] = ()
    indicatori: tuple[IndicatoreRegione, ...] = ()
    voci_formato: tuple[Scelta, ...] = ()
    anni: tuple[int, ...] = field(default=(2025, 2026, 2027))
