"""Cells pasted from a spreadsheet, laid on the grid of a table: nothing is saved until the rows are."""

from django.http import QueryDict

from core.exceptions import DatiNonValidi
from piani.actions.tabelle import CelleNonValide, RigaScritta, righe_pulite, righe_scritte
from piani.forms.griglia import Griglia, controlla_quante, griglia_scritta
from piani.incolla import celle_incollate, incolla
from piani.models import RigaTabella, Tabella


def griglia_incollata(dati: QueryDict, tabella: Tabella, righe: list[RigaTabella]) -> tuple[Griglia, str]:
    """Return the grid with what was pasted, each cell with its problem, and the sentence that says what was done.

    `righe` are those of the table as it stands. Raises DatiNonValidi: nothing was pasted, too many rows.
    """
    celle = celle_incollate(dati.get("incollato", ""))
    if not celle:
        raise DatiNonValidi(
            "Non c'è nulla da incollare: copia le celle dal foglio di calcolo e incollale nella casella."
        )
    prime = [] if dati.get("sostituisci") else righe_scritte(tabella, righe)
    scritte, fuori = incolla(
        prime,
        celle,
        da_riga=min(da_uno(dati.get("da_riga", "")), len(prime)),
        da_colonna=min(da_uno(dati.get("da_colonna", "")), len(tabella.colonne) - 1),
        colonne=len(tabella.colonne),
    )
    controlla_quante(tabella, scritte)
    errori: dict[tuple[int, int], str] = {}
    try:
        righe_pulite(tabella, scritte)
    except CelleNonValide as rifiuto:
        errori = rifiuto.errori
    avviso = (
        f"Ho messo nella griglia {len(celle)} righe: guardale, poi premi «Salva le righe». Niente è ancora salvato."
    )
    if fuori:
        avviso += f" {fuori} celle non avevano una colonna e sono rimaste fuori."
    if errori:
        avviso += f" Le caselle da correggere sono {len(errori)}, segnate in rosso."
    return griglia_scritta(tabella, scritte, errori), avviso


def in_testo(righe: list[RigaScritta]) -> str:
    """Return rows as lines with tabs, as a spreadsheet takes them."""
    return "\n".join("\t".join(r.celle) for r in righe)


def da_uno(testo: str) -> int:
    """Return a place counted from 0 out of one typed from 1; the first when it is not a number."""
    return max(0, int(testo) - 1) if testo.isdecimal() and len(testo) < 6 else 0
