"""Population pyramid: age classes from the youngest at the bottom, one sex to the left and one to the right."""

from decimal import Decimal

from piani.grafici.barre import massimo
from piani.grafici.modello import DatiGrafico
from piani.grafici.svg import CARATTERE_PICCOLO, INCHIOSTRO, LARGHEZZA, TINTE, elemento, scritta

COLONNA_CLASSI = 96
SPAZIO_VALORE = 62
ALTA = 18
TESTA = 30


def _barra(lato: int, bordo: float, y: float, valore: Decimal | None, parole: str, scala: Decimal) -> str:
    largo = float(max(valore, Decimal(0)) * scala) if valore is not None else 0.0
    x = bordo - largo if lato < 0 else bordo
    barra = elemento(
        "rect",
        x=x,
        y=y,
        width=largo,
        height=ALTA - 3,
        fill=TINTE[0] if lato < 0 else TINTE[2],
        stroke=INCHIOSTRO,
        stroke_width="0.75",
    )
    ancora = "end" if lato < 0 else "start"
    fine = scritta(bordo + lato * (largo + 5), y + 12, parole or "n.d.", ancora=ancora, corpo=CARATTERE_PICCOLO)
    return (barra if valore is not None else "") + fine


def disegna_piramide(dati: DatiGrafico) -> tuple[str, float]:
    """Return the drawing and its height: the first series to the left, the second to the right."""
    sinistra, destra = dati.serie[0], dati.serie[1 if len(dati.serie) > 1 else 0]
    mezzo = LARGHEZZA / 2
    bordi = (mezzo - COLONNA_CLASSI / 2, mezzo + COLONNA_CLASSI / 2)
    scala = Decimal(str(bordi[0] - SPAZIO_VALORE)) / massimo(dati)
    pezzi = [
        scritta(bordi[0], 16, sinistra.nome, ancora="end", peso="600"),
        scritta(bordi[1], 16, destra.nome, peso="600"),
    ]
    quante = len(dati.etichette)
    for i, classe in enumerate(dati.etichette):
        y = TESTA + (quante - 1 - i) * ALTA
        pezzi.append(scritta(mezzo, y + 12, classe, ancora="middle", corpo=CARATTERE_PICCOLO))
        for lato, bordo, serie in ((-1, bordi[0], sinistra), (1, bordi[1], destra)):
            pezzi.append(_barra(lato, bordo, y, serie.valori[i], serie.testi[i], scala))
    fondo = float(TESTA + quante * ALTA)
    pezzi += [elemento("line", x1=b, y1=TESTA - 2, x2=b, y2=fondo, stroke=INCHIOSTRO) for b in bordi]
    return "".join(pezzi), fondo + 6
