"""Two people on the same cells of a table: the cells as the page shows them, beside the grid that has the merge."""

from dataclasses import dataclass

from piani.calcolo.celle import da_riscrivere
from piani.models import Tabella
from piani.unione_tabelle import RIGA_INTERA, CellaContesa, UnioneTabelle
from piani.views.conflitti import Salvata

_DI_RIGA = {".unita": "Unità", ".nota": "Nota", ".genere": "Che riga è", ".esempio": "Esempio"}
_IN_GRIGLIA = {".unita": "unita", ".nota": "nota", ".genere": "genere"}
VUOTA, TOLTA = "(vuota)", "(riga tolta)"


@dataclass(frozen=True)
class CasellaContesa:
    """A contested cell in words; `nome` is its field in the grid (empty where it has none) and `loro` what they wrote."""

    riga: str
    colonna: str
    nome: str
    loro: str
    prima: str
    mio: str
    salvato: str


@dataclass(frozen=True)
class ConflittoTabella:
    """What the page of a conflict says: the cells, and who saved the others."""

    caselle: list[CasellaContesa]
    salvata: Salvata


def caselle_contese(tabella: Tabella, unione: UnioneTabelle) -> list[CasellaContesa]:
    """Return the contested cells of a merge, in the order of its rows."""
    posti = {chiave: n for n, chiave in enumerate(unione.foglio)}
    colonne = {c["chiave"]: j for j, c in enumerate(tabella.colonne)}
    prima_colonna = tabella.colonne[0]["chiave"]
    in_ordine = sorted(unione.contese, key=lambda c: (posti.get(c.riga, 0), colonne.get(c.cella, len(colonne))))
    return [
        _casella(tabella, c, posti.get(c.riga, 0), unione.foglio.get(c.riga, {}).get(prima_colonna, ""))
        for c in in_ordine
    ]


def _casella(tabella: Tabella, contesa: CellaContesa, n: int, nome_riga: str) -> CasellaContesa:
    riga = f"{n + 1}, {nome_riga}" if nome_riga else str(n + 1)
    posto = next((j for j, c in enumerate(tabella.colonne) if c["chiave"] == contesa.cella), None)
    if posto is not None:
        colonna = tabella.colonne[posto]
        letti = [da_riscrivere(v or "", colonna["tipo"]) for v in (contesa.prima, contesa.mio, contesa.salvato)]
        return CasellaContesa(riga, colonna["titolo"], f"r{n}-c{posto}", letti[2], *(v or VUOTA for v in letti))
    tre = (contesa.prima, contesa.mio, contesa.salvato)
    if contesa.cella == RIGA_INTERA:
        return CasellaContesa(riga, "tutta la riga", "", "", *(TOLTA if v is None else v or VUOTA for v in tre))
    titoli = {c["chiave"]: c["titolo"] for c in tabella.colonne}
    nome = _DI_RIGA.get(contesa.cella) or f"Nota a «{titoli.get(contesa.cella[1:], '')}»"
    campo = _IN_GRIGLIA.get(contesa.cella, "")
    return CasellaContesa(
        riga, nome, f"r{n}-{campo}" if campo else "", contesa.salvato or "", *(v or VUOTA for v in tre)
    )
