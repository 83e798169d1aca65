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


def _sul_cerchio(parte: float, raggio: float = RAGGIO) -> tuple[float, float]:
    angolo = parte * 2 * math.pi - math.pi / 2
    return CENTRO_X + raggio * math.cos(angolo), CENTRO_Y + raggio * math.sin(angolo)


def _numero(numero: int, parte: float) -> str:
    """Return a slice's number, on a white disc that any tint lets read."""
    x, y = _sul_cerchio(parte, RAGGIO * 0.72)
    disco = elemento("circle", cx=x, cy=y, r=9.0, fill="#ffffff")
    return disco + scritta(x, y + 4, str(numero), ancora="middle", corpo=11, peso="600")


def disegna_torta(dati: DatiGrafico) -> tuple[str, float]:
    """Return the drawing and its height: the first series, clockwise from the top."""
    serie = dati.serie[0]
    valori = [v if v is not None and v > 0 else Decimal(0) for v in serie.valori]
    intero = sum(valori, Decimal(0)) or Decimal(1)
    pezzi: list[str] = []
    da = Decimal(0)
    y = max(CENTRO_Y - len(valori) * 17.0 + 14, 16.0)
    # More slices than tints: each is told by its number too.
    numeri = len(valori) > len(TINTE)
    for i, (valore, parole, etichetta) in enumerate(zip(valori, serie.testi, dati.etichette, strict=True)):
        tinta = TINTE[i % len(TINTE)]
        if valore:
            pezzi.append(_fetta(float(da), float(da + valore / intero), tinta))
            if numeri:
                pezzi.append(_numero(i + 1, float(da + valore / intero / 2)))
        da += valore / intero
        pezzi.append(elemento("rect", x=290, y=y - 12, width=14, height=14, fill=tinta, stroke=INCHIOSTRO))
        for k, riga in enumerate(a_capo(f"{f'{i + 1}. ' if numeri else ''}{etichetta}: {parole}", LARGHEZZA - 320)):
            pezzi.append(scritta(314, y + k * 16, riga, peso="600"))
            y += 16 * k
        y += 34
    return "".join(pezzi), float(max(ALTEZZA, int(y)))
