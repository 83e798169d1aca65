import io
import zipfile

import pytest
from docx import Document  # noqa: TID253 - the test builds Word files
from openpyxl import Workbook  # noqa: TID253 - the test builds Excel files
from pytest_django import Settings

from documenti.exceptions import FileRifiutato
from documenti.ooxml import FileOffice, TipoOffice, apri_office


def word() -> bytes:
    documento = Document()
    documento.add_paragraph("Buongiorno")
    flusso = io.BytesIO()
    documento.save(flusso)
    return flusso.getvalue()


def excel() -> bytes:
    flusso = io.BytesIO()
    Workbook().save(flusso)
    return flusso.getvalue()


def con_parte(contenuto: bytes, nome: str, dati: bytes) -> bytes:
    flusso = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(contenuto)) as vecchio,
        zipfile.ZipFile(flusso, "w", zipfile.ZIP_DEFLATED) as nuovo,
    ):
        for voce in vecchio.namelist():
            if voce != nome:
                nuovo.writestr(voce, vecchio.read(voce))
        nuovo.writestr(nome, dati)
    return flusso.getvalue()


def apri(contenuto: bytes, tipo: TipoOffice = TipoOffice.DOCX) -> FileOffice:
    return apri_office(contenuto, tipo=tipo, nome="piano.docx")


def test_un_file_di_word_si_apre_con_le_sue_parti() -> None:
    file = apri(word())

    assert file.principale == "word/document.xml"
    assert b"Buongiorno" in file.parti()["word/document.xml"]
    assert Document(file.flusso()).paragraphs[0].text == "Buongiorno"


def test_un_foglio_si_apre_solo_come_foglio() -> None:
    assert apri(excel(), TipoOffice.XLSX).principale == "xl/workbook.xml"
    with pytest.raises(FileRifiutato, match="non è un documento di Word"):
        apri(excel())
    with pytest.raises(FileRifiutato, match="non è un foglio di Excel"):
        apri(word(), TipoOffice.XLSX)


def _zip(**parti: bytes) -> bytes:
    flusso = io.BytesIO()
    with zipfile.ZipFile(flusso, "w") as nuovo:
        for nome, dati in parti.items():
            nuovo.writestr(nome, dati)
    return flusso.getvalue()


@pytest.mark.parametrize(
    ("contenuto", "frase"),
    [
        (b"", "è vuoto"),
        (b"%PDF-1.7 finto", "non è un documento di Word"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600, "password"),
        (_zip(ciao=b"mondo"), "non è un documento di Word"),
        (word()[:-200], "non è un documento di Word"),
    ],
)
def test_cio_che_non_e_di_word_si_rifiuta(contenuto: bytes, frase: str) -> None:
    with pytest.raises(FileRifiutato, match=frase) as rifiuto:
        apri(contenuto)
    assert str(rifiuto.value).endswith("Non è cambiato nulla.")


@pytest.mark.parametrize(
    ("nome", "dati", "frase"),
    [
        ("word/vbaProject.bin", b"x", "macro"),
        ("word/activeX/activeX1.xml", b"<a/>", "ActiveX"),
        ("word/embeddings/oleObject1.bin", b"x", "OLE"),
        ("word/../fuori.xml", b"<a/>", "nome non ammesso"),
        ("customXml/item9.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "entità"),
        ("word/altro.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode("utf-16"), "entità"),
        ("[Content_Types].xml", b"<non chiuso", "rovinato"),
    ],
)
def test_cio_che_puo_far_danno_si_rifiuta(nome: str, dati: bytes, frase: str) -> None:
    with pytest.raises(FileRifiutato, match=frase):
        apri(con_parte(word(), nome, dati))


def test_un_file_con_macro_si_rifiuta_qualunque_nome_abbia() -> None:
    with zipfile.ZipFile(io.BytesIO(word())) as archivio:
        tipi = archivio.read("[Content_Types].xml")
    di_macro = tipi.replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    with pytest.raises(FileRifiutato, match="macro"):
        apri(con_parte(word(), "[Content_Types].xml", di_macro))


def test_una_bomba_si_rifiuta_prima_di_aprirla() -> None:
    with pytest.raises(FileRifiutato, match="fuori misura"):
        apri(con_parte(word(), "word/bomba.bin", b"\0" * (40 * 1024 * 1024)))


def test_i_limiti_sono_nelle_impostazioni(settings: Settings) -> None:
    contenuto = con_parte(word(), "word/media/foto.png", b"\0" * (2 * 1024 * 1024))

    apri(contenuto)
    settings.LIMITE_OFFICE_IMMAGINE_MB = 1
    with pytest.raises(FileRifiutato, match="immagine di 2 MB"):
        apri(contenuto)
    settings.LIMITE_OFFICE_PARTI = 3
    with pytest.raises(FileRifiutato, match="parti: il massimo è 3"):
        apri(contenuto)


def test_un_immagine_di_cinquanta_mega_si_rifiuta() -> None:
    enorme = con_parte(word(), "word/media/foto.jpg", b"\0" * (50 * 1024 * 1024))

    with pytest.raises(FileRifiutato, match="fuori misura"):
        apri(enorme)


def test_una_parte_cifrata_si_rifiuta() -> None:
    contenuto = bytearray(word())
    centrale = contenuto.find(b"PK\x01\x02")
    contenuto[centrale + 8] |= 1
    with pytest.raises(FileRifiutato, match="cifrato"):
        apri(bytes(contenuto))


def test_un_archivio_rovinato_dentro_si_rifiuta_con_una_frase() -> None:
    """The index is whole, the compressed bytes are not: a download cut and mended, a bad disk."""
    buono = word()
    with zipfile.ZipFile(io.BytesIO(buono)) as archivio:
        voce = archivio.getinfo("word/document.xml")
    inizio = voce.header_offset + 30 + len(voce.filename)
    rovinato = buono[:inizio] + bytes([0xFF]) * 40 + buono[inizio + 40 :]
    with pytest.raises(FileRifiutato, match="è rovinato"):
        apri(rovinato)
