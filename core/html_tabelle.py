"""Small tables of the formatted text: a heading row, single cells, nothing wide. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.exceptions import TestoNonAmmesso
from core.html_albero import Nodo
from core.marchi import COLONNE_MASSIME, RIGHE_MASSIME

_TROPPO_PER_UNA_CELLA = frozenset({"table", "figure", "img", *(f"h{n}" for n in range(1, 7))})


@dataclass(frozen=True)
class Griglia:
    """A table: its cells as they came, and the full grid, where a merged cell is followed by empty ones (by itself, in the
    heading)."""

    originali: list[list[Nodo]]
    righe: list[list[Nodo]]

    @property
    def colonne(self) -> int:
        """The longest row."""
        return max((len(r) for r in self.righe), default=0)


def _righe(nodo: Nodo) -> Iterator[Nodo]:
    for figlio in nodo.elementi():
        if figlio.tag == "tr":
            yield figlio
        elif figlio.tag in ("thead", "tbody", "tfoot"):
            yield from _righe(figlio)


def _quante(cella: Nodo, nome: str) -> int:
    valore = cella.attributi.get(nome, "1").strip()
    return min(max(int(valore), 1), COLONNE_MASSIME + 1) if valore.isascii() and valore.isdecimal() else 1


def celle_della_griglia(tabella: Nodo) -> Griglia:
    """Return the grid of a table. Raises TestoNonAmmesso when it is past the limits."""
    originali = [[c for c in riga.elementi() if c.tag in ("td", "th")] for riga in _righe(tabella)]
    originali = [riga for riga in originali if riga]
    righe: list[list[Nodo]] = []
    sospese: dict[int, int] = {}
    for celle in originali:
        riga: list[Nodo] = []
        for cella in celle:
            _riempi(riga, sospese)
            quante = _quante(cella, "colspan")
            for n in range(quante):
                if _quante(cella, "rowspan") > 1:
                    sospese[len(riga)] = _quante(cella, "rowspan") - 1
                # A heading over more columns names each of them.
                riga.append(cella if n == 0 or not righe else Nodo("td"))
        _riempi(riga, sospese)
        righe.append(riga)
    return Griglia(originali, righe)


def _riempi(riga: list[Nodo], sospese: dict[int, int]) -> None:
    """Add the empty cells under those that were merged downwards."""
    while sospese.get(len(riga), 0):
        sospese[len(riga)] -= 1
        riga.append(Nodo("td"))


def di_impaginazione(tabella: Nodo, griglia: Griglia) -> bool:
    """Whether a table only lays a page out: one row, one column, or cells with headings, images, other tables."""
    if tabella.attributi.get("role") == "presentation" or griglia.colonne < 2 or len(griglia.righe) < 2:
        return True
    return any(c.contiene(_TROPPO_PER_UNA_CELLA) for riga in griglia.originali for c in riga)


def forma_tabella(griglia: Griglia, contenuto: "Callable[[Nodo], list[Nodo | str]]") -> Nodo:
    """Return the table in its form: the first row is the heading. Raises TestoNonAmmesso when it is too large."""
    if griglia.colonne > COLONNE_MASSIME or len(griglia.righe) > RIGHE_MASSIME:
        raise TestoNonAmmesso(
            f"Nel testo c'è una tabella di {len(griglia.righe)} righe e {griglia.colonne} colonne: qui il massimo è "
            f"{RIGHE_MASSIME} righe e {COLONNE_MASSIME} colonne. Le tabelle grandi si mettono tra le tabelle di dati della "
            "sezione, con unità e fonte."
        )
    testa, *corpo = griglia.righe
    return Nodo(
        "table",
        {},
        [
            Nodo("thead", {}, [_riga(testa, griglia.colonne, contenuto, testa=True)]),
            Nodo("tbody", {}, [_riga(r, griglia.colonne, contenuto, testa=False) for r in corpo]),
        ],
    )


def _riga(celle: list[Nodo], colonne: int, contenuto: "Callable[[Nodo], list[Nodo | str]]", *, testa: bool) -> Nodo:
    piene = [*celle, *(Nodo("td") for _ in range(colonne - len(celle)))]
    return Nodo("tr", {}, [_cella(c, n, contenuto, testa=testa) for n, c in enumerate(piene)])


def _cella(cella: Nodo, posto: int, contenuto: "Callable[[Nodo], list[Nodo | str]]", *, testa: bool) -> Nodo:
    if testa:
        parole = contenuto(cella)
        # A heading without words is announced as one: it is a plain cell.
        return Nodo("th", {"scope": "col"}, parole) if parole else Nodo("td")
    if posto == 0 and cella.tag == "th" and (parole := contenuto(cella)):
        return Nodo("th", {"scope": "row"}, parole)
    return Nodo("td", {}, contenuto(cella))
