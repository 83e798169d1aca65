"""Stacked bars: one bar for each label, a piece for each series, as it is or out of a hundred."""

from decimal import Decimal

from core.formati import numero
from piani.grafici.barre import COLONNA_ETICHETTE, RIGA, SPAZIO_GRUPPI, SPAZIO_VALORE, SPESSORE, legenda
from piani.grafici.modello import DatiGrafico
from piani.grafici.svg import CARATTERE_PICCOLO, CORPO, INCHIOSTRO, LARGHEZZA, TINTE, a_capo, elemento, larga, scritta

ALTA = SPESSORE + 4
# Tints on which white letters are read, the others want ink (contrast at least 4.5 to 1).
_SCURE = frozenset({"#17324d", "#3d5f80"})
CENTO = Decimal(100)


def _somma(dati: DatiGrafico, i: int) -> Decimal:
    return sum((s.valori[i] or Decimal(0) for s in dati.serie), Decimal(0))


def _parole(valore: Decimal, testo: str, totale: Decimal, *, cento: bool) -> str:
    if not cento:
        return testo
    return f"{numero((valore / totale * CENTO).quantize(Decimal('0.1')))}%"


def _barra(dati: DatiGrafico, i: int, y: float, scala: Decimal, *, cento: bool) -> str:
    pezzi = []
    x = float(COLONNA_ETICHETTE)
    totale = _somma(dati, i)
    mancanti = [s.testi[i] for s in dati.serie if s.valori[i] is None and s.testi[i]]
    if cento and mancanti:
        # Out of what is not known there is no share.
        return scritta(x + 6, y + 15, f"non si calcola: {', '.join(mancanti)}", corpo=CARATTERE_PICCOLO)
    for k, serie in enumerate(dati.serie):
        valore = serie.valori[i]
        if valore is None or valore <= 0:
            continue
        largo = float(valore * scala)
        tinta = TINTE[k % len(TINTE)]
        pezzi.append(elemento("rect", x=x, y=y, width=largo, height=ALTA - 2, fill=tinta, stroke="#ffffff"))
        parole = _parole(valore, serie.testi[i], totale, cento=cento)
        if larga(parole, CARATTERE_PICCOLO) + 6 <= largo:
            colore = "#ffffff" if tinta in _SCURE else INCHIOSTRO
            pezzi.append(
                scritta(
                    x + largo / 2, y + 15, parole, ancora="middle", corpo=CARATTERE_PICCOLO, peso="600", colore=colore
                )
            )
        x += largo
    if mancanti:
        pezzi.append(scritta(x + 6, y + 15, f"+ {', '.join(mancanti)}", corpo=CARATTERE_PICCOLO))
    elif not cento and totale > 0:
        pezzi.append(scritta(x + 6, y + 15, numero(totale.normalize() + 0), peso="600"))
    return "".join(pezzi)


def disegna_impilate(dati: DatiGrafico, *, cento: bool) -> tuple[str, float]:
    """Return the drawing and its height. A value that is not told adds no piece: its mark stands after the bar."""
    chiave, y = legenda([s.nome for s in dati.serie], 4.0)
    pezzi: list[str] = [chiave]
    spazio = Decimal(LARGHEZZA - COLONNA_ETICHETTE - SPAZIO_VALORE)
    massimo = max((_somma(dati, i) for i in range(len(dati.etichette))), default=Decimal(0)) or Decimal(1)
    cima = y
    for i, etichetta in enumerate(dati.etichette):
        righe = a_capo(etichetta, COLONNA_ETICHETTE - 14)
        alto = max(ALTA, len(righe) * RIGA)
        base = y + (alto - len(righe) * RIGA) / 2 + CORPO
        pezzi += [scritta(COLONNA_ETICHETTE - 10, base + n * RIGA, r, ancora="end") for n, r in enumerate(righe)]
        intero = (_somma(dati, i) or Decimal(1)) if cento else massimo
        pezzi.append(_barra(dati, i, y + (alto - ALTA) / 2, spazio / intero, cento=cento))
        y += alto + SPAZIO_GRUPPI
    x = float(COLONNA_ETICHETTE)
    pezzi.append(elemento("line", x1=x, y1=cima - 2, x2=x, y2=y - 6, stroke=INCHIOSTRO))
    return "".join(pezzi), y
