"""A data table as the rules read it: cells as numbers, masked cells as intervals. Pure."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property

from core.canonico import Json
from piani.controllo.modello import Luogo
from piani.controllo.testo import normale

_MASCHERA = re.compile(
    r"^(?:n\s*)?(<|≤|&lt;|meno di|minore di|inferiore a|inf\.? a|sotto i|fino a|max\.?|(?:da\s*)?[01]\s*(?:-|–|÷|a))\s*(?:di |a )?(\d{1,3})$",
    re.IGNORECASE,
)
_COMPRESO = ("≤", "fino a", "max", "max.")
_ITALIANO = re.compile(r"^[-+−]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?$")
_TOTALE = re.compile(r"^(?:tot(?:ale|ali)?|complessivo|somma)\b\.?", re.IGNORECASE)
_VUOTE = frozenset({"", "-", "–", "n.d.", "nd", "n.p.", "…", "/"})


@dataclass(frozen=True)
class Intervallo:
    """What a cell can be worth: a number, or the bounds of a mask ("<5" is from 0 to 4)."""

    minimo: Decimal
    massimo: Decimal

    @property
    def certo(self) -> bool:
        """Whether it is one number."""
        return self.minimo == self.massimo


def leggi_cella(testo: str, tipo: str) -> Intervallo | None:
    """Return what a cell is worth; None when it is empty or holds words.

    A column of numbers keeps decimal strings with a dot; in a column of words the same digits are read as an Italian
    writes them ("1.462" is one thousand).
    """
    pulito = testo.strip().rstrip("%‰€ ").lstrip("€ ").strip()
    maschera = _MASCHERA.match(pulito)
    if maschera:
        tetto = Decimal(maschera[2])
        segno = maschera[1].casefold()
        compreso = segno in _COMPRESO or segno[-1] in "-–÷" or segno[0].isdigit() or segno.startswith("da")
        return Intervallo(Decimal(0), tetto if compreso else tetto - 1)
    if pulito.casefold() in _VUOTE:
        return None
    if tipo == "testo" or "," in pulito:
        if not _ITALIANO.match(pulito):
            return None
        pulito = pulito.replace(".", "").replace(",", ".").replace("−", "-")
    try:
        valore = Decimal(pulito)
    except InvalidOperation:
        return None
    return Intervallo(valore, valore) if valore.is_finite() else None


@dataclass(frozen=True)
class RigaVista:
    """A row: its label (the cells of words that open it), and what each cell is worth."""

    etichetta: str
    celle: tuple[str, ...]
    valori: tuple[Intervallo | None, ...]
    totale: bool
    nota: str
    unita: str


@dataclass(frozen=True)
class ColonnaVista:
    """A column of numbers: its place among the columns, title, group, type."""

    posto: int
    titolo: str
    gruppo: str
    tipo: str
    unita: str
    decimali: int

    @property
    def somma(self) -> bool:
        """Whether its title says that it is the total of the others."""
        return bool(_TOTALE.match(self.titolo.strip()))


@dataclass(frozen=True)
class TabellaVista:
    """A table with the number it is printed with, and its place."""

    dati: Json
    numero: str
    luogo: Luogo

    @property
    def sezione(self) -> str:
        """The key of its section."""
        return str(self.dati["sezione"])

    @property
    def titolo(self) -> str:
        """Its caption without the number."""
        return str(self.dati["titolo"])

    @cached_property
    def colonne(self) -> tuple[ColonnaVista, ...]:
        """The columns that hold numbers: declared so, or of words where nearly every cell is one."""
        return tuple(
            ColonnaVista(i, c["titolo"], c["gruppo"], c["tipo"], c["unita"], c["decimali"])
            for i, c in enumerate(self.dati["colonne"])
            if i and (c["tipo"] != "testo" or self._numerica(i))
        )

    def _numerica(self, posto: int) -> bool:
        celle = [r["valori"][posto].strip() for r in self.dati["righe"] if len(r["valori"]) > posto]
        piene = [c for c in celle if c.casefold() not in _VUOTE]
        return bool(piene) and sum(leggi_cella(c, "testo") is not None for c in piene) >= 0.8 * len(piene)

    @cached_property
    def righe(self) -> tuple[RigaVista, ...]:
        """All the rows."""
        colonne = self.dati["colonne"]
        prime = {c.posto for c in self.colonne}
        viste = []
        for riga in self.dati["righe"]:
            celle = (*riga["valori"], *[""] * (len(colonne) - len(riga["valori"])))
            etichetta = " ".join(t for i, t in enumerate(celle[: len(colonne)]) if i not in prime and t.strip())
            valori = tuple(leggi_cella(t, c["tipo"]) for t, c in zip(celle, colonne, strict=False))
            totale = bool(riga["totale"]) or any(
                _TOTALE.match(t.strip()) for i, t in enumerate(celle) if i not in prime
            )
            viste.append(RigaVista(etichetta.strip(), tuple(celle), valori, totale, riga["nota"], riga["unita"]))
        return tuple(viste)

    @cached_property
    def corpo(self) -> tuple[RigaVista, ...]:
        """The rows without the totals."""
        return tuple(r for r in self.righe if not r.totale)

    @cached_property
    def parole(self) -> str:
        """Title, columns and year, normalised: what the table says of itself."""
        return normale(" ".join([self.titolo, self.dati["anno"], *(c["titolo"] for c in self.dati["colonne"])]))
