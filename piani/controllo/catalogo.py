"""What the Region says, as the rules read it: areas, rows of the formats, priority LEPS, names of the Comuni. Pure."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from piani.controllo.testo import normale, radici

SOGLIA_NOME = 0.6


@dataclass(frozen=True)
class Campo:
    """A row of a sheet's format; `scelte` are key and label."""

    chiave: str
    etichetta: str
    tipo: str
    obbligatorio: bool
    multipla: bool
    aiuto: str
    scelte: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FormatoNoto:
    """A sheet's format: its species and its rows in the official order."""

    specie: str
    campi: tuple[Campo, ...]


@dataclass(frozen=True)
class Bersaglio:
    """The regional target of an indicator for a year; `valore` is a decimal string, or None."""

    anno: int
    tipo: str
    valore: str | None
    testo: str


@dataclass(frozen=True)
class IndicatoreNoto:
    """A regional indicator with its targets."""

    codice: str
    testo: str
    bersagli: tuple[Bersaglio, ...]


@dataclass(frozen=True)
class LepsNoto:
    """A priority LEPS with its indicators."""

    codice: str
    nome: str
    indicatori: tuple[IndicatoreNoto, ...]


@dataclass(frozen=True)
class Area:
    """A macroarea: letter, name, other names in use."""

    codice: str
    nome: str
    alias: tuple[str, ...] = ()
    storica: bool = False


@dataclass(frozen=True)
class Catalogo:
    """All that the rules know besides the document."""

    aree: tuple[Area, ...] = ()
    formati: dict[str, FormatoNoto] = field(default_factory=dict)
    leps: tuple[LepsNoto, ...] = ()
    comuni: tuple[str, ...] = ()
    altri_comuni: tuple[str, ...] = ()
    voci: tuple[tuple[str, str], ...] = ()
    superati: tuple[dict[str, str], ...] = ()
    aree_dei_leps: tuple[frozenset[str], ...] = ()

    @cached_property
    def attuali(self) -> tuple[Area, ...]:
        """The areas of the triennium: without the historical ones."""
        return tuple(a for a in self.aree if not a.storica)

    @cached_property
    def _radici(self) -> dict[str, frozenset[str]]:
        return {a.codice: frozenset().union(radici(a.nome), *(radici(x) for x in a.alias)) for a in self.attuali}

    @cached_property
    def _proprie(self) -> dict[str, frozenset[str]]:
        """The stems that only one area has."""
        conto = Counter(r for insieme in self._radici.values() for r in insieme)
        return {c: frozenset(r for r in insieme if conto[r] == 1) for c, insieme in self._radici.items()}

    def area_chiamata(self, nome: str) -> str:
        """Return the letter of the only area of which `nome` is the name, as people shorten it; empty when none is."""
        sue = radici(nome)
        if not sue:
            return ""
        adatte = [
            codice
            for codice, insieme in self._radici.items()
            if len(sue & insieme) >= SOGLIA_NOME * len(sue) and sue & self._proprie[codice]
        ]
        return adatte[0] if len(adatte) == 1 else ""

    @cached_property
    def _radici_leps(self) -> dict[str, frozenset[str]]:
        """The stems of the name of each priority LEPS that no other has."""
        nomi = {x.codice: radici(x.nome) for x in self.leps}
        conto = Counter(r for insieme in nomi.values() for r in insieme)
        return {codice: frozenset(r for r in insieme if conto[r] == 1) for codice, insieme in nomi.items()}

    def leps_chiamato(self, titolo: str) -> str:
        """Return the priority LEPS that a title names: two words of its own, or all of them; empty when it is none or two."""
        sue = radici(titolo)
        punti = {c: len(sue & r) / len(r) for c, r in self._radici_leps.items() if r and len(sue & r) >= min(2, len(r))}
        migliori = [c for c, n in punti.items() if n == max(punti.values())]
        return migliori[0] if len(migliori) == 1 else ""

    def stesso_leps(self, aree: set[str], altre: set[str]) -> bool:
        """Whether a LEPS belongs to both areas, so that the Region prints the same text for both."""
        return any(insieme & aree and insieme & altre for insieme in self.aree_dei_leps)

    def nome_area(self, codice: str) -> str:
        """Return "B. Politiche abitative"."""
        return next((f"{a.codice}. {a.nome}" for a in self.aree if a.codice == codice), codice)

    @cached_property
    def testi_guida(self) -> tuple[str, ...]:
        """The help that the format prints in its empty rows, normalised, one sentence each, the longest first."""
        trovati = set()
        for formato in self.formati.values():
            for campo in formato.campi:
                etichette = {normale(e) for _, e in campo.scelte}
                for pezzo in campo.aiuto.replace("\n", ". ").split(". "):
                    frase = normale(pezzo).strip(" .:")
                    if len(frase.split()) > 1 and frase not in etichette:
                        trovati.add(frase)
        return tuple(sorted(trovati, key=len, reverse=True))
