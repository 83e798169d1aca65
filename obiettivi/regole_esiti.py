"""How far an earlier objective got: the regional formula, its bands, the mean. Pure: no database.

DGR XII/2167, line 1195: "(n. azioni realizzate*100)/n. azioni programmate", with five bands in whole percents. A share is
kept exact, and its band has no gaps: 49,6% is below 50, so it is "insufficiente" and is written 49%.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from obiettivi.enums import CriterioGrado, FasciaGrado

_SOGLIE = ((50, FasciaGrado.INSUFFICIENTE), (80, FasciaGrado.SUFFICIENTE), (100, FasciaGrado.BUONO))


def fascia(valore: Fraction | int) -> FasciaGrado:
    """Return the band of a percent, 0 to 100. Raises ValueError outside."""
    if not 0 <= valore <= 100:
        raise ValueError(f"{valore} is not a percent")
    if valore == 0:
        return FasciaGrado.NULLO
    return next((f for soglia, f in _SOGLIE if valore < soglia), FasciaGrado.OTTIMO)


def percento(valore: Fraction) -> int:
    """Return the whole percent nearest to `valore` (half goes up) that stays in its band."""
    vicino = int(valore + Fraction(1, 2))
    if fascia(vicino) == fascia(valore):
        return vicino
    return vicino - 1 if vicino > valore else vicino + 1


@dataclass(frozen=True)
class Calcolo:
    """What the formula counts: actions done, planned, and those that nobody has valued yet."""

    realizzate: int
    programmate: int
    da_valutare: int

    @property
    def esatto(self) -> Fraction | None:
        """The exact percent; None without actions, or while one is to be valued."""
        if not self.programmate or self.da_valutare:
            return None
        return Fraction(self.realizzate * 100, self.programmate)

    @property
    def valore(self) -> int | None:
        """The percent as it is written."""
        return None if self.esatto is None else percento(self.esatto)


def calcola(realizzazioni: Iterable[int | None], criterio: str) -> Calcolo:
    """Apply the formula to the percents of the actions of the first level (None: not valued).

    `criterio` says when an action counts as done: whole (CriterioGrado.REALIZZATE), or begun (AVVIATE), the habit of
    Gallarate's sixteen evaluations.
    """
    percenti = list(realizzazioni)
    soglia = 1 if criterio == CriterioGrado.AVVIATE else 100
    return Calcolo(
        realizzate=sum(1 for p in percenti if p is not None and p >= soglia),
        programmate=len(percenti),
        da_valutare=sum(1 for p in percenti if p is None),
    )


def conto(calcolo: Calcolo) -> str:
    """Return what the formula counts, in words: "3 azioni su 4: 75% (sufficiente)"."""
    if not calcolo.programmate:
        return "la scheda non ha ancora azioni"
    if calcolo.da_valutare:
        quante = "un'azione è" if calcolo.da_valutare == 1 else f"{calcolo.da_valutare} azioni sono"
        return f"{quante} ancora da valutare"
    esatto = Fraction(calcolo.realizzate * 100, calcolo.programmate)
    return f"{conteggio(calcolo)}, {percento(esatto)}% ({fascia(esatto).label})"


def conteggio(calcolo: Calcolo) -> str:
    """Return the two counts alone: "3 azioni su 4"."""
    azioni = "azione" if calcolo.realizzate == 1 else "azioni"
    return f"{calcolo.realizzate} {azioni} su {calcolo.programmate}"


@dataclass(frozen=True)
class Grado:
    """The degree that counts: `valore` is a whole percent or None; `a_mano` when a person chose it, with `motivo`."""

    valore: int | None
    calcolo: Calcolo | None
    a_mano: bool
    motivo: str = ""

    @property
    def fascia(self) -> FasciaGrado | None:
        """The band, as the Region names it."""
        if self.valore is None:
            return None
        esatto = self.calcolo.esatto if self.calcolo and not self.a_mano else None
        return fascia(self.valore if esatto is None else esatto)

    @property
    def spiegazione(self) -> str:
        """How the formula counts, in words; empty where the degree is only written by hand."""
        return conto(self.calcolo) if self.calcolo else ""

    @property
    def conteggio(self) -> str:
        """The two counts alone; empty where the degree is only written by hand."""
        return conteggio(self.calcolo) if self.calcolo else ""


def grado(scelto: int | None, criterio: str, motivo: str, realizzazioni: Iterable[int | None]) -> Grado:
    """Return the degree: the one chosen by a person, else the one of the formula when there is a criterion."""
    calcolo = calcola(realizzazioni, criterio) if criterio else None
    if scelto is not None:
        return Grado(scelto, calcolo, a_mano=True, motivo=motivo)
    return Grado(calcolo.valore if calcolo else None, calcolo, a_mano=False)


def media(valori: Sequence[int]) -> Fraction | None:
    """Return the exact mean of the degrees; None of none."""
    return Fraction(sum(valori), len(valori)) if valori else None
