"""Official labels of the sheets, recognised as they are really printed. Pure.

Tolerated: case, accents, apostrophes, line breaks, wrong years, a missing or an added word, the official hint printed
with the label, a label cut by a page break.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from piani.word.leggi.catalogo import Campo, Formato
from piani.word.leggi.testi import piega

CERTA, PROBABILE = 0.93, 0.82
# A cut label must carry this share of the whole, and as many letters, to be told from others.
_PARTE, _LETTERE = 0.55, 24
_CODA = re.compile(r"\s*\([^()]*\)\S*(?:\s*n\. azioni programmate|\s*preventivato)?\s*$", re.IGNORECASE)
_ANNI = re.compile(r"\d{4}")
_NUMERO_DAVANTI = re.compile(r"^\s*(?:\d{1,2}|[a-z])\s*[.)\-–]\s*", re.IGNORECASE)
_MASSIMO = 420
# Formats with very few and very common labels cannot be told by them.
_CAMPI_MINIMI = 4


@dataclass(frozen=True)
class Trovata:
    """A label found: its row, how like it is (0 to 1), and whether only its first part was there."""

    formato: str
    campo: str
    ordine: int
    punti: float
    tronca: bool = False

    @property
    def certa(self) -> bool:
        """Whether nobody need look at it."""
        return self.punti >= CERTA and not self.tronca


@dataclass(frozen=True)
class _Voce:
    formato: str
    campo: str
    ordine: int
    intera: str
    nucleo: str


def compatta(testo: str) -> str:
    """Return the letters alone, years all alike."""
    return _ANNI.sub("0000", piega(testo)).replace(" ", "")


class Etichette:
    """The labels of all the formats, ready to be looked for."""

    def __init__(self, formati: Iterable[Formato]) -> None:
        self.formati = {f.chiave: f for f in formati if len(f.campi) >= _CAMPI_MINIMI}
        self._voci = [
            _Voce(f.chiave, c.chiave, n, compatta(c.etichetta), compatta(nucleo(c.etichetta)))
            for f in self.formati.values()
            for n, c in enumerate(f.campi)
        ]
        self._note: dict[tuple[str, str], Trovata | None] = {}

    def campo(self, trovata: Trovata) -> Campo:
        """Return the row of a label found."""
        return self.formati[trovata.formato].campi[trovata.ordine]

    def cerca(self, testo: str, *, formato: str = "") -> Trovata | None:
        """Return the row whose label is `testo`, the likest one; None when none is like enough."""
        chiave = (testo, formato)
        if chiave not in self._note:
            self._note[chiave] = self._cerca(testo, formato)
        return self._note[chiave]

    def _cerca(self, testo: str, formato: str) -> Trovata | None:
        if not testo or len(testo) > _MASSIMO:
            return None
        letto = compatta(_NUMERO_DAVANTI.sub("", testo, count=1))
        if len(letto) < 4:
            return None
        migliore: Trovata | None = None
        for voce in self._voci:
            if formato and voce.formato != formato:
                continue
            punti, tronca = somiglianza(letto, voce.intera, voce.nucleo)
            if punti >= PROBABILE and (migliore is None or punti > migliore.punti):
                migliore = Trovata(voce.formato, voce.campo, voce.ordine, punti, tronca)
        return migliore

    def prefisso(self, testo: str, *, formato: str = "") -> tuple[Trovata, int] | None:
        """Return the label that opens `testo` and where it ends, when an answer follows in the same text."""
        letto = compatta(testo[: _MASSIMO * 2])
        migliore: tuple[Trovata, int] | None = None
        for voce in self._voci:
            if formato and voce.formato != formato:
                continue
            for etichetta in dict.fromkeys((voce.intera, voce.nucleo)):
                if len(etichetta) < 6 or not letto.startswith(etichetta):
                    continue
                fine = _fine(testo, len(etichetta))
                if migliore is None or fine > migliore[1]:
                    migliore = Trovata(voce.formato, voce.campo, voce.ordine, 1.0), fine
        return migliore


def nucleo(etichetta: str) -> str:
    """Return a label without the remark in brackets at its end."""
    return _CODA.sub("", etichetta) or etichetta


def somiglianza(letto: str, intera: str, nucleo_: str) -> tuple[float, bool]:
    """Return how like two labels are, from 0 to 1, and whether `letto` is only the first part of it."""
    if letto in (intera, nucleo_):
        return 1.0, False
    # The official hint, or a remark, is printed with the label.
    if len(nucleo_) >= 10 and letto.startswith(nucleo_):
        return 0.97, False
    if len(letto) >= _LETTERE and len(letto) >= _PARTE * len(nucleo_) and nucleo_.startswith(letto):
        return 0.95, True
    return max(_rapporto(letto, intera), _rapporto(letto, nucleo_)), False


def _rapporto(a: str, b: str) -> float:
    if not a or not b or min(len(a), len(b)) / max(len(a), len(b)) < PROBABILE / (2 - PROBABILE):
        return 0.0
    confronto = SequenceMatcher(None, a, b, autojunk=False)
    if confronto.quick_ratio() < PROBABILE:
        return 0.0
    return confronto.ratio()


def _fine(testo: str, lettere: int) -> int:
    """Return where in `testo` its first `lettere` folded letters end, with the punctuation after them."""
    conto = 0
    for n, c in enumerate(testo):
        conto += len(compatta(c))
        if conto >= lettere:
            resto = re.match(r"[\s?:.)*'’`´-]*", testo[n + 1 :])
            return n + 1 + (resto.end() if resto else 0)
    return len(testo)
