"""Lines over time: each series has its own dash and its own mark, and its name at the end."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from core.formati import numero
from piani.grafici.modello import DatiGrafico, Serie
from piani.grafici.svg import GRIGLIA, INCHIOSTRO, LARGHEZZA, a_capo, elemento, scritta

SINISTRA, DESTRA, SOPRA, SOTTO = 46, 165, 14, 30
ALTEZZA = 280
TRATTI = (None, "7 4", "2 3", "10 3 2 3")
COLORI = ("#17324d", "#3a74b4", "#555555", "#7a4a12")
TACCHE = 5
PASSI = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))


def _scala(dati: DatiGrafico) -> list[Decimal]:
    """Return round numbers, at equal steps, that take in all the values."""
    valori = [v for s in dati.serie for v in s.valori if v is not None] or [Decimal(0)]
    basso, alto = min(valori), max(valori)
    grezzo = (alto - basso) / TACCHE or Decimal(1)
    decina = Decimal(1).scaleb(grezzo.adjusted())
    passo = next(p * decina for p in PASSI if p * decina >= grezzo)
    primo = (basso / passo).to_integral_value(ROUND_FLOOR)
    ultimo = max((alto / passo).to_integral_value(ROUND_CEILING), primo + 1)
    return [(primo + k) * passo for k in range(int(ultimo - primo) + 1)]


def _segno(forma: int, x: float, y: float, colore: str) -> str:
    if forma == 0:
        return elemento("circle", cx=x, cy=y, r="3.5", fill=colore)
    if forma == 1:
        return elemento(
            "rect", x=x - 3.5, y=y - 3.5, width=7, height=7, fill="#ffffff", stroke=colore, stroke_width="1.5"
        )
    return elemento("path", d=f"M{x:.2f} {y - 4.5:.2f}l4.5 8h-9z", fill=colore)


def _nomi_in_fondo(fini: list[tuple[float, str, str]], x: float) -> str:
    """Write each series' name beside its last point, pushed apart so that none covers another."""
    pezzi: list[str] = []
    libero = 0.0
    for y, nome, colore in sorted(fini):
        righe = a_capo(nome, DESTRA - 16)
        alto = max(y + 4, libero)
        pezzi += [scritta(x + 12, alto + k * 15, r, colore=colore, peso="600") for k, r in enumerate(righe)]
        libero = alto + len(righe) * 15 + 3
    return "".join(pezzi)


def disegna_linee(dati: DatiGrafico) -> tuple[str, float]:
    """Return the drawing and its height. The scale need not start from zero: its numbers are written."""
    tacche = _scala(dati)
    giu, su = tacche[0], tacche[-1]
    fondo, piano = ALTEZZA - SOTTO, LARGHEZZA - DESTRA
    passo = (piano - SINISTRA) / max(len(dati.etichette) - 1, 1)

    def quota(valore: Decimal) -> float:
        return fondo - float((valore - giu) / (su - giu)) * (fondo - SOPRA)

    pezzi: list[str] = []
    for valore in tacche:
        y = quota(valore)
        pezzi.append(elemento("line", x1=SINISTRA, y1=y, x2=piano, y2=y, stroke=GRIGLIA, stroke_width="0.75"))
        pezzi.append(scritta(SINISTRA - 8, y + 4, numero(valore.normalize()), ancora="end", corpo=11))
    pezzi.append(elemento("line", x1=SINISTRA, y1=fondo, x2=piano, y2=fondo, stroke=INCHIOSTRO))
    pezzi += [
        scritta(SINISTRA + i * passo, fondo + 18, etichetta, ancora="middle", corpo=11)
        for i, etichetta in enumerate(dati.etichette)
    ]
    fini: list[tuple[float, str, str]] = []
    for k, serie in enumerate(dati.serie):
        punti = [(SINISTRA + i * passo, quota(v)) for i, v in enumerate(serie.valori) if v is not None]
        pezzi.append(_linea(k, punti))
        if punti:
            fini.append((punti[-1][1], _con_ultimo(serie), COLORI[k % len(COLORI)]))
    pezzi.append(_nomi_in_fondo(fini, piano))
    return "".join(pezzi), float(ALTEZZA)


def _con_ultimo(serie: Serie) -> str:
    ultimo = next((t for v, t in zip(reversed(serie.valori), reversed(serie.testi), strict=True) if v is not None), "")
    return f"{serie.nome} {ultimo}"


def _linea(k: int, punti: list[tuple[float, float]]) -> str:
    colore = COLORI[k % len(COLORI)]
    spezzata = " ".join(f"{x:.2f},{y:.2f}" for x, y in punti)
    tracciato = elemento(
        "polyline",
        points=spezzata,
        fill="none",
        stroke=colore,
        stroke_width=2,
        stroke_dasharray=TRATTI[k % len(TRATTI)],
    )
    return tracciato + "".join(_segno(k % 3, x, y, colore) for x, y in punti)
