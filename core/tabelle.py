"""One description of a list: the page shows it as a table, the export writes it as CSV or XLSX."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import HttpResponse

from core.exceptions import DatiNonValidi

_TIPI = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# A cell that starts so would be read as a formula by a spreadsheet.
_FORMULE = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Cella:
    """A cell: its text, and where it leads (empty for nowhere)."""

    testo: str
    url: str = ""


@dataclass(frozen=True)
class Tabella:
    """A table: caption, headings, rows with one cell a heading."""

    didascalia: str
    colonne: tuple[str, ...]
    righe: tuple[tuple[Cella, ...], ...]

    def righe_intestate(self) -> Iterator[list[tuple[str, Cella]]]:
        """Yield each row as (heading, cell), as a narrow screen shows it."""
        for riga in self.righe:
            yield list(zip(self.colonne, riga, strict=True))


def esporta(tabella: Tabella, *, nome: str, formato: str) -> HttpResponse:
    """Return the table as a file to download: `formato` is csv (UTF-8 with BOM, semicolons) or xlsx.

    Raises DatiNonValidi for any other format.
    """
    if formato not in _TIPI:
        raise DatiNonValidi("Questo elenco si scarica in CSV o in XLSX: scegli uno dei due formati.")
    contenuto = _csv(tabella) if formato == "csv" else _xlsx(tabella)
    return HttpResponse(
        contenuto,
        content_type=_TIPI[formato],
        headers={"Content-Disposition": f'attachment; filename="{nome}.{formato}"'},
    )


def _testi(righe: Iterable[tuple[Cella, ...]]) -> Iterator[list[str]]:
    for riga in righe:
        yield [innocuo(cella.testo) for cella in riga]


def innocuo(testo: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{testo}" if testo.startswith(_FORMULE) else testo


def _csv(tabella: Tabella) -> bytes:
    foglio = io.StringIO()
    scrittore = csv.writer(foglio, delimiter=";", lineterminator="\r\n")
    scrittore.writerow(tabella.colonne)
    scrittore.writerows(_testi(tabella.righe))
    return foglio.getvalue().encode("utf-8-sig")


def _xlsx(tabella: Tabella) -> bytes:
    from openpyxl import Workbook

    cartella = Workbook(write_only=True)
    foglio = cartella.create_sheet("Elenco")
    foglio.freeze_panes = "A2"
    foglio.append(tabella.colonne)
    for riga in _testi(tabella.righe):
        foglio.append(riga)
    uscita = io.BytesIO()
    cartella.save(uscita)
    return uscita.getvalue()
