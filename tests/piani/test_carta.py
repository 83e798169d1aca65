"""The paper: words in the HTML, then the file itself, judged by veraPDF where Java is."""

import datetime as dt
import io
import json
import os
from pathlib import Path

import pikepdf
import pytest

from core.canonico import byte_canonici
from core.exceptions import DatiNonValidi
from documenti.verapdf import che_cosa_manca, valida
from piani.carta import FascicoloPiano, FascicoloScheda
from piani.carta.fascicoli import Stampato
from registro.queries import Testa as CapoDelRegistro
from tests.documenti_canonici import scheda, sezione
from tests.piani.carta_di_prova import piano_di_prova, rifatto

QUANDO = dt.date(2026, 11, 22)
TESTA = CapoDelRegistro(12, "cd" * 32)


def fascicolo(**altro: object) -> FascicoloPiano:
    return FascicoloPiano(rifatto(piano_di_prova(), **altro), bozza=True, data=QUANDO, testa=TESTA)


@pytest.fixture(scope="module")
def stampato() -> Stampato:
    return fascicolo().stampa()


def test_la_carta_dice_tutto_del_piano() -> None:
    html = fascicolo().html()
    for parola in (
        "Piano di Zona 2025-2027",
        "Ambito di Gallarate – Documento di Piano 2025-2027",
        "A – Abitare (prioritario)",
        "TITOLO INTERVENTO",
        "circa 510.000,00\u00a0€ per il triennio",
        "almeno\u00a09 nel\u00a02026",
        "Valore atteso dalla Regione",
        "Non compilato",
        "Tabella 2.1.",
        "Grafico 2.1.",
        "Fonte: Istat (dati 2023)",
        "Confluito nell&#x27;obiettivo A – Abitare",
        "Art. 1 – Definizione",
        "Sindaco pro tempore",
        "(dato di esempio)",
    ):
        assert parola in html, parola


def test_l_accordo_sta_in_allegato_dopo_il_piano() -> None:
    html = fascicolo().html()
    assert html.index('id="sezione-contesto"') < html.index('id="sintesi"') < html.index('id="accordo"')


def test_la_bozza_lo_dice_su_ogni_pagina_e_il_definitivo_no() -> None:
    bozza = fascicolo()
    definitivo = FascicoloPiano(piano_di_prova(), bozza=False, data=QUANDO)
    assert 'content: "BOZZA"' in bozza.html()
    assert "BOZZA" not in definitivo.html()
    assert bozza.titolo == "Piano di prova (bozza)"


def test_in_fondo_ci_sono_impronta_e_testa_del_registro() -> None:
    html = fascicolo().html()
    sha256 = piano_di_prova()["sha256"]
    assert " ".join(sha256[i : i + 8] for i in range(0, 64, 8)) in html
    assert "cdcdcdcd cdcdcdcd" in html
    assert "Registro degli atti" not in FascicoloPiano(piano_di_prova(), bozza=False, data=QUANDO).html()


def test_nessun_elemento_dentro_i_collegamenti() -> None:
    html = fascicolo(
        sezioni=[sezione(testo='<p><a href="https://x.it">il <em>bando</em></a></p>')], tabelle=[], esiti=[]
    ).html()
    for pezzo in html.split("<a ")[1:]:
        assert "<" not in pezzo[pezzo.index(">") + 1 : pezzo.index("</a>")]


def test_ogni_scheda_obiettivo_comincia_una_pagina_col_suo_capitolo() -> None:
    rami = [sezione("obiettivi", testo="", sezioni=[sezione("area", testo="", titolo="Area")])]
    schede = [scheda("A", sezione="area"), scheda("B", sezione="area")]
    carta = fascicolo(sezioni=rami, schede=schede, esiti=[], tabelle=[])
    assert carta.a_capo == {"scheda-obiettivo-b"}


def test_un_capitolo_di_poche_righe_non_resta_solo_su_una_pagina() -> None:
    rami = [sezione("uno", sezioni=[sezione("due", pagina_nuova=True)]), sezione("tre")]
    assert fascicolo(sezioni=rami, schede=[], esiti=[], tabelle=[]).a_capo == {"sezione-tre"}
    lunga = [sezione("uno", testo=f"<p>{'parola ' * 300}</p>", sezioni=[sezione("due", pagina_nuova=True)])]
    assert fascicolo(sezioni=lunga, schede=[], esiti=[], tabelle=[]).a_capo == {"sezione-due"}


def test_il_file_si_stampa_senza_avvisi_con_i_dati_dentro(stampato: Stampato) -> None:
    assert stampato.esito.avvisi == []
    assert "Piano di Zona 2025-2027" in stampato.html
    with pikepdf.open(io.BytesIO(stampato.esito.pdf)) as pdf:
        assert len(pdf.pages) == stampato.esito.pagine > 5
        assert pdf.open_metadata()["dc:title"] == "Piano di prova (bozza)"
        dentro = pdf.attachments["piano.json"].get_file().read_bytes()
        larghi = [p for p in pdf.pages if p.mediabox[2] > p.mediabox[3]]
    assert dentro == byte_canonici(piano_di_prova())
    assert json.loads(dentro)["titolo"] == "Piano di prova"
    assert len(larghi) == 1


def test_stesso_contenuto_stessi_byte(stampato: Stampato) -> None:
    assert fascicolo().stampa().esito.pdf == stampato.esito.pdf


def test_l_avanzamento_si_racconta() -> None:
    detti: list[tuple[int, int, str]] = []
    fascicolo(schede=[], esiti=[]).stampa(lambda fatto, totale, fase: detti.append((fatto, totale, fase)))
    assert [t for _, t, _ in detti] == [100] * len(detti)
    assert any("pagina" in f for _, _, f in detti)


@pytest.mark.una_volta
@pytest.mark.lento
def test_il_motore_verapdf_accetta_piano_e_scheda(stampato: Stampato, tmp_path: Path) -> None:
    if manca := che_cosa_manca():
        if os.environ.get("CI"):
            pytest.fail(f"Senza veraPDF la carta non è controllata: {manca}.")
        pytest.skip(f"la carta NON è stata controllata con veraPDF: {manca}")
    sola = FascicoloScheda(piano_di_prova(), scheda="A", bozza=False, data=QUANDO, testa=TESTA).stampa()
    file = [tmp_path / "piano.pdf", tmp_path / "scheda.pdf"]
    file[0].write_bytes(stampato.esito.pdf)
    file[1].write_bytes(sola.esito.pdf)
    esiti = valida(file)
    assert [(e.file.name, e.profilo, e.errori) for e in esiti if not e.conforme] == []
    assert len(esiti) == 4


def test_una_scheda_sola_si_trova_per_codice() -> None:
    nuova = FascicoloScheda(piano_di_prova(), scheda="A", bozza=False, data=QUANDO)
    vecchia = FascicoloScheda(piano_di_prova(), scheda="esito:A", bozza=False, data=QUANDO)
    assert (nuova.scheda.specie, vecchia.scheda.specie) == ("obiettivo", "esito")
    assert nuova.titolo == "A – Abitare (prioritario) - Piano di prova"
    assert "AZIONI PROGRAMMATE" in nuova.html()


def test_una_scheda_che_non_c_e_si_dice() -> None:
    with pytest.raises(DatiNonValidi, match="non c'è una scheda con il codice ZZ"):
        FascicoloScheda(piano_di_prova(), scheda="ZZ", bozza=False, data=QUANDO)


def test_un_piano_quasi_vuoto_si_stampa() -> None:
    vuoto = fascicolo(schede=[], esiti=[], tabelle=[], sezioni=[], accordo=None)
    assert "Allegato B" not in vuoto.html()
    assert vuoto.stampa().esito.avvisi == []
