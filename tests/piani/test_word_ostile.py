"""Our own file, spoiled on purpose: refused with a sentence, or cleaned by the one cleaner."""

import json
import zipfile
from html import escape, unescape
from typing import Any

import pytest

from core.exceptions import DatiNonValidi
from documenti.exceptions import FileRifiutato
from piani.word.nostro import Genere, documento_da, e_nostro
from tests.piani.word_di_prova import DATI, cambia, letto, paragrafo, parte, sostituisci, word


def con_dati(come: Any) -> bytes:
    """Return the file with its hidden data changed."""
    x = parte(word(), DATI)
    inizio, fine = x.index(">", x.index("<piano")) + 1, x.rindex("</piano>")
    dati = json.loads(unescape(x[inizio:fine]))
    nuovi = come(dati)
    return cambia(word(), lambda _: f"{x[:inizio]}{escape(json.dumps(nuovi))}{x[fine:]}", DATI)


@pytest.mark.parametrize("contenuto", [b"", b"%PDF-1.7", b"PK\x03\x04 rotto", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_cio_che_non_e_word_si_rifiuta(contenuto: bytes) -> None:
    assert not e_nostro(contenuto)
    with pytest.raises(FileRifiutato, match="Non è cambiato nulla"):
        documento_da(contenuto)


def test_un_word_qualunque_non_e_nostro() -> None:
    altro = sostituisci(word(), "urn:piano-di-zona:word:1", "urn:altro", nome=DATI)
    assert not e_nostro(altro)
    with pytest.raises(DatiNonValidi, match="non è stato scaricato dal portale"):
        documento_da(altro)


def test_un_cartellino_di_un_posto_che_non_c_e_e_testo_e_si_dice() -> None:
    falso = (
        '<w:sdt><w:sdtPr><w:tag w:val="scheda/obiettivo/Z/campo/target/testo"/></w:sdtPr>'
        f"<w:sdtContent>{paragrafo('Da nessuna parte')}</w:sdtContent></w:sdt>"
    )
    riletto, resoconto = letto(sostituisci(word(), "<w:body>", f"<w:body>{falso}"))
    assert riletto["sezioni"][0]["testo"].endswith("<p>Da nessuna parte</p>")
    assert [n.genere for n in resoconto.note] == [Genere.AGGIUNTO, Genere.NON_LETTO]


def test_un_copione_nel_testo_esce_come_parole() -> None:
    riletto, _ = letto(sostituisci(word(), "Abitanti", "&lt;script&gt;alert(1)&lt;/script&gt;Abitanti"))
    testo = riletto["sezioni"][2]["testo"]
    assert "<script" not in testo
    assert "&lt;script&gt;alert(1)" in testo


def test_un_rimando_pericoloso_perde_l_indirizzo() -> None:
    rapporto = (
        '<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" '
        'Target="javascript:alert(1)" TargetMode="External"/></Relationships>'
    )
    contenuto = sostituisci(word(), "</Relationships>", rapporto, nome="word/_rels/document.xml.rels")
    nuovo = '</w:t></w:r><w:hyperlink r:id="rIdX"><w:r><w:t>qui</w:t></w:r></w:hyperlink><w:r><w:t>Abitanti'
    riletto, _ = letto(sostituisci(contenuto, "Abitanti", nuovo))
    assert "javascript" not in riletto["sezioni"][2]["testo"]
    assert "quiAbitanti" in riletto["sezioni"][2]["testo"]


def test_un_megabyte_in_una_riga_si_rifiuta_con_una_frase() -> None:
    with pytest.raises(DatiNonValidi, match=r"lungo \d+ caratteri.*Non è cambiato nulla"):
        letto(sostituisci(word(), "Abitanti", "a" * 1_000_000))


def test_la_sagoma_non_porta_dentro_altro() -> None:
    def come(dati: Any) -> Any:
        dati["sagome"] = {"sezione/contesto/testo": ["0" * 64, ["<script>alert(1)</script>"]]}
        return dati

    riletto, resoconto = letto(con_dati(come))
    assert riletto["sha256"] == resoconto.versione


@pytest.mark.parametrize(
    "come",
    [
        lambda d: [],
        lambda d: {**d, "formato": "altro"},
        lambda d: {k: v for k, v in d.items() if k != "documento"},
        lambda d: {**d, "documento": {**d["documento"], "sezioni": "tutte"}},
        lambda d: {**d, "documento": {**d["documento"], "riferimenti": {}}},
        lambda d: {**d, "documento": {**d["documento"], "triennio": "sempre"}},
        lambda d: {**d, "documento": {**d["documento"], "in_piu": 1}},
        lambda d: {**d, "documento": {**d["documento"], "schede": [{}]}},
        lambda d: {**d, "esatti": None},
        lambda d: {**d, "sagome": {"sezione/contesto/testo": []}},
    ],
    ids=[
        "non è un gruppo",
        "un altro formato",
        "senza documento",
        "sezioni",
        "riferimenti",
        "triennio",
        "una voce in più",
        "una scheda vuota",
        "esatti",
        "una sagoma vuota",
    ],
)
def test_i_dati_rovinati_si_rifiutano_con_una_frase(come: Any) -> None:
    with pytest.raises(DatiNonValidi, match="Non è cambiato nulla"):
        letto(con_dati(come))


def test_un_livello_sull_altro_si_rifiuta() -> None:
    x = "<w:customXml>" * 20_000 + paragrafo("giù") + "</w:customXml>" * 20_000
    with pytest.raises((DatiNonValidi, FileRifiutato)):
        letto(sostituisci(word(), "<w:body>", f"<w:body>{x}"))


def test_il_file_e_uno_zip_ordinato() -> None:
    import io

    with zipfile.ZipFile(io.BytesIO(word())) as archivio:
        assert archivio.testzip() is None
        assert archivio.namelist()[0] == "[Content_Types].xml"
