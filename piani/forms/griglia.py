"""The rows of a table as a grid: one input a cell, the kind of row, its place, the notes of single cells."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.http import QueryDict

from core.exceptions import DatiNonValidi
from piani.actions.stesure import chiave_nuova
from piani.actions.tabelle import NULLA, RigaScritta, righe_scritte
from piani.calcolo import calcolati, in_parole, valori_completi
from piani.calcolo.celle import da_riscrivere
from piani.models import RigaTabella, Tabella

RIGHE_NUOVE = 3
# Fields of a row beside its cells, and fields of the form beside its rows (the notes of cells among them).
_CAMPI_DI_RIGA = 7
_ALTRI_CAMPI = 200
GENERI = (
    ("", "Dati"),
    ("totale", "Totale scritto"),
    ("calcola_totale", "Totale calcolato"),
    ("calcola_subtotale", "Subtotale calcolato"),
)


def massime_righe(colonne: int) -> int:
    """Return how many rows of so many columns the browser can send in one form."""
    limite = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS or 1000
    return max(1, (limite - _ALTRI_CAMPI) // (colonne + _CAMPI_DI_RIGA))


def controlla_quante(tabella: Tabella, righe: list[RigaScritta]) -> None:
    """Raise DatiNonValidi for more rows than the form could show again."""
    massimo = massime_righe(len(tabella.colonne))
    if len(righe) > massimo:
        raise DatiNonValidi(f"Una tabella con queste colonne arriva a {massimo} righe: dividila in due. {NULLA}")


@dataclass
class CellaGriglia:
    """A cell of the grid on the page; a computed one is only read."""

    nome: str
    valore: str
    etichetta: str
    numerica: bool
    errore: str = ""
    calcolata: bool = False
    contesa: bool = False


@dataclass
class RigaGriglia:
    """A row of the grid on the page; `n` counts from 0."""

    n: int
    celle: list[CellaGriglia]
    unita: CellaGriglia
    nota: CellaGriglia
    chiave: str = ""
    genere: str = ""
    esempio: bool = False
    nuova: bool = False

    @property
    def numero(self) -> int:
        """The row's number for people."""
        return self.n + 1


@dataclass
class NotaGriglia:
    """A note of a cell as typed: number of the row, key of the column, words."""

    n: int
    riga: str = ""
    colonna: str = ""
    testo: str = ""


@dataclass
class Griglia:
    """The rows of a table as they are edited."""

    righe: list[RigaGriglia] = field(default_factory=list)
    note: list[NotaGriglia] = field(default_factory=list)

    @property
    def errori(self) -> list[CellaGriglia]:
        """Cells to be put right."""
        return [c for r in self.righe for c in (*r.celle, r.unita, r.nota) if c.errore]

    def in_dati(self) -> str:
        """Return the rows that are not blank as the browser sends them, urlencoded: what the page was drawn with."""
        dati = QueryDict(mutable=True)
        for r in self.righe:
            if r.nuova:
                continue
            dati.update({c.nome: c.valore for c in (*r.celle, r.unita, r.nota)})
            dati.update({f"r{r.n}-chiave": r.chiave, f"r{r.n}-genere": r.genere})
            if r.esempio:
                dati[f"r{r.n}-esempio"] = "si"
        for n in self.note:
            dati.update({f"nc{n.n}-riga": n.riga, f"nc{n.n}-colonna": n.colonna, f"nc{n.n}-testo": n.testo})
        return dati.urlencode()

    @property
    def con_note(self) -> bool:
        """Whether any cell has a note."""
        return any(n.testo for n in self.note)


def griglia(tabella: Tabella, righe: list[RigaTabella]) -> Griglia:
    """Return the rows as saved, in Italian, what is computed worked out, and some blank ones at the end."""
    scritte = righe_scritte(tabella, righe)
    letture = [{"valori": r.valori, "unita": r.unita, "totale": r.totale, "calcolo": r.calcolo} for r in righe]
    quali = calcolati(tabella.colonne, letture)
    for i, valori in enumerate(valori_completi(tabella.colonne, letture)):
        for j, colonna in enumerate(tabella.colonne):
            if (i, j) in quali:
                scritte[i].celle[j] = in_parole(valori[j]) or da_riscrivere(valori[j], colonna["tipo"])
    return griglia_scritta(tabella, scritte, {})


def griglia_scritta(tabella: Tabella, scritte: list[RigaScritta], errori: dict[tuple[int, int], str]) -> Griglia:
    """Return the rows as typed, each cell with its error, and some blank ones at the end."""
    nuove = min(RIGHE_NUOVE, max(0, massime_righe(len(tabella.colonne)) - len(scritte)))
    vuote = [RigaScritta([""] * len(tabella.colonne), chiave=chiave_nuova()) for _ in range(nuove)]
    note = [
        NotaGriglia(0, str(i + 1), colonna["chiave"], r.note_celle[colonna["chiave"]])
        for i, r in enumerate(scritte)
        for colonna in tabella.colonne
        if r.note_celle.get(colonna["chiave"])
    ]
    note.append(NotaGriglia(0))
    for n, nota in enumerate(note):
        nota.n = n
    return Griglia(list(_righe(tabella, [*scritte, *vuote], len(scritte), errori)), note)


def _genere(scritta: RigaScritta) -> str:
    return f"calcola_{scritta.calcolo}" if scritta.calcolo else "totale" if scritta.totale else ""


def _righe(
    tabella: Tabella, scritte: list[RigaScritta], piene: int, errori: dict[tuple[int, int], str]
) -> Iterator[RigaGriglia]:
    quali = calcolati(tabella.colonne, [{"totale": r.totale, "calcolo": r.calcolo} for r in scritte])
    for n, scritta in enumerate(scritte):
        celle = [
            CellaGriglia(
                f"r{n}-c{j}",
                valore,
                f"{colonna['titolo']}, riga {n + 1}",
                colonna["tipo"] != "testo",
                errori.get((n, j), ""),
                (n, j) in quali,
            )
            for j, (valore, colonna) in enumerate(zip(scritta.celle, tabella.colonne, strict=True))
        ]
        quante = len(celle)
        unita = CellaGriglia(
            f"r{n}-unita", scritta.unita, f"Unità, riga {n + 1}", numerica=False, errore=errori.get((n, quante), "")
        )
        nota = CellaGriglia(
            f"r{n}-nota", scritta.nota, f"Nota, riga {n + 1}", numerica=False, errore=errori.get((n, quante + 1), "")
        )
        chiave = scritta.chiave or chiave_nuova()
        yield RigaGriglia(n, celle, unita, nota, chiave, _genere(scritta), scritta.esempio, nuova=n >= piene)


def quante_colonne(dati: QueryDict) -> int:
    """Return how many columns the grid that was sent has."""
    colonne = 0
    while f"r0-c{colonne}" in dati:
        colonne += 1
    return colonne


def _note_da(dati: QueryDict) -> dict[int, dict[str, str]]:
    """Return the notes that were typed, by row (from 0, as on the page) and key of the column."""
    note: dict[int, dict[str, str]] = {}
    n = 0
    while f"nc{n}-testo" in dati:
        riga, testo = dati.get(f"nc{n}-riga", "").strip(), dati.get(f"nc{n}-testo", "")
        if testo.strip() and riga.isdecimal():
            note.setdefault(int(riga) - 1, {})[dati.get(f"nc{n}-colonna", "")] = testo
        n += 1
    return note


def _posto(dati: QueryDict, n: int) -> tuple[int, int]:
    """Return where a row goes: before who holds the place it asks for if it goes up, after if it goes down."""
    testo = dati.get(f"r{n}-posto", "").strip()
    posto = int(testo) - 1 if testo.isdecimal() and len(testo) < 6 else n
    return posto, 1 + (posto > n) - (posto < n)


def righe_da(dati: QueryDict) -> list[RigaScritta]:
    """Return the rows of the grid that were sent, in the order asked, without those to remove and those left blank."""
    righe: list[tuple[tuple[int, int], RigaScritta]] = []
    colonne = quante_colonne(dati)
    note = _note_da(dati)
    n = 0
    while f"r{n}-c0" in dati:
        celle = [dati.get(f"r{n}-c{j}", "") for j in range(colonne)]
        genere = dati.get(f"r{n}-genere", "")
        scritta = RigaScritta(
            celle,
            dati.get(f"r{n}-unita", ""),
            dati.get(f"r{n}-nota", ""),
            totale=bool(genere),
            esempio=bool(dati.get(f"r{n}-esempio")),
            calcolo=genere.removeprefix("calcola_") if genere in ("calcola_totale", "calcola_subtotale") else "",
            note_celle=note.get(n, {}),
            chiave=dati.get(f"r{n}-chiave", ""),
        )
        if not dati.get(f"r{n}-togli") and any(c.strip() for c in celle):
            righe.append((_posto(dati, n), scritta))
        n += 1
    return [r for _, r in sorted(righe, key=lambda coppia: coppia[0])]
