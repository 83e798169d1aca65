"""Cells pasted from a spreadsheet: lines with tabs, or with semicolons. Pure."""

import csv
from collections.abc import Sequence

from piani.actions.tabelle import RigaScritta

MASSIME_RIGHE_INCOLLATE = 2000


def celle_incollate(testo: str) -> list[list[str]]:
    """Return the cells of a pasted text. A cell may hold new lines when the spreadsheet has put it between quotes."""
    nudo = testo.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if not nudo.strip():
        return []
    separatore = "\t" if "\t" in nudo else ";" if ";" in nudo else "\t"
    righe = csv.reader(nudo.split("\n") if '"' not in nudo else nudo.splitlines(keepends=True), delimiter=separatore)
    return [[" ".join(c.split()) for c in r] for r in righe][:MASSIME_RIGHE_INCOLLATE]


def incolla(
    righe: Sequence[RigaScritta], celle: list[list[str]], *, da_riga: int, da_colonna: int, colonne: int
) -> tuple[list[RigaScritta], int]:
    """Return the rows with the cells laid from that row and column (from 0), new rows at the end, and how many cells of
    the pasted text fell out on the right."""
    nuove = [
        RigaScritta([*r.celle], r.unita, r.nota, r.totale, r.esempio, r.calcolo, r.note_celle, r.chiave) for r in righe
    ]
    fuori = 0
    for i, riga in enumerate(celle):
        while len(nuove) <= da_riga + i:
            nuove.append(RigaScritta([""] * colonne))
        for j, valore in enumerate(riga):
            if da_colonna + j < colonne:
                nuove[da_riga + i].celle[da_colonna + j] = valore
            elif valore:
                fuori += 1
    return [r for r in nuove if any(c.strip() for c in r.celle)], fuori
