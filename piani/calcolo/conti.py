"""Totals, sums, shares and ratios of a table: exact fractions, rounded half up only when written. Pure.

A column declares `calcolo`: ``{"specie": "somma", "colonne": [...]}``, ``{"specie": "quota", "colonne": [x]}`` (per cent
of the column's total), ``{"specie": "rapporto", "colonne": [sopra, sotto], "per": 1}``. A row declares ``"totale"`` (all
the rows of data) or ``"subtotale"`` (those since the subtotal before).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from core.canonico import Json
from piani.calcolo.celle import ALMENO, ASSENTE, NON_DISPONIBILE, ignoto, numero_di

SOMMABILI = ("numero", "euro")
CENTO = Fraction(100)


@dataclass(frozen=True)
class Conto:
    """A value on its way: a number, or a floor when `almeno`; without a number `testo` says what is known."""

    numero: Fraction | None = None
    almeno: bool = False
    testo: str = ""


VUOTO = Conto()
IGNOTO = Conto(testo=NON_DISPONIBILE)


def arrotonda(valore: Fraction, decimali: int) -> str:
    """Return a decimal string with so many decimals; a half goes away from zero."""
    scala = 10**decimali
    doppio = abs(valore) * scala * 2
    intero = (doppio.numerator // doppio.denominator + 1) // 2
    cifre = str(intero).rjust(decimali + 1, "0")
    segno = "-" if valore < 0 and intero else ""
    return f"{segno}{cifre[:-decimali]}.{cifre[-decimali:]}" if decimali else f"{segno}{cifre}"


def scritto(conto: Conto, decimali: int) -> str:
    """Return a value as it is kept: a decimal string, ">=12", "n.d.", "-" or ""."""
    if conto.numero is None:
        return conto.testo
    return f"{ALMENO if conto.almeno else ''}{arrotonda(conto.numero, decimali)}"


def letto(valore: str) -> Conto:
    """Return a kept value on its way to a computation."""
    numero = numero_di(valore)
    return Conto(numero) if numero is not None else Conto(testo=valore)


def somma(addendi: Iterable[Conto]) -> Conto:
    """Return the sum of what is known; a floor when something is hidden, unknown if a floor could be false.

    Blanks do not count, and "-" adds nothing; the sum of nothing but dashes is a dash.
    """
    presenti = [a for a in addendi if a.numero is not None or a.testo]
    if not presenti:
        return VUOTO
    numeri = [a.numero for a in presenti if a.numero is not None]
    coperti = any(a.almeno or ignoto(a.testo) for a in presenti)
    if not numeri:
        return IGNOTO if coperti else Conto(testo=ASSENTE)
    if coperti and any(n < 0 for n in numeri):
        return IGNOTO
    return Conto(sum(numeri, Fraction(0)), almeno=coperti)


def rapporto(sopra: Conto, sotto: Conto, per: Fraction) -> Conto:
    """Return `sopra` / `sotto` x `per`; unknown when either is hidden, or the divisor is zero."""
    if sopra == VUOTO or sotto == VUOTO:
        return VUOTO
    primo = Fraction(0) if sopra.testo == ASSENTE else sopra.numero
    if primo is None or sopra.almeno or sotto.almeno or not sotto.numero:
        return IGNOTO
    return Conto(primo / sotto.numero * per)


class _Foglio:
    """One table, its cells worked out once each."""

    def __init__(self, colonne: list[Json], righe: list[Json]) -> None:
        self.colonne = colonne
        self.righe = righe
        self.posti = {c["chiave"]: j for j, c in enumerate(colonne)}
        self.note: dict[tuple[int, int], Conto] = {}
        self.dati = [i for i, r in enumerate(righe) if not r["totale"] and not r.get("calcolo")]
        self.totali: dict[int, Conto] = {}

    def cella(self, i: int, j: int) -> Conto:
        """Return the value of row `i`, column `j`."""
        if (i, j) not in self.note:
            # A cycle of declarations finds this and ends.
            self.note[i, j] = IGNOTO
            self.note[i, j] = self._conta(i, j)
        return self.note[i, j]

    def _conta(self, i: int, j: int) -> Conto:
        colonna, riga = self.colonne[j], self.righe[i]
        if colonna.get("calcolo"):
            return self._di_colonna(i, j, colonna["calcolo"])
        if riga.get("calcolo"):
            return self._di_riga(i, j, riga["calcolo"])
        return letto(riga["valori"][j])

    def _di_colonna(self, i: int, j: int, calcolo: Json) -> Conto:
        usate = [self.posti[c] for c in calcolo["colonne"] if c in self.posti]
        if len(usate) != len(calcolo["colonne"]) or j in usate:
            return IGNOTO
        match calcolo["specie"]:
            case "somma":
                return somma(self.cella(i, k) for k in usate)
            case "quota":
                return rapporto(self.cella(i, usate[0]), self._totale(usate[0]), CENTO)
            case _:
                return rapporto(self.cella(i, usate[0]), self.cella(i, usate[1]), Fraction(calcolo["per"]))

    def _totale(self, j: int) -> Conto:
        if j not in self.totali:
            self.totali[j] = IGNOTO
            self.totali[j] = somma(self.cella(i, j) for i in self.dati)
        return self.totali[j]

    def _di_riga(self, i: int, j: int, calcolo: str) -> Conto:
        if self.colonne[j]["tipo"] not in SOMMABILI:
            return VUOTO
        scelte = self.dati if calcolo == "totale" else self._da_ultimo_subtotale(i)
        if len({self.righe[k]["unita"] for k in scelte}) > 1:
            return VUOTO
        return somma(self.cella(k, j) for k in scelte)

    def _da_ultimo_subtotale(self, i: int) -> list[int]:
        prima = max((k for k in range(i) if self.righe[k].get("calcolo") == "subtotale"), default=-1)
        return [k for k in self.dati if prima < k < i]


def calcolati(colonne: list[Json], righe: list[Json]) -> set[tuple[int, int]]:
    """Return the (row, column) of the cells that are computed, so nobody types them."""
    return {
        (i, j)
        for i, r in enumerate(righe)
        for j, c in enumerate(colonne)
        if c.get("calcolo") or (r.get("calcolo") and c["tipo"] != "testo")
    }


def valori_completi(colonne: list[Json], righe: list[Json]) -> list[list[str]]:
    """Return the values of all the rows, those computed worked out; what was typed is returned as it is."""
    quali = calcolati(colonne, righe)
    if not quali:
        return [r["valori"] for r in righe]
    foglio = _Foglio(colonne, righe)
    return [
        [
            scritto(foglio.cella(i, j), colonne[j]["decimali"]) if (i, j) in quali else v
            for j, v in enumerate(r["valori"])
        ]
        for i, r in enumerate(righe)
    ]
