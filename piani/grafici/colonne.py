"""Vertical bars, one or more for each label, with the value above each."""

from decimal import Decimal

from piani.grafici.barre import legenda, massimo
from piani.grafici.modello import DatiGrafico
from piani.grafici.svg import CARATTERE_PICCOLO, INCHIOSTRO, LARGHEZZA, TINTE, a_capo, elemento, scritta

ALTEZZA = 220
RIGA = 14
SOPRA = 22
LARGA_MASSIMA = 56.0


def disegna_colonne(dati: DatiGrafico) -> tuple[str, float]:
    """Return the drawing and its height. A value that is not told leaves a gap with its mark."""
    pezzi: list[str] = []
    y = 4.0
    if len(dati.serie) > 1:
        chiave, y = legenda([s.nome for s in dati.serie], y)
        pezzi.append(chiave)
    fondo = y + SOPRA + ALTEZZA
    passo = LARGHEZZA / len(dati.etichette)
    largo = min(LARGA_MASSIMA, passo * 0.8 / len(dati.serie))
    scala = Decimal(ALTEZZA) / massimo(dati)
    corpo = CARATTERE_PICCOLO if largo >= 30 else CARATTERE_PICCOLO - 2
    righe_sotto = 1
    for i, etichetta in enumerate(dati.etichette):
        mezzo = passo * i + passo / 2
        primo = mezzo - largo * len(dati.serie) / 2
        for k, serie in enumerate(dati.serie):
            tinta = TINTE[k % len(TINTE)] if len(dati.serie) > 1 else TINTE[1]
            x = primo + k * largo
            valore = serie.valori[i]
            alto = float(max(valore, Decimal(0)) * scala) if valore is not None else 0.0
            if valore is not None:
                pezzi.append(
                    elemento(
                        "rect",
                        x=x,
                        y=fondo - max(alto, 1.0),
                        width=largo - 2,
                        height=max(alto, 1.0),
                        fill=tinta,
                        stroke=INCHIOSTRO,
                        stroke_width="0.75",
                    )
                )
            parole = serie.testi[i] or "n.d."
            pezzi.append(scritta(x + largo / 2, fondo - alto - 5, parole, ancora="middle", corpo=corpo, peso="600"))
        righe = a_capo(etichetta, passo - 4, CARATTERE_PICCOLO)
        righe_sotto = max(righe_sotto, len(righe))
        pezzi += [
            scritta(mezzo, fondo + 16 + n * RIGA, r, ancora="middle", corpo=CARATTERE_PICCOLO)
            for n, r in enumerate(righe)
        ]
    pezzi.append(elemento("line", x1=0.0, y1=fondo, x2=float(LARGHEZZA), y2=fondo, stroke=INCHIOSTRO))
    return "".join(pezzi), fondo + 10 + righe_sotto * RIGA
