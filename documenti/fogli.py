"""Reads spreadsheets (.xlsx, .ods, .csv) into plain cells, after a look at what the file is and how large it would grow.

The kind is told by the content. Refused with a sentence: macros, passwords, entities, swollen archives, more rows,
columns or cells than the settings allow. Rows are counted before any frame is built: a single cell at the bottom of
a sheet would make one of a million rows.
"""

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import IO, Any
from xml.etree import ElementTree as ET

from django.conf import settings

from core.formati import numero
from documenti.contenuti import riconosci_binario
from documenti.enums import TipoFile
from documenti.exceptions import FileRifiutato
from documenti.fogli_esame import Esame
from documenti.fogli_ods import esamina_ods, esamina_zip_ods
from documenti.ooxml import ARCHIVIO_ROVINATO, MB, TipoOffice, apri_office

NULLA = "Non è cambiato nulla."
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RIFERIMENTO = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_PERCENTO_DI_SERIE = frozenset({9, 10})
_SEPARATORI = {";": "punto e virgola", ",": "virgola", "\t": "tabulazione"}
_RIGHE_DI_PROVA = 50


@dataclass
class Foglio:
    """A sheet: its cells as an Italian would type them; which are merged, computed, computed without a value.

    Places are (row, column) from 0. `rifiuto` says why a sheet could not be taken.
    """

    nome: str
    righe: list[list[str]] = field(default_factory=list)
    unite: list[tuple[int, int, int, int]] = field(default_factory=list)
    formule: list[tuple[int, int]] = field(default_factory=list)
    senza_valore: list[tuple[int, int]] = field(default_factory=list)
    rifiuto: str = ""


@dataclass
class Cartella:
    """A file read: its name, its sheets, what had to be guessed."""

    nome: str
    fogli: list[Foglio]
    avvisi: list[str] = field(default_factory=list)


def leggi_foglio(contenuto: bytes, *, nome: str) -> Cartella:
    """Return the sheets of a file told by its content; `nome` is only for the sentences. Raises FileRifiutato."""
    if not contenuto.strip():
        raise FileRifiutato(f"Il file «{nome}» è vuoto. {NULLA}")
    if len(contenuto) > settings.LIMITE_FOGLIO_MB * MB:
        raise FileRifiutato(
            f"Il file «{nome}» è di {-(-len(contenuto) // MB)} MB: qui il massimo è {settings.LIMITE_FOGLIO_MB} MB. {NULLA}"
        )
    if _e_ods(contenuto):
        return _leggi_ods(contenuto, nome)
    tipo = riconosci_binario(contenuto)
    if tipo == TipoFile.ZIP or contenuto.startswith(bytes.fromhex("d0cf11e0a1b11ae1")):
        return _leggi_xlsx(contenuto, nome)
    if tipo is not None:
        raise FileRifiutato(
            f"Il file «{nome}» risulta: {tipo.label}. Conta il contenuto, non il nome: serve un foglio di calcolo "
            f"(.xlsx, .ods) o un .csv. {NULLA}"
        )
    return _leggi_csv(contenuto, nome)


# --- .xlsx ----------------------------------------------------------------------------------------
def _leggi_xlsx(contenuto: bytes, nome: str) -> Cartella:
    file = apri_office(contenuto, tipo=TipoOffice.XLSX, nome=nome)
    try:
        with zipfile.ZipFile(file.flusso()) as archivio:
            percento = _stili_percento(archivio)
            fogli = [
                _foglio_xlsx(archivio, contenuto, f, parte, percento) for f, parte in _parti(archivio, file.principale)
            ]
    except (*ARCHIVIO_ROVINATO, ET.ParseError, KeyError, ValueError) as errore:
        raise FileRifiutato(f"Il file «{nome}» è rovinato: non si riesce a leggerlo. {NULLA}") from errore
    return _cartella(nome, fogli, [])


def _parti(archivio: zipfile.ZipFile, principale: str) -> Iterator[tuple[str, str]]:
    """Yield name and part of each sheet that is seen."""
    cartella, _, file = principale.rpartition("/")
    radice = ET.fromstring(archivio.read(f"{cartella}/_rels/{file}.rels"))  # noqa: S314 - no DTD: looked for on opening
    dove = {str(r.get("Id")): str(r.get("Target")) for r in radice}
    for foglio in ET.fromstring(archivio.read(principale)).iter():  # noqa: S314 - as above
        if not foglio.tag.endswith("}sheet") or foglio.get("state", "visible") != "visible":
            continue
        legame = next((v for k, v in foglio.attrib.items() if k.endswith("}id")), foglio.get(_REL, ""))
        arrivo = dove.get(str(legame), "")
        parte = arrivo.lstrip("/") if arrivo.startswith("/") else f"{cartella}/{arrivo}"
        if "worksheets/" in parte:
            yield str(foglio.get("name")), parte


def _stili_percento(archivio: zipfile.ZipFile) -> set[int]:
    """Return the cell styles that show a percentage."""
    if "xl/styles.xml" not in archivio.namelist():
        return set()
    radice = ET.fromstring(archivio.read("xl/styles.xml"))  # noqa: S314 - no DTD: looked for on opening
    formati = set(_PERCENTO_DI_SERIE)
    stili: set[int] = set()
    for nodo in radice.iter():
        if nodo.tag.endswith("}numFmt") and "%" in str(nodo.get("formatCode", "")):
            formati.add(int(str(nodo.get("numFmtId", "-1"))))
    for nodo in radice.iter():
        if nodo.tag.endswith("}cellXfs"):
            stili = {n for n, xf in enumerate(nodo) if int(str(xf.get("numFmtId", "0"))) in formati}
    return stili


def _foglio_xlsx(archivio: zipfile.ZipFile, contenuto: bytes, nome: str, parte: str, percento: set[int]) -> Foglio:
    with archivio.open(parte) as flusso:
        esame = _esamina_xlsx(flusso, percento)
    return _foglio(contenuto, nome, esame)


def _esamina_xlsx(flusso: IO[bytes], percento: set[int]) -> Esame:
    esame = Esame()
    riga, colonna = -1, -1
    for evento, nodo in ET.iterparse(flusso, events=("start", "end")):  # noqa: S314 - no DTD: looked for on opening
        nome = nodo.tag.rpartition("}")[2]
        if evento == "start":
            if nome == "row":
                riga, colonna = int(str(nodo.get("r", riga + 2))) - 1, -1
            continue
        if nome == "c":
            colonna = _posto(nodo.get("r"), riga, colonna + 1)
            _esamina_cella(esame, nodo, riga, colonna, percento)
            nodo.clear()
        elif nome == "mergeCell":
            esame.unite += _intervallo(str(nodo.get("ref", "")))
        elif nome == "row":
            nodo.clear()
        if esame.righe > settings.LIMITE_FOGLIO_RIGHE or esame.celle > settings.LIMITE_FOGLIO_CELLE:
            return esame
    return esame


def _esamina_cella(esame: Esame, nodo: ET.Element, riga: int, colonna: int, percento: set[int]) -> None:
    figli = {f.tag.rpartition("}")[2]: f for f in nodo}
    valore = figli.get("v")
    pieno = "is" in figli or (valore is not None and bool(valore.text))
    if "f" in figli:
        esame.formule.append((riga, colonna))
        if not pieno and nodo.get("t") != "str":
            esame.senza_valore.append((riga, colonna))
    if pieno:
        esame.conta(riga, colonna)
    if nodo.get("s", "").isdecimal() and int(str(nodo.get("s"))) in percento:
        esame.percentuali.add((riga, colonna))


def _posto(riferimento: str | None, riga: int, seguente: int) -> int:
    trovato = _RIFERIMENTO.fullmatch(riferimento or "")
    return _colonna(trovato[1]) if trovato else seguente


def _colonna(lettere: str) -> int:
    numero_colonna = 0
    for lettera in lettere:
        numero_colonna = numero_colonna * 26 + ord(lettera) - 64
    return numero_colonna - 1


def _intervallo(testo: str) -> list[tuple[int, int, int, int]]:
    estremi = [_RIFERIMENTO.fullmatch(p) for p in testo.split(":")]
    if len(estremi) != 2 or estremi[0] is None or estremi[1] is None:
        return []
    (c0, r0), (c1, r1) = (e.groups() for e in estremi if e)
    return [(int(r0) - 1, _colonna(c0), int(r1) - 1, _colonna(c1))]


# --- .ods -----------------------------------------------------------------------------------------
def _e_ods(contenuto: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(contenuto)) as archivio:
            return (
                "mimetype" in archivio.namelist()
                and archivio.getinfo("mimetype").file_size < 200
                and (archivio.read("mimetype").startswith(_ODS))
            )
    except (*ARCHIVIO_ROVINATO, RuntimeError):
        return False


def _leggi_ods(contenuto: bytes, nome: str) -> Cartella:
    try:
        with zipfile.ZipFile(io.BytesIO(contenuto)) as archivio:
            esamina_zip_ods(archivio, len(contenuto), nome)
            with archivio.open("content.xml") as flusso:
                esami = esamina_ods(flusso)
        fogli = [_foglio(contenuto, foglio, esame) for foglio, esame in esami]
    except (*ARCHIVIO_ROVINATO, ET.ParseError, KeyError, ValueError, RuntimeError) as errore:
        raise FileRifiutato(f"Il file «{nome}» è rovinato: non si riesce a leggerlo. {NULLA}") from errore
    return _cartella(nome, fogli, [])


# --- Values ---------------------------------------------------------------------------------------
def _foglio(contenuto: bytes, nome: str, esame: Esame) -> Foglio:
    """Return a sheet with its values, read by pandas once its size is known."""
    rifiuto = esame.rifiuto(nome)
    if rifiuto:
        return Foglio(nome, rifiuto=rifiuto)
    if not esame.celle:
        return Foglio(nome, rifiuto=f"Il foglio «{nome}» è vuoto.")
    import pandas as pd
    from python_calamine import CalamineError

    try:
        dati = pd.read_excel(
            io.BytesIO(contenuto), sheet_name=nome, header=None, dtype=object, engine="calamine", na_filter=False
        )
    except CalamineError as errore:
        raise ValueError(nome) from errore
    righe = [
        [_testo(v, percento=(i, j) in esame.percentuali) for j, v in enumerate(riga)]
        for i, riga in enumerate(dati.itertuples(index=False, name=None))
    ]
    return Foglio(nome, righe, esame.unite, esame.formule, esame.senza_valore)


def _testo(valore: Any, *, percento: bool) -> str:
    """Return a value as an Italian would type it: 1234.5 is 1.234,5, a date is 31/12/2023."""
    match valore:
        case bool():
            return "Sì" if valore else "No"
        case dt.datetime() if valore.time() == dt.time():
            return f"{valore:%d/%m/%Y}"
        case dt.datetime():
            return f"{valore:%d/%m/%Y %H:%M}"
        case dt.date():
            return f"{valore:%d/%m/%Y}"
        case int() | float():
            return _numero(valore, percento=percento)
        case None:
            return ""
        case _:
            return " ".join(str(valore).split())


def _numero(valore: float, *, percento: bool) -> str:
    if valore != valore:
        return ""
    # Fifteen digits are what a spreadsheet shows: 0.1 + 0.2 is 0.3 there.
    preciso = Decimal(f"{valore:.15g}") * (100 if percento else 1)
    scritto = f"{preciso:f}"
    nudo = scritto.rstrip("0").rstrip(".") if "." in scritto else scritto
    return f"{numero(nudo)}{'%' if percento else ''}"


# --- .csv -----------------------------------------------------------------------------------------
def _leggi_csv(contenuto: bytes, nome: str) -> Cartella:
    testo, codifica = _decodifica(contenuto, nome)
    righe = testo.count("\n") + 1
    separatore = _separatore(testo)
    larghe = max((len(r) for r in csv.reader(testo.splitlines()[:_RIGHE_DI_PROVA], delimiter=separatore)), default=1)
    esame = Esame(righe=righe, colonne=larghe, celle=righe * larghe)
    rifiuto = esame.rifiuto(nome)
    if rifiuto:
        raise FileRifiutato(f"{rifiuto} {NULLA}")
    import pandas as pd

    try:
        massimo = max(len(r) for r in csv.reader(io.StringIO(testo), delimiter=separatore, strict=True))
        dati = pd.read_csv(
            io.StringIO(testo),
            sep=separatore,
            header=None,
            names=range(min(massimo, settings.LIMITE_FOGLIO_COLONNE)),
            dtype=str,
            na_filter=False,
            skip_blank_lines=False,
            engine="python",
        )
    except (ValueError, csv.Error) as errore:
        raise FileRifiutato(f"Il file «{nome}» non si riesce a leggere come .csv: {errore}. {NULLA}") from errore
    celle = [[" ".join(str(v or "").split()) for v in r] for r in dati.itertuples(index=False, name=None)]
    avviso = f"Il file è scritto in {codifica}, con le colonne separate da {_SEPARATORI[separatore]}."
    return _cartella(nome, [Foglio("CSV", celle)], [avviso])


def _decodifica(contenuto: bytes, nome: str) -> tuple[str, str]:
    """Return the text and the name of its encoding: UTF-8 if it can be, else that of Windows."""
    for codifica, detta in (("utf-8-sig", "UTF-8"), ("cp1252", "Windows (cp1252)")):
        try:
            testo = contenuto.decode(codifica)
        except UnicodeDecodeError:
            continue
        if not any(ord(c) < 32 and c not in "\t\r\n" for c in testo):
            return testo.replace("\r\n", "\n").replace("\r", "\n").strip("\n"), detta
    raise FileRifiutato(
        f"Il file «{nome}» non è un foglio di calcolo (.xlsx, .ods) e neppure un testo .csv: conta il contenuto. {NULLA}"
    )


def _separatore(testo: str) -> str:
    """Return the separator that gives the most columns, the same in most lines."""
    linee = [linea for linea in testo.split("\n")[:_RIGHE_DI_PROVA] if linea.strip()]

    def voto(separatore: str) -> tuple[int, int]:
        try:
            quante = [len(r) for r in csv.reader(linee, delimiter=separatore)]
        except csv.Error:
            return 0, 0
        piu_frequente = max(set(quante), key=quante.count, default=1)
        return (quante.count(piu_frequente) if piu_frequente > 1 else 0), piu_frequente

    return max(_SEPARATORI, key=voto)


def _cartella(nome: str, fogli: list[Foglio], avvisi: list[str]) -> Cartella:
    """Return the file with its sheets. Raises FileRifiutato when none can be taken."""
    if not fogli:
        raise FileRifiutato(f"Nel file «{nome}» non c'è nessun foglio visibile. {NULLA}")
    if all(f.rifiuto for f in fogli):
        raise FileRifiutato(f"{fogli[0].rifiuto} {NULLA}")
    return Cartella(nome, fogli, avvisi)
