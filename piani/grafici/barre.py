"""Horizontal bars, one or more for each label: the label has room, the value is written at the end."""

from decimal import Decimal

from piani.grafici.modello import DatiGrafico
from piani.grafici.svg import CORPO, INCHIOSTRO, LARGHEZZA, TINTE, a_capo, elemento, larga, scritta

COLONNA_ETICHETTE = 190
SPAZIO_VALORE = 110
SPESSORE = 20
RIGA = 16
SPAZIO_GRUPPI = 12


def massimo(dati: DatiGrafico) -> Decimal:
    """Return the largest value, at least 1 when there is none."""
    valori = [v for s in dati.serie for v in s.valori if v is not None and v > 0]
    return max(valori, default=Decimal(1))


def legenda(nomi: list[str], y: float) -> tuple[str, float]:
    """Return the key of the series and where it ends."""
    pezzi: list[str] = []
    x = 0.0
    for i, nome in enumerate(nomi):
        largo = 24 + larga(nome) + 20
        if x and x + largo > LARGHEZZA:
            x, y = 0.0, y + 22
        pezzi.append(elemento("rect", x=x, y=y, width=14, height=14, fill=TINTE[i % len(TINTE)], stroke=INCHIOSTRO))
        pezzi.append(scritta(x + 20, y + 12, nome))
        x += largo
    return "".join(pezzi), y + 26


def _barra(x: float, y: float, valore: Decimal | None, parole: str, scala: Decimal, tinta: str) -> str:
    if valore is None:
        return scritta(x + 6, y + 15, parole or "non disponibile")
    largo = max(float(valore * scala), 1.0)
    rettangolo = elemento(
        "rect", x=x, y=y, width=largo, height=SPESSORE - 2, fill=tinta, stroke=INCHIOSTRO, stroke_width="0.75"
    )
    return rettangolo + scritta(x + largo + 6, y + 14, parole, peso="600")


def disegna_barre(dati: DatiGrafico) -> tuple[str, float]:
    """Return the drawing and its height."""
    pezzi: list[str] = []
    y = 4.0
    if len(dati.serie) > 1:
        chiave, y = legenda([s.nome for s in dati.serie], y)
        pezzi.append(chiave)
    x = float(COLONNA_ETICHETTE)
    scala = Decimal(LARGHEZZA - COLONNA_ETICHETTE - SPAZIO_VALORE) / massimo(dati)
    cima = y
    for i, etichetta in enumerate(dati.etichette):
        righe = a_capo(etichetta, COLONNA_ETICHETTE - 14)
        alto = max(len(dati.serie) * SPESSORE, len(righe) * RIGA)
        base = y + (alto - len(righe) * RIGA) / 2 + CORPO
        pezzi += [scritta(x - 10, base + k * RIGA, r, ancora="end") for k, r in enumerate(righe)]
        primo = y + (alto - len(dati.serie) * SPESSORE) / 2
        for k, serie in enumerate(dati.serie):
            tinta = TINTE[k % len(TINTE)] if len(dati.serie) > 1 else TINTE[1]
            pezzi.append(_barra(x, primo + k * SPESSORE, serie.valori[i], serie.testi[i], scala, tinta))
        y += alto + SPAZIO_GRUPPI
    pezzi.append(elemento("line", x1=x, y1=cima - 2, x2=x, y2=y - 6, stroke=INCHIOSTRO))
    return "".join(pezzi), y
