"""Spreadsheets from outside: read for what they are, refused with a sentence when they are something else."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import Settings

from documenti.exceptions import FileRifiutato
from documenti.fogli import leggi_foglio

TESTA_ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body><office:spreadsheet>'
)
LARGA_DUE = 'table:number-columns-spanned="2"'
MANIFESTO = (
    '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    "</manifest:manifest>"
)


def xlsx(riempi: Callable[[Any], None]) -> bytes:
    from openpyxl import Workbook

    cartella = Workbook()
    riempi(cartella.active)
    uscita = io.BytesIO()
    cartella.save(uscita)
    return uscita.getvalue()


def cambiato(contenuto: bytes, *, togli: tuple[str, str] | None = None, parti: dict[str, str] | None = None) -> bytes:
    """Return a ZIP with words of its parts replaced, and more parts."""
    uscita = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(contenuto)) as prima, zipfile.ZipFile(uscita, "w", zipfile.ZIP_DEFLATED) as dopo:
        for voce in prima.infolist():
            testo = prima.read(voce)
            dopo.writestr(voce.filename, testo.replace(togli[0].encode(), togli[1].encode()) if togli else testo)
        for nome, altro in (parti or {}).items():
            dopo.writestr(nome, altro)
    return uscita.getvalue()


def ods(righe: str, parti: dict[str, str] | None = None) -> bytes:
    uscita = io.BytesIO()
    with zipfile.ZipFile(uscita, "w", zipfile.ZIP_DEFLATED) as archivio:
        archivio.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        corpo = f'<table:table table:name="Foglio1">{righe}</table:table>'
        archivio.writestr(
            "content.xml", f"{TESTA_ODS}{corpo}</office:spreadsheet></office:body></office:document-content>"
        )
        for nome, testo in {"META-INF/manifest.xml": MANIFESTO, **(parti or {})}.items():
            archivio.writestr(nome, testo)
    return uscita.getvalue()


def cella(valore: str, tipo: str = "string", altro: str = "") -> str:
    quanto = f'office:value="{valore}"' if tipo != "string" else ""
    return f'<table:table-cell office:value-type="{tipo}" {quanto} {altro}><text:p>{valore}</text:p></table:table-cell>'


def _misto(foglio: Any) -> None:
    foglio.append(["Comune", "Residenti", "Quota", "Il"])
    foglio.append(["Gallarate", 52857.5, 0.123, dt.date(2023, 12, 31)])
    foglio["C2"].number_format = "0.0%"
    foglio.append(["Albizzate", 0.1 + 0.2, True, None])


def test_un_xlsx_si_legge_come_lo_scriverebbe_un_italiano() -> None:
    foglio = leggi_foglio(xlsx(_misto), nome="dati.xlsx").fogli[0]
    assert foglio.righe[1] == ["Gallarate", "52.857,5", "12,3%", "31/12/2023"]
    assert foglio.righe[2] == ["Albizzate", "0,3", "Sì", ""]


def test_un_ods_si_legge_con_le_percentuali_e_le_celle_unite() -> None:
    righe = (
        f"<table:table-row>{cella('Voce')}{cella('Anno', altro=LARGA_DUE)}"
        "<table:covered-table-cell/></table:table-row>"
        f"<table:table-row>{cella('a')}{cella('12.5', 'float')}{cella('0.4', 'percentage')}</table:table-row>"
    )
    foglio = leggi_foglio(ods(righe), nome="dati.ods").fogli[0]
    assert foglio.righe[1] == ["a", "12,5", "40%"]
    assert foglio.unite == [(0, 1, 0, 2)]


@pytest.mark.parametrize(
    ("contenuto", "detto"),
    [
        ("Comune;Città\nAlbizzate;1.234,5\n".encode(), "UTF-8, con le colonne separate da punto e virgola"),
        ("Comune;Città\nAlbizzate;1.234,5\n".encode("cp1252"), "Windows (cp1252), con le colonne separate da punto e virgola"),
        ('Comune,Città\nAlbizzate,"1.234,5"\n'.encode("utf-8-sig"), "UTF-8, con le colonne separate da virgola"),
        ("Comune\tCittà\r\nAlbizzate\t1.234,5\r\n".encode(), "UTF-8, con le colonne separate da tabulazione"),
    ],
)  # fmt: skip
def test_di_un_csv_si_dicono_codifica_e_separatore(contenuto: bytes, detto: str) -> None:
    cartella = leggi_foglio(contenuto, nome="dati.csv")
    assert cartella.fogli[0].righe == [["Comune", "Città"], ["Albizzate", "1.234,5"]]
    assert detto in cartella.avvisi[0]


def _con_formula(foglio: Any) -> None:
    foglio.append(["Voce", "Doppio"])
    foglio.append(["a", "=1+1"])


def test_di_una_formula_si_prende_il_valore_calcolato() -> None:
    salvato = cambiato(xlsx(_con_formula), togli=("<f>1+1</f><v></v>", "<f>1+1</f><v>2</v>"))
    foglio = leggi_foglio(salvato, nome="f.xlsx").fogli[0]
    assert foglio.righe[1] == ["a", "2"]
    assert (foglio.formule, foglio.senza_valore) == ([(1, 1)], [])


def test_una_formula_senza_valore_si_riconosce() -> None:
    assert leggi_foglio(xlsx(_con_formula), nome="f.xlsx").fogli[0].senza_valore == [(1, 1)]


def _lungo(foglio: Any) -> None:
    for n in range(30):
        foglio.append([n, n])


def test_troppe_righe_si_rifiutano_prima_di_leggerle(settings: Settings) -> None:
    settings.LIMITE_FOGLIO_RIGHE = 20
    with pytest.raises(FileRifiutato, match="ha più di 20 righe"):
        leggi_foglio(xlsx(_lungo), nome="lungo.xlsx")
    with pytest.raises(FileRifiutato, match="ha più di 20 righe"):
        leggi_foglio(b"a;b\n" * 30, nome="lungo.csv")


def test_centomila_righe_si_rifiutano() -> None:
    with pytest.raises(FileRifiutato, match=r"ha più di 10\.000 righe"):
        leggi_foglio(b"a;b\n" * 100_000, nome="lungo.csv")
    riga = f"<table:table-row table:number-rows-repeated='100000'>{cella('1', 'float')}</table:table-row>"
    with pytest.raises(FileRifiutato, match=r"ha più di 10\.000 righe"):
        leggi_foglio(ods(riga), nome="lungo.ods")


def test_una_cella_in_fondo_al_foglio_non_ne_fa_uno_immenso() -> None:
    def lontana(foglio: Any) -> None:
        foglio["XFD1048576"] = 1

    with pytest.raises(FileRifiutato, match=r"ha più di 10\.000 righe"):
        leggi_foglio(xlsx(lontana), nome="lontano.xlsx")


def test_le_righe_solo_colorate_non_contano() -> None:
    def colorate(foglio: Any) -> None:
        from openpyxl.styles import PatternFill

        foglio.append(["a", 1])
        foglio["A20000"].fill = PatternFill("solid", fgColor="FFFF00")

    assert leggi_foglio(xlsx(colorate), nome="c.xlsx").fogli[0].righe == [["a", "1"]]


@pytest.mark.parametrize(
    ("contenuto", "frase"),
    [
        (b"", "è vuoto"),
        (b"%PDF-1.7 qualcosa", "risulta: PDF"),
        (b"\x89PNG\r\n\x1a\n....", "risulta: Immagine PNG"),
        (b"PK\x03\x04 rotto", "non è un foglio di Excel|è rovinato"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600, "password|vecchia versione"),
        (b"\x00\x01\x02binario", "non è un foglio di calcolo"),
    ],
)
def test_cio_che_non_e_un_foglio_si_rifiuta_con_una_frase(contenuto: bytes, frase: str) -> None:
    with pytest.raises(FileRifiutato, match=frase) as rifiuto:
        leggi_foglio(contenuto, nome="dati.xlsx")
    assert "Non è cambiato nulla" in str(rifiuto.value)


def test_le_macro_e_le_entita_si_rifiutano() -> None:
    buono = xlsx(_misto)
    with pytest.raises(FileRifiutato, match="macro"):
        leggi_foglio(cambiato(buono, parti={"xl/vbaProject.bin": "x"}), nome="m.xlsm")
    dtd = cambiato(buono, togli=("<worksheet", '<!DOCTYPE w [<!ENTITY a "b">]><worksheet'))
    with pytest.raises(FileRifiutato, match="entità"):
        leggi_foglio(dtd, nome="d.xlsx")
    with pytest.raises(FileRifiutato, match="macro"):
        leggi_foglio(ods("", {"Basic/Standard/Module1.xml": "x"}), nome="m.ods")
    with pytest.raises(FileRifiutato, match="password"):
        leggi_foglio(ods("", {"META-INF/manifest.xml": "<encryption-data/>"}), nome="p.ods")


def test_un_file_che_si_gonfia_non_si_apre(settings: Settings) -> None:
    settings.LIMITE_OFFICE_DISTESO_MB = 1
    with pytest.raises(FileRifiutato, match="fuori misura"):
        leggi_foglio(cambiato(xlsx(_misto), parti={"xl/media/vuoto.xml": "0" * 3_000_000}), nome="bomba.xlsx")
    with pytest.raises(FileRifiutato, match="fuori misura"):
        leggi_foglio(ods("", {"altro.xml": "0" * 3_000_000}), nome="bomba.ods")


def test_un_file_troppo_grande_si_rifiuta(settings: Settings) -> None:
    settings.LIMITE_FOGLIO_MB = 0
    with pytest.raises(FileRifiutato, match="il massimo è 0 MB"):
        leggi_foglio(b"a;b\n", nome="a.csv")


def test_un_foglio_troppo_grande_non_toglie_gli_altri(settings: Settings) -> None:
    def due(foglio: Any) -> None:
        _misto(foglio)
        altro = foglio.parent.create_sheet("Lungo")
        for n in range(30):
            altro.append([n])

    settings.LIMITE_FOGLIO_RIGHE = 20
    fogli = leggi_foglio(xlsx(due), nome="due.xlsx").fogli
    assert [(f.nome, bool(f.rifiuto)) for f in fogli] == [("Sheet", False), ("Lungo", True)]


@pytest.mark.parametrize("tipo", ["xlsx", "ods"])
def test_un_archivio_rovinato_dentro_si_rifiuta_con_una_frase(tipo: str) -> None:
    buono = xlsx(_misto) if tipo == "xlsx" else ods(f"<table:table-row>{cella('Gallarate')}</table:table-row>")
    parte = "[Content_Types].xml" if tipo == "xlsx" else "content.xml"
    with zipfile.ZipFile(io.BytesIO(buono)) as archivio:
        voce = archivio.getinfo(parte)
    inizio = voce.header_offset + 30 + len(voce.filename)
    rovinato = buono[:inizio] + bytes([0xFF]) * 40 + buono[inizio + 40 :]
    with pytest.raises(FileRifiutato, match="è rovinato"):
        leggi_foglio(rovinato, nome="dati")
