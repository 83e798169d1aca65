"""Tables, charts and figures, each with its numbered caption."""

from collections import Counter
from decimal import Decimal
from itertools import groupby

from core.canonico import Json
from core.formati import euro
from piani.grafici import DatiGrafico, Serie, disegna
from piani.lettura.modello import Cella, ColonnaLetta, RigaTabella, TabellaLetta
from piani.lettura.parole import cella
from piani.lettura.testo import senza_spezzare

NOMI = {"tabella": "Tabella", "grafico": "Grafico", "figura": "Figura"}
ESEMPIO = "*"


class Numeratore:
    """Numbers captions by kind, from 1 in each numbered chapter: Tabella 2.1, Grafico 2.1; Figura 1 outside them."""

    def __init__(self) -> None:
        self._visti: Counter[tuple[str, str]] = Counter()

    def numero(self, specie: str, capitolo: str) -> str:
        """Return the next number of that kind in the chapter (empty: not numbered)."""
        self._visti[specie, capitolo] += 1
        conto = self._visti[specie, capitolo]
        return f"{NOMI[specie]} {capitolo}.{conto}" if capitolo else f"{NOMI[specie]} {conto}"


def _titolo_colonna(colonna: Json) -> str:
    unita = "€" if colonna["tipo"] == "euro" else colonna["unita"]
    ripetuta = unita and unita.casefold() in colonna["titolo"].casefold()
    return f"{colonna['titolo']} ({unita})" if unita and not ripetuta else str(colonna["titolo"])


def _gruppi(colonne: list[Json]) -> list[tuple[str, int]]:
    if not any(c["gruppo"] for c in colonne):
        return []
    return [(nome, len(list(insieme))) for nome, insieme in groupby(colonne[1:], key=lambda c: str(c["gruppo"]))]


def _righe(tabella: Json) -> tuple[list[RigaTabella], list[tuple[str, str]]]:
    note: list[tuple[str, str]] = []
    righe = []
    for riga in tabella["righe"]:
        richiamo = ""
        if riga["nota"]:
            richiamo = str(len(note) + 1)
            note.append((richiamo, senza_spezzare(riga["nota"])))
        valori = [*riga["valori"], *[""] * (len(tabella["colonne"]) - len(riga["valori"]))]
        righe.append(
            RigaTabella(
                titolo=senza_spezzare(valori[0]),
                celle=[
                    Cella(cella(v, c, riga["unita"]), c["tipo"] != "testo")
                    for v, c in zip(valori[1:], tabella["colonne"][1:], strict=False)
                ],
                totale=riga["totale"],
                esempio=riga["esempio"],
                richiamo=richiamo,
            )
        )
    return righe, note


def _decimale(testo: str) -> Decimal | None:
    return Decimal(testo) if testo else None


def _testo_in_grafico(testo: str, colonna: Json, unita: str) -> str:
    if colonna["tipo"] == "euro" and testo:
        return euro(testo).replace(",00", "")
    return cella(testo, colonna, unita)


def _dati(tabella: Json, numero: str) -> DatiGrafico:
    righe = [r for r in tabella["righe"] if not r["totale"]]
    organigramma = tabella["grafico"] == "organigramma"
    serie = tuple(
        Serie(
            nome=colonna["titolo"],
            valori=tuple(None if organigramma else _decimale(r["valori"][k]) for r in righe),
            testi=tuple(_testo_in_grafico(r["valori"][k], colonna, r["unita"]) for r in righe),
        )
        for k, colonna in enumerate(tabella["colonne"])
        if k and (organigramma or colonna["tipo"] != "testo")
    )
    etichette = tuple(f"{r['valori'][0]}{ESEMPIO if r['esempio'] else ''}" for r in righe)
    return DatiGrafico(tabella["chiave"], f"{numero}. {tabella['titolo']}", tabella["grafico"], etichette, serie)


def leggi_tabella(tabella: Json, numero: str) -> TabellaLetta:
    """Return the table with its caption, notes and drawing."""
    righe, note = _righe(tabella)
    return TabellaLetta(
        ancora=f"tabella-{tabella['chiave']}",
        specie=tabella["specie"],
        numero=numero,
        titolo=senza_spezzare(tabella["titolo"]),
        fonte=_fonte(tabella),
        nota=senza_spezzare(tabella["nota"]),
        note=note,
        gruppi=_gruppi(tabella["colonne"]),
        colonne=[ColonnaLetta(_titolo_colonna(c), c["tipo"] != "testo") for c in tabella["colonne"]],
        righe=righe,
        orizzontale=tabella["orizzontale"],
        svg=disegna(_dati(tabella, numero)) if tabella["grafico"] else "",
        con_esempi=any(r.esempio for r in righe),
    )


def _fonte(tabella: Json) -> str:
    if tabella["fonte"] and tabella["anno"] and tabella["anno"] not in tabella["fonte"]:
        return f"{tabella['fonte']} (dati {tabella['anno']})"
    return str(tabella["fonte"] or (f"dati {tabella['anno']}" if tabella["anno"] else ""))
