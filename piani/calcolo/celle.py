"""A cell as it is kept: a decimal string, a year, or a mark that has a meaning and is never a number. Pure.

Marks: ``<5`` (fewer than five, hidden for privacy), ``n.d.`` (not available), ``-`` (there is none). A computed total
over cells that are not known is a floor: ``>=12``.
"""

import re
from decimal import Decimal
from fractions import Fraction

from piani.numeri import NumeroNonValido, da_italiano, in_italiano

NON_DISPONIBILE = "n.d."
ASSENTE = "-"
ALMENO = ">="
_NASCOSTO = re.compile(r"<\s*([1-9]\d{0,2})")
_NASCOSTO_TENUTO = re.compile(r"<[1-9]\d{0,2}")
_ND = frozenset({"n.d.", "nd", "n.d", "n/d", "..", "...", "…", "n.a.", "na", "#n/d", "#n/a"})
_TRATTI = frozenset({"-", "\u2013", "\u2014", "\u2212"})
_ANNO = re.compile(r"(?:1[89]|20|21)\d\d")


def segno(testo: str) -> str:
    """Return the mark that a typed text stands for ("<5", "n.d.", "-"), or "" when it is none."""
    nudo = testo.strip().casefold()
    if nudo in _ND:
        return NON_DISPONIBILE
    if nudo in _TRATTI:
        return ASSENTE
    trovato = _NASCOSTO.fullmatch(nudo)
    return f"<{trovato[1]}" if trovato else ""


def nascosto(valore: str) -> bool:
    """Whether a kept value is a privacy mask."""
    return bool(_NASCOSTO_TENUTO.fullmatch(valore))


def limite(valore: str) -> int:
    """Return the number that a mask stays under: 5 for "<5"."""
    return int(valore[1:])


def ignoto(valore: str) -> bool:
    """Whether a kept value is a number that is not told: masked, not available, or only a floor."""
    return nascosto(valore) or valore == NON_DISPONIBILE or valore.startswith(ALMENO)


def cella_da_italiano(testo: str, tipo: str) -> str:
    """Return what is kept of a number cell typed by a person: "1.584,5" is "1584.5", "< 5" is "<5".

    Raises NumeroNonValido.
    """
    trovato = segno(testo)
    if trovato:
        return trovato
    if tipo != "anno":
        return da_italiano(testo)
    nudo = testo.strip()
    if nudo and not _ANNO.fullmatch(nudo):
        raise NumeroNonValido(f"«{nudo[:40]}» non è un anno: scrivilo con quattro cifre, come 2024.")
    return nudo


def numero_di(valore: str) -> Fraction | None:
    """Return the exact number of a kept value; None for blanks, marks and floors."""
    try:
        return Fraction(Decimal(valore)) if valore else None
    except ArithmeticError:
        return None


def da_riscrivere(valore: str, tipo: str) -> str:
    """Return a kept value as a person types it again."""
    return valore if tipo in ("testo", "anno") or segno(valore) else in_italiano(valore)


def in_parole(valore: str) -> str:
    """Return what the reader sees of a mark or of a floor; "" for anything else."""
    if valore.startswith(ALMENO):
        return f"almeno\u00a0{in_italiano(valore.removeprefix(ALMENO))}"
    return valore if segno(valore) == valore else ""


def valida(valore: str, tipo: str) -> bool:
    """Whether a value of the canonical form fits its column, marks included."""
    if tipo == "testo" or not valore or segno(valore) == valore:
        return True
    if tipo == "anno":
        return bool(_ANNO.fullmatch(valore))
    return numero_di(valore) is not None
