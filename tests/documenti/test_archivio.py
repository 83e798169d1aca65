"""Stored files: by content, whole, never overwritten."""

import base64
import hashlib
import stat
from pathlib import Path

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from documenti.archivio import conserva, leggi, percorso, scrivi
from documenti.contenuti import riconosci
from documenti.enums import TipoFile
from documenti.exceptions import FileNonIntegro, FileRifiutato
from documenti.forms import FileControllato
from documenti.models import FileConservato

PDF = b"%PDF-1.7\n1 0 obj\n"
DER = bytes.fromhex("308206a206092a864886f70d010702a08206933082068f020101") + b"\x00" * 40
CASI = {
    "pdf": (PDF, TipoFile.PDF),
    "png": (b"\x89PNG\r\n\x1a\n....", TipoFile.PNG),
    "jpeg": (b"\xff\xd8\xff\xe0....", TipoFile.JPEG),
    "zip": (b"PK\x03\x04....", TipoFile.ZIP),
    "p7m": (DER, TipoFile.P7M),
    "p7m_indefinito": (b"\x30\x80" + DER[4:], TipoFile.P7M),
    "p7m_base64": (base64.encodebytes(DER), TipoFile.P7M),
    "p7m_pem": (b"-----BEGIN PKCS7-----\n" + base64.encodebytes(DER), TipoFile.P7M),
    "json": (b'{"a": [1, 2]}', TipoFile.JSON),
    "messaggio": (
        (
            b"Return-Path: <posta@pec.it>\r\nX-Ricevuta: avvenuta-consegna\r\nDate: Tue, 14 Jan 2025 10:00:00 +0100\r\n"
            b"From: posta-certificata@pec.it\r\nSubject: CONSEGNA: Piano,\r\n di Zona; invio\r\n\r\nRicevuta \xe8 qui"
        ),
        TipoFile.EML,
    ),
    "messaggio_senza_viaggio": (b"From: a@b.it\nDate: oggi\n\nTesto\n", None),
    "quasi_messaggio": (b"From: a@b.it\nDate: oggi\nReceived: ieri\nparole senza due punti\n\nTesto", None),
    "json_elenco": (b" [1]", TipoFile.JSON),
    "csv": (b"Comune;Abitanti\r\nGallarate;53000\r\n", TipoFile.CSV),
    "csv_bom": ('\ufeffcittà,n\n"A, B",1\n'.encode(), TipoFile.CSV),
    "programma": (b"\x7fELF\x02\x01", None),
    "html": (b"<html><script>1</script>,</html>", None),
    "csv_storto": (b"a;b\nc\n", TipoFile.CSV),
    "testo": (b"solo parole", None),
    "json_rotto": (b'{"a": ', None),
    "certificato": (b"\x30\x82\x01\x00" + b"\x02" * 40, None),
    "binario": (b"a;b\n\x00;1\n", None),
    "vuoto": (b"", None),
}


@pytest.mark.parametrize(("contenuto", "tipo"), CASI.values(), ids=CASI.keys())
def test_il_tipo_lo_dice_il_contenuto(contenuto: bytes, tipo: TipoFile | None) -> None:
    assert riconosci(contenuto) == tipo


@given(st.binary(max_size=60))
def test_nessun_contenuto_fa_cadere_il_riconoscimento(contenuto: bytes) -> None:
    riconosci(contenuto)
    riconosci(b"{" + contenuto)


@pytest.mark.django_db
def test_un_file_si_conserva_e_si_rilegge() -> None:
    file = conserva(PDF, nome="piano.pdf")
    assert leggi(file) == PDF
    assert (file.sha256, file.dimensione, file.tipo) == (hashlib.sha256(PDF).hexdigest(), len(PDF), TipoFile.PDF)
    dove = percorso(file.sha256)
    assert dove.parts[-3:] == (file.sha256[:2], file.sha256[2:4], file.sha256)
    assert not dove.stat().st_mode & (stat.S_IWUSR | stat.S_IRWXO)


@pytest.mark.django_db
def test_gli_stessi_byte_sono_lo_stesso_file_e_non_si_riscrivono(tmp_path: Path) -> None:
    file = conserva(PDF, nome="uno.pdf")
    prima = percorso(file.sha256).stat().st_ino
    (tmp_path / "due").write_bytes(PDF)
    assert conserva(tmp_path / "due", nome="due.txt") == file
    assert percorso(file.sha256).stat().st_ino == prima
    assert FileConservato.objects.count() == 1


@pytest.mark.django_db
def test_se_il_disco_non_scrive_non_nasce_la_riga(conservati: Path) -> None:
    conservati.write_bytes(b"non una cartella")
    with pytest.raises(OSError, match="conservati"):
        conserva(PDF, nome="piano.pdf")
    assert not FileConservato.objects.exists()


def test_byte_diversi_dall_impronta_non_si_scrivono(conservati: Path) -> None:
    with pytest.raises(FileNonIntegro):
        scrivi("ab" * 32, iter([b"altro"]))
    assert [f for f in conservati.rglob("*") if f.is_file()] == []


@pytest.mark.django_db
def test_un_file_cambiato_o_sparito_non_si_mostra() -> None:
    file = conserva(PDF, nome="piano.pdf")
    percorso(file.sha256).chmod(0o600)
    percorso(file.sha256).write_bytes(PDF + b"x")
    with pytest.raises(FileNonIntegro, match="impronta è cambiata"):
        leggi(file)
    percorso(file.sha256).unlink()
    with pytest.raises(FileNonIntegro, match="non si trova più"):
        leggi(file)
    assert conserva(PDF, nome="piano.pdf") == file
    assert leggi(file) == PDF


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("contenuto", "frase"),
    [
        (b"", "è vuoto"),
        (b"%PDF-" + b"x" * 1024 * 1024, "è di 2 MB: il massimo è 1 MB"),
        (b"solo parole", "non è di un tipo che riconosciamo"),
        (b'{"a": 1}', "risulta: JSON"),
    ],
    ids=["vuoto", "grande", "testo", "json"],
)
def test_un_file_che_non_va_si_rifiuta_con_una_frase(contenuto: bytes, frase: str, settings: Settings) -> None:
    settings.LIMITE_FILE_MB = 1
    with pytest.raises(FileRifiutato, match=frase):
        conserva(contenuto, nome="piano.pdf", tipi=frozenset({TipoFile.PDF}))
    assert not FileConservato.objects.exists()


class Carica(forms.Form):
    firmato = FileControllato(tipi=[TipoFile.PDF, TipoFile.P7M], required=False)


def carica(*file: SimpleUploadedFile) -> Carica:
    return Carica({}, MultiValueDict({"firmato": list(file)}))


def test_il_campo_guarda_il_contenuto_e_non_il_nome() -> None:
    buono = carica(SimpleUploadedFile("accordo.txt", PDF, "text/plain"))
    assert buono.is_valid()
    file = buono.cleaned_data["firmato"]
    assert (file.read(), file.content_type) == (PDF, "application/pdf")
    cattivo = carica(SimpleUploadedFile("accordo.pdf", b"<html>", "application/pdf"))
    assert not cattivo.is_valid()
    assert "Conta il contenuto" in cattivo.errors["firmato"][0]
    assert carica().is_valid()
    assert 'accept="application/pdf,application/pkcs7-mime"' in str(Carica()["firmato"])


def test_il_campo_non_legge_un_file_troppo_grande(settings: Settings) -> None:
    settings.LIMITE_FILE_MB = 0
    modulo = carica(SimpleUploadedFile("accordo.pdf", PDF))
    assert "il massimo è 0 MB" in modulo.errors["firmato"][0]


@pytest.mark.django_db
def test_verifica_conservati_nomina_guasti_e_orfani(capsys: pytest.CaptureFixture[str], conservati: Path) -> None:
    uno, due, tre = (conserva(PDF + bytes([n]), nome="x") for n in b"123")
    call_command("verifica_conservati")
    assert "File conservati integri: 3. Senza riga: 0." in capsys.readouterr().out
    (conservati / "estraneo").write_bytes(b"x")
    call_command("verifica_conservati")
    assert "estraneo non ha una riga" in capsys.readouterr().out
    percorso(uno.sha256).unlink()
    percorso(due.sha256).chmod(0o600)
    percorso(due.sha256).write_bytes(b"x")
    with pytest.raises(SystemExit):
        call_command("verifica_conservati")
    detto = capsys.readouterr().err
    assert f"{uno.sha256} manca" in detto
    assert f"{due.sha256} ha i byte cambiati" in detto
    assert tre.sha256 not in detto
