"""One file for every paper: PDF/A-3a, PDF/UA-1, attachments, always the same bytes."""

import datetime as dt
import io
import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings

from documenti.exceptions import LavoroAnnullato, StampaNonRiuscita
from documenti.pdf import Allegato, EsitoStampa, _Racconta, css_caratteri, file_statico, stampa_pdf
from documenti.verapdf import che_cosa_manca, valida

PUNTO = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
PAGINE = f"""<html lang="it"><head><title>t</title><style>{css_caratteri()}
body {{ font-family: "Titillium Web" }} @page {{ @bottom-center {{ content: counter(page) " di " counter(pages) }} }}
</style></head><body><h1>Piano di Zona</h1>
<p>Perché è <b>così</b> e <i>colà</i>. <a href="#tabella">va alla tabella</a></p>
<table id="tabella"><caption>Spesa</caption><thead><tr><th>Anno</th><th>Euro</th></tr></thead>
<tbody><tr><td>2025</td><td>1.300</td></tr></tbody></table>
<img alt="un punto" src="data:image/png;base64,{PUNTO}">
<p style="break-before: page">Seconda pagina</p></body></html>"""
ALLEGATI = [
    Allegato("piano.json", b'{"a":1}', "application/json", "Source"),
    Allegato("dati.csv", b"a;b\n1;2\n", "text/csv", "Data"),
]


def stampa(html: str = PAGINE) -> EsitoStampa:
    return stampa_pdf(
        html, titolo="Piano di prova", lingua="it", data=dt.date(2025, 1, 2), identita="ab" * 32, allegati=ALLEGATI
    )


@pytest.fixture(scope="module")
def esito() -> EsitoStampa:
    return stampa()


def test_la_stampa_ha_titolo_lingua_data_e_pagine(esito: EsitoStampa) -> None:
    assert esito.avvisi == []
    with pikepdf.open(io.BytesIO(esito.pdf)) as pdf:
        assert len(pdf.pages) == esito.pagine == 2
        assert str(pdf.Root.Lang) == "it"
        xmp = pdf.open_metadata()
        assert xmp["dc:title"] == "Piano di prova"
        assert xmp["xmp:CreateDate"] == "2025-01-02"
        assert xmp["dc:identifier"] == "urn:sha256:" + "ab" * 32
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"], xmp["pdfuaid:part"]) == ("3", "A", "1")


def test_gli_allegati_sono_dentro_con_tipo_e_relazione(esito: EsitoStampa) -> None:
    with pikepdf.open(io.BytesIO(esito.pdf)) as pdf:
        assert sorted(pdf.attachments) == ["dati.csv", "piano.json"]
        piano = pdf.attachments["piano.json"]
        assert piano.get_file().read_bytes() == b'{"a":1}'
        assert piano.get_file().mime_type == "application/json"
        assert str(piano.obj.AFRelationship) == "/Source"
        assert str(pdf.attachments["dati.csv"].obj.AFRelationship) == "/Data"


def test_i_caratteri_sono_quelli_del_progetto_e_inclusi(esito: EsitoStampa) -> None:
    with pikepdf.open(io.BytesIO(esito.pdf)) as pdf:
        nomi = {str(o.FontName) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/FontName" in o}
    assert {"Titillium-Web", "Titillium-Web-Bold", "Titillium-Web-Italic"} <= {n.split("+")[-1] for n in nomi}


def test_due_stampe_uguali_hanno_gli_stessi_byte(esito: EsitoStampa) -> None:
    assert stampa().pdf == esito.pdf


@pytest.mark.lento
def test_anche_un_altro_processo_un_altro_giorno_da_gli_stessi_byte(esito: EsitoStampa, tmp_path: Path) -> None:
    programma = (
        "import sys, django, pathlib; django.setup()\n"
        "from tests.documenti.test_pdf import stampa\n"
        "pathlib.Path(sys.argv[1]).write_bytes(stampa().pdf)"
    )
    ambiente = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    comando = [sys.executable, "-c", programma, str(tmp_path / "b.pdf")]
    subprocess.run(comando, check=True, env=ambiente, cwd=settings.BASE_DIR, timeout=60)
    assert (tmp_path / "b.pdf").read_bytes() == esito.pdf


@pytest.mark.parametrize(
    "indirizzo",
    [
        "http://192.0.2.1/x.png",
        "file:///etc/hostname",
        "/static/../manage.py",
        "/static/%2e%2e/manage.py",
        "/altrove/x.png",
        "/static/non-esiste.png",
    ],
)
def test_dalla_rete_e_dal_disco_non_si_legge_nulla(indirizzo: str) -> None:
    avvisi = stampa(f'<html lang="it"><body><p>x</p><img alt="x" src="{indirizzo}"></body></html>').avvisi
    assert len(avvisi) == 1
    assert "Failed to load image" in avvisi[0]


def test_i_file_statici_si_trovano() -> None:
    assert file_statico("http://progetto.invalid/static/css/bootstrap-italia.min.css").is_file()


def test_un_css_sbagliato_diventa_un_avviso() -> None:
    avvisi = stampa('<html lang="it"><style>p { colore: rosso }</style><body><p>x</p></body></html>').avvisi
    assert any("colore" in a for a in avvisi)


def test_l_avanzamento_cresce_e_racconta() -> None:
    detti: list[tuple[int, int, str]] = []
    stampa_pdf(
        PAGINE,
        titolo="t",
        lingua="it",
        data=dt.date(2025, 1, 2),
        identita="ab" * 32,
        avanzamento=lambda *d: detti.append(d),
        pagine_attese=2,
    )
    fatti = [d[0] for d in detti]
    assert fatti == sorted(fatti)
    assert "Impagino la pagina 2" in {d[2] for d in detti}
    assert {d[1] for d in detti} == {100}
    assert fatti[-1] < 100


@pytest.mark.parametrize("attese", [0, 3])
def test_l_avanzamento_non_torna_indietro_quando_si_impagina_di_nuovo(attese: int) -> None:
    detti: list[tuple[int, str]] = []
    racconta = _Racconta(lambda fatto, totale, fase: detti.append((fatto, fase)), attese)
    for passo in ("Step 4 - x", *(f"Step 5 - x - Page {n}" for n in (1, 2, 3, 1, 2, 3, 4)), "Step 4 - x", "Step 6 - x"):
        racconta.emit(logging.LogRecord("w", logging.INFO, "", 0, passo, None, None))
    fatti = [fatto for fatto, _ in detti]
    assert fatti == sorted(fatti)
    assert detti[4] == (detti[3][0], "Impagino la pagina 1")
    assert (fatti[0], fatti[-1]) == (12, 72)


def test_chi_annulla_ferma_la_stampa() -> None:
    def annulla(fatto: int, totale: int, fase: str) -> None:
        if "pagina" in fase:
            raise LavoroAnnullato

    with pytest.raises(LavoroAnnullato):
        stampa_pdf(PAGINE, titolo="t", lingua="it", data=dt.date(2025, 1, 2), identita="ab" * 32, avanzamento=annulla)
    assert stampa().avvisi == []


def test_il_vuoto_non_si_stampa() -> None:
    with pytest.raises(StampaNonRiuscita, match="vuoto"):
        stampa("  ")


def test_un_identita_che_non_e_un_impronta_si_rifiuta() -> None:
    with pytest.raises(ValueError, match="impronta"):
        stampa_pdf(PAGINE, titolo="t", lingua="it", data=dt.date(2025, 1, 2), identita="<x>")


@pytest.mark.lento
@pytest.mark.una_volta
def test_verapdf_e_qpdf_accettano_il_file(esito: EsitoStampa, tmp_path: Path) -> None:
    manca = che_cosa_manca() or ("" if shutil.which("qpdf") else "manca qpdf")
    if manca:
        if os.environ.get("CI") == "true":
            pytest.fail(manca)
        pytest.skip(f"VERAPDF NON ESEGUITO: {manca}")
    file = tmp_path / "prova.pdf"
    file.write_bytes(esito.pdf)
    risposte = valida([file])
    assert [(r.profilo, r.conforme, r.errori) for r in risposte] == [("3a", True, []), ("ua1", True, [])]
    assert min(r.controlli for r in risposte) > 100
    subprocess.run(["qpdf", "--check", str(file)], check=True, capture_output=True)  # noqa: S607 - a system program
    _guasta(file)
    assert [r.conforme for r in valida([file])] == [False, False]


def _guasta(file: Path) -> None:
    """Take away the structure tree: neither profile allows it."""
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        del pdf.Root.StructTreeRoot
        del pdf.Root.MarkInfo
        pdf.save(file)
