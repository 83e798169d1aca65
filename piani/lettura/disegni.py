"""From a table to what its chart draws: which column names, which columns are series, what hidden cells become."""

from decimal import Decimal

from core.canonico import Json
from core.formati import euro
from piani.calcolo import in_parole
from piani.grafici import DatiGrafico, Serie
from piani.lettura.parole import cella

ESEMPIO = "*"
MASSIME_FETTE = 8
ALTRO = "Altro"


def _decimale(testo: str) -> Decimal | None:
    return None if not testo or in_parole(testo) else Decimal(testo)


def _parole(testo: str, colonna: Json, unita: str) -> str:
    if colonna["tipo"] == "euro" and testo and not in_parole(testo):
        return euro(testo).replace(",00", "")
    return cella(testo, colonna, unita)


def _posti(tabella: Json) -> tuple[int, list[int]]:
    """Return the column of the labels and those of the series."""
    chiavi = [c["chiave"] for c in tabella["colonne"]]
    vista = tabella.get("vista", {})
    prima = chiavi.index(vista["etichette"]) if vista.get("etichette") in chiavi else 0
    scelte = [chiavi.index(c) for c in vista.get("serie", []) if c in chiavi]
    organigramma = tabella["grafico"] == "organigramma"
    tutte = [k for k, c in enumerate(tabella["colonne"]) if k != prima and (organigramma or c["tipo"] != "testo")]
    return prima, scelte or tutte


def dati_del_grafico(tabella: Json, titolo: str) -> DatiGrafico:
    """Return what the chart of a table draws: totals left out, hidden cells as gaps with their mark in words."""
    righe = [r for r in tabella["righe"] if not r["totale"]]
    organigramma = tabella["grafico"] == "organigramma"
    prima, posti = _posti(tabella)
    serie = tuple(
        Serie(
            nome=tabella["colonne"][k]["titolo"],
            valori=tuple(None if organigramma else _decimale(r["valori"][k]) for r in righe),
            testi=tuple(_parole(r["valori"][k], tabella["colonne"][k], r["unita"]) for r in righe),
        )
        for k in posti
    )
    etichette = tuple(f"{r['valori'][prima]}{ESEMPIO if r['esempio'] else ''}" for r in righe)
    dati = DatiGrafico(
        tabella["chiave"], titolo, tabella["grafico"], etichette, serie, alternativo=tabella.get("alternativo", "")
    )
    return _poche_fette(dati, tabella["colonne"][posti[0]]) if tabella["grafico"] == "torta" and posti else dati


def _poche_fette(dati: DatiGrafico, colonna: Json) -> DatiGrafico:
    """Return a pie with its seven largest slices in their order, and the rest together as Altro."""
    serie = dati.serie[0]
    if len(serie.valori) <= MASSIME_FETTE:
        return dati
    grandi = sorted(range(len(serie.valori)), key=lambda i: (-(serie.valori[i] or Decimal(0)), i))[: MASSIME_FETTE - 1]
    tenute = sorted(grandi)
    resto = sum((v or Decimal(0) for i, v in enumerate(serie.valori) if i not in grandi), Decimal(0))
    return DatiGrafico(
        dati.chiave,
        dati.titolo,
        dati.tipo,
        (*(dati.etichette[i] for i in tenute), ALTRO),
        (
            Serie(
                serie.nome,
                (*(serie.valori[i] for i in tenute), resto),
                (*(serie.testi[i] for i in tenute), _parole(f"{resto:f}", colonna, "")),
            ),
        ),
        alternativo=dati.alternativo,
    )
