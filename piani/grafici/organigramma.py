"""Organigram: one band for each level, from top to bottom, the bodies of the level side by side."""

from piani.grafici.modello import DatiGrafico
from piani.grafici.svg import INCHIOSTRO, LARGHEZZA, a_capo, elemento, scritta

COLONNA_LIVELLI = 170
RIGA = 16
SPAZIO = 26
MARGINE = 10


def _livelli(dati: DatiGrafico) -> list[tuple[str, list[str]]]:
    gruppi: list[tuple[str, list[str]]] = []
    for livello, organo in zip(dati.etichette, dati.serie[0].testi, strict=True):
        if not gruppi or gruppi[-1][0] != livello:
            gruppi.append((livello, []))
        gruppi[-1][1].append(organo)
    return gruppi


def _scatola(x: float, y: float, largo: float, alto: float, righe: list[str], *, forte: bool) -> str:
    sfondo = "#dfeaf5" if forte else "#ffffff"
    rettangolo = elemento("rect", x=x, y=y, width=largo, height=alto, rx=4, fill=sfondo, stroke=INCHIOSTRO)
    base = y + (alto - len(righe) * RIGA) / 2 + 12
    return rettangolo + "".join(
        scritta(x + largo / 2, base + k * RIGA, r, ancora="middle", peso="600" if forte else None)
        for k, r in enumerate(righe)
    )


def disegna_organigramma(dati: DatiGrafico) -> tuple[str, float]:
    """Return the drawing and its height."""
    pezzi: list[str] = []
    y = 4.0
    livelli = _livelli(dati)
    largo_tutto = LARGHEZZA - COLONNA_LIVELLI
    mezzo = COLONNA_LIVELLI + largo_tutto / 2
    for i, (livello, organi) in enumerate(livelli):
        largo = (largo_tutto - MARGINE * (len(organi) - 1)) / len(organi)
        righe = [a_capo(o, largo - 12) for o in organi]
        di_fianco = a_capo(livello, COLONNA_LIVELLI - 20)
        alto = max(*(len(r) for r in righe), len(di_fianco)) * RIGA + 16
        base = y + (alto - len(di_fianco) * RIGA) / 2 + 12
        pezzi += [scritta(0, base + k * RIGA, r, colore="#455b71") for k, r in enumerate(di_fianco)]
        for k, r in enumerate(righe):
            pezzi.append(_scatola(COLONNA_LIVELLI + k * (largo + MARGINE), y, largo, alto, r, forte=len(organi) == 1))
        y += alto
        if i < len(livelli) - 1:
            pezzi.append(elemento("line", x1=mezzo, y1=y, x2=mezzo, y2=y + SPAZIO, stroke=INCHIOSTRO, stroke_width=2))
            y += SPAZIO
    return "".join(pezzi), y + 4
