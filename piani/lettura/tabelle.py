"""Tables, charts and figures, each with its numbered caption."""

from itertools import groupby

from core.canonico import Json
from piani.calcolo.avvisi import note_di_lettura
from piani.grafici import disegna
from piani.lettura.disegni import dati_del_grafico
from piani.lettura.modello import Cella, ColonnaLetta, RigaTabella, TabellaLetta
from piani.lettura.parole import cella
from piani.lettura.testo import senza_spezzare


def _titolo_colonna(colonna: Json) -> str:
    unita = "€" if colonna["tipo"] == "euro" else colonna["unita"]
    ripetuta = unita and unita.casefold() in colonna["titolo"].casefold()
    return f"{colonna['titolo']} ({unita})" if unita and not ripetuta else str(colonna["titolo"])


def _gruppi(colonne: list[Json]) -> list[tuple[str, int]]:
    if not any(c["gruppo"] for c in colonne):
        return []
    return [(nome, len(list(insieme))) for nome, insieme in groupby(colonne[1:], key=lambda c: str(c["gruppo"]))]


class _Note:
    """The notes of a table, numbered as they are met."""

    def __init__(self) -> None:
        self.lette: list[tuple[str, str]] = []

    def richiamo(self, nota: str) -> str:
        """Return the mark of a note; empty without a note."""
        if not nota:
            return ""
        self.lette.append((str(len(self.lette) + 1), senza_spezzare(nota)))
        return self.lette[-1][0]


def _righe(tabella: Json) -> tuple[list[RigaTabella], list[tuple[str, str]]]:
    note = _Note()
    righe = []
    for riga in tabella["righe"]:
        di_cella = riga.get("note", {})
        prima = tabella["colonne"][0]["chiave"] if tabella["colonne"] else ""
        richiami = [note.richiamo(riga["nota"]), note.richiamo(di_cella.get(prima, ""))]
        valori = [*riga["valori"], *[""] * (len(tabella["colonne"]) - len(riga["valori"]))]
        righe.append(
            RigaTabella(
                titolo=senza_spezzare(valori[0]),
                celle=[
                    Cella(
                        cella(v, c, riga["unita"]), c["tipo"] != "testo", note.richiamo(di_cella.get(c["chiave"], ""))
                    )
                    for v, c in zip(valori[1:], tabella["colonne"][1:], strict=False)
                ],
                totale=riga["totale"],
                esempio=riga["esempio"],
                richiamo=", ".join(r for r in richiami if r),
            )
        )
    return righe, note.lette


def leggi_tabella(tabella: Json, numero: str, *, fonte: Json | None = None, numero_fonte: str = "") -> TabellaLetta:
    """Return the table with its caption, notes and drawing; `fonte` is the table that a chart without data draws."""
    dati = _vista(tabella, fonte) if fonte else tabella
    righe, note = _righe(dati)
    grafico = dati_del_grafico(dati, f"{numero}. {tabella['titolo']}") if tabella["grafico"] else None
    return TabellaLetta(
        ancora=f"tabella-{tabella['chiave']}",
        specie=tabella["specie"],
        numero=numero,
        titolo=senza_spezzare(tabella["titolo"]),
        fonte=_fonte(dati),
        nota=senza_spezzare(tabella["nota"]),
        note=note,
        gruppi=_gruppi(dati["colonne"]),
        colonne=[ColonnaLetta(_titolo_colonna(c), c["tipo"] != "testo") for c in dati["colonne"]],
        righe=righe,
        orizzontale=tabella["orizzontale"],
        svg=disegna(grafico) if grafico else "",
        con_esempi=any(r.esempio for r in righe),
        note_dati=tuple(note_di_lettura(dati["colonne"], dati["righe"])),
        dati=numero_fonte if fonte else "",
        ancora_dati=f"tabella-{fonte['chiave']}" if fonte else "",
    )


def _vista(grafico: Json, fonte: Json) -> Json:
    """Return the chart as a table of its own: the columns that it shows, with the rows of the table it draws."""
    vista = grafico.get("vista", {})
    chiavi = [c["chiave"] for c in fonte["colonne"]]
    etichette = vista.get("etichette") or chiavi[0]
    serie = vista.get("serie") or [c["chiave"] for c in fonte["colonne"] if c["tipo"] != "testo"]
    posti = [chiavi.index(c) for c in (etichette, *serie) if c in chiavi]
    return {
        **grafico,
        "fonte": grafico["fonte"] or fonte["fonte"],
        "anno": grafico["anno"] or fonte["anno"],
        "colonne": [{**fonte["colonne"][k], "gruppo": ""} for k in posti],
        "righe": [{**r, "valori": [r["valori"][k] for k in posti]} for r in fonte["righe"]],
        "vista": {},
    }


def _fonte(tabella: Json) -> str:
    if tabella["fonte"] and tabella["anno"] and tabella["anno"] not in tabella["fonte"]:
        return f"{tabella['fonte']} (dati {tabella['anno']})"
    return str(tabella["fonte"] or (f"dati {tabella['anno']}" if tabella["anno"] else ""))
