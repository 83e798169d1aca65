"""A table as a spreadsheet: with its values, computed ones too, or empty with its headings, to be filled and brought back."""

import csv
import io
from decimal import Decimal

from core.canonico import Json
from core.tabelle import innocuo
from piani.calcolo import in_parole, numero_di
from piani.calcolo.celle import da_riscrivere
from piani.canonico.esporta import tabella_canonica
from piani.models import Tabella

RIGHE_VUOTE = 20


def _letta(tabella: Tabella) -> Json:
    return tabella_canonica(tabella, tabella.sezione.chiave)


def _intestazioni(colonne: list[Json]) -> list[list[str]]:
    """Return one row of headings, or two when columns are grouped."""
    titoli = [c["titolo"] for c in colonne]
    if not any(c["gruppo"] for c in colonne):
        return [titoli]
    return [[c["gruppo"] for c in colonne], titoli]


def foglio_csv(tabella: Tabella) -> bytes:
    """Return the table as .csv: UTF-8 with BOM, semicolons, numbers as an Italian writes them."""
    letta = _letta(tabella)
    uscita = io.StringIO()
    scrittore = csv.writer(uscita, delimiter=";", lineterminator="\r\n")
    scrittore.writerows([[innocuo(t) for t in r] for r in _intestazioni(letta["colonne"])])
    for riga in letta["righe"]:
        scrittore.writerow([_testo(v, c["tipo"]) for v, c in zip(riga["valori"], letta["colonne"], strict=True)])
    return uscita.getvalue().encode("utf-8-sig")


def _testo(valore: str, tipo: str) -> str:
    """Return a value in words; a number may start with a minus, a text may not start as a formula does."""
    if tipo == "testo":
        return innocuo(valore)
    return in_parole(valore).replace("\u00a0", " ") or da_riscrivere(valore, tipo)


def foglio_xlsx(tabella: Tabella, *, vuoto: bool = False) -> bytes:
    """Return the table as .xlsx, numbers as numbers; `vuoto` keeps headings and the names of the rows only."""
    from openpyxl import Workbook

    letta = _letta(tabella)
    colonne = [c for c in letta["colonne"] if not (vuoto and c.get("calcolo"))]
    posti = [j for j, c in enumerate(letta["colonne"]) if c in colonne]
    cartella = Workbook(write_only=True)
    foglio = cartella.create_sheet(_nome_foglio(tabella))
    teste = _intestazioni(colonne)
    foglio.freeze_panes = f"B{len(teste) + 1}"
    for testa in teste:
        foglio.append([innocuo(t) for t in testa])
    for riga in letta["righe"]:
        if vuoto and riga.get("calcolo"):
            continue
        valori = [riga["valori"][j] for j in posti]
        if vuoto:
            foglio.append([innocuo(valori[0]), *[None] * (len(valori) - 1)])
        else:
            foglio.append([_valore(v, c["tipo"]) for v, c in zip(valori, colonne, strict=True)])
    uscita = io.BytesIO()
    cartella.save(uscita)
    return uscita.getvalue()


def _valore(valore: str, tipo: str) -> object:
    if tipo == "testo":
        return innocuo(valore)
    if tipo == "anno" or numero_di(valore) is None:
        return int(valore) if tipo == "anno" and valore.isdecimal() else _testo(valore, tipo) or None
    return Decimal(valore)


def _nome_foglio(tabella: Tabella) -> str:
    nudo = "".join(c if c not in "[]:*?/\\'" else " " for c in tabella.titolo)
    return " ".join(nudo.split())[:31] or "Tabella"
