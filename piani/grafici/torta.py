"""Pie: slices of different darkness with white edges; each name and value stands beside, with its mark."""

import math
from decimal import Decimal

from piani.grafici.modello import DatiGrafico
from piani.grafici.svg import INCHIOSTRO, LARGHEZZA, TINTE, a_capo, elemento, scritta

RAGGIO = 92
CENTRO_X, CENTRO_Y = 150, 104
ALTEZZA = 208


def _fetta(da: float, a: float, tinta: str) -> str:
    if a - da > 0.9999:
        return elemento("circle", cx=CENTRO_X, cy=CENTRO_Y, r=RAGGIO, fill=tinta, stroke=INCHIOSTRO)
    x1, y1 = _sul_cerchio(da)
    x2, y2 = _sul_cerchio(a)
    grande = int(a - da > 0.5)
    tracciato = f"M{CENTRO_X} {CENTRO_Y}L{x1:.2f} {y1:.2f}A{RAGGIO} {RAGGIO} 0 {grande} 1 {x2:.2f} {y2:.2f}Z"
    return elemento("path", d=tracciato, fill=tinta, stroke="#ffffff", stroke_width=2)


def _sul_cerchio(parte: float) -> tuple[float, float]:
    angolo = parte * 2 * math.pi - math.pi / 2
    return CENTRO_X + RAGGIO * math.cos(angolo), CENTRO_Y + RAGGIO * math.sin(angolo)


def disegna_torta(dati: DatiGrafico) -> tuple[str, float]:
    """Return the drawing and its height: the first series, clockwise from the top."""
    serie = dati.serie[0]
    valori = [v if v is not None and v > 0 else Decimal(0) for v in serie.valori]
    intero = sum(valori, Decimal(0)) or Decimal(1)
    pezzi: list[str] = []
    da = Decimal(0)
    y = CENTRO_Y - len(valori) * 17.0 + 14
    for i, (valore, parole, etichetta) in enumerate(zip(valori, serie.testi, dati.etichette, strict=True)):
        tinta = TINTE[i % len(TINTE)]
        if valore:
            pezzi.append(_fetta(float(da), float(da + valore / intero), tinta))
        da += valore / intero
        pezzi.append(elemento("rect", x=290, y=y - 12, width=14, height=14, fill=tinta, stroke=INCHIOSTRO))
        for k, riga in enumerate(a_capo(f"{etichetta}: {parole}", LARGHEZZA - 320)):
            pezzi.append(scritta(314, y + k * 16, riga, peso="600"))
            y += 16 * k
        y += 34
    return "".join(pezzi), float(max(ALTEZZA, int(y)))
