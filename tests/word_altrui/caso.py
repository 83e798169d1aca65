"""What a document under construction carries along: its dice, its package, the truth it is writing down."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tests.word_altrui.pacco import RIPARTI, Blocco, Pacco

V = TypeVar("V")
Atteso = tuple[int | None, str, float | None]


@dataclass
class Vera:
    """What a sheet says."""

    formato: str
    titolo: str
    macroaree: list[str] = field(default_factory=list)
    scelte: set[tuple[str, str]] = field(default_factory=set)
    aree: list[str] = field(default_factory=list)
    punti: list[tuple[str, str]] = field(default_factory=list)
    azioni: list[tuple[str, str]] = field(default_factory=list)
    indicatori: list[tuple[str, str]] = field(default_factory=list)
    attesi: list[Atteso] = field(default_factory=list)
    euro: list[float] = field(default_factory=list)
    grado: int | None = None
    campi: set[str] = field(default_factory=set)


@dataclass
class Caso:
    """The dice of one document. `tenuto`: it may use the ways of writing kept aside for the final count."""

    r: random.Random
    pacco: Pacco
    tenuto: bool = False
    liste: int = 0
    usati: list[str] = field(default_factory=list)
    fissi: dict[str, Any] = field(default_factory=dict)

    def lista(self, chiave: int) -> int:
        """Return a numbering of that look that begins again from 1."""
        self.liste = (self.liste + 1) % RIPARTI
        return chiave + self.liste * 10

    def uno(self, voci: Sequence[V]) -> V:
        """Return one of them."""
        return voci[self.r.randrange(len(voci))]

    def prova(self, quanto: float) -> bool:
        """Return True so many times out of one."""
        return self.r.random() < quanto

    def modo(self, nome: str, modi: Sequence[V], tenuti: Sequence[V] = (), *, fermo: float = 0.6) -> V:
        """Pick a way of writing: an office mostly keeps to one (`fermo`), and the ones kept aside are for `tenuto` only."""
        scelti = list(tenuti) if self.tenuto and tenuti and self.prova(0.5) else list(modi)
        if nome in self.fissi and self.prova(fermo):
            fisso: V = self.fissi[nome]
            return fisso
        scelto = self.uno(scelti)
        self.fissi[nome] = scelto
        self.usati.append(f"{nome}:{getattr(scelto, '__name__', scelto)}")
        return scelto


Scritto = list[Blocco]
