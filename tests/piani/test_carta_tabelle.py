"""Tables, charts of tables and references on paper: numbers, pages, no warning, accepted by veraPDF."""

import datetime as dt
import io
import os
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from documenti.verapdf import che_cosa_manca, valida
from piani.calcolo import valori_completi
from piani.carta import FascicoloPiano, FascicoloScheda
from piani.carta.fascicoli import Stampato
from piani.forms.grafici import DISEGNI
from piani.lettura import leggi_piano
from tests.documenti_canonici import sezione, tabella
from tests.piani.carta_di_prova import piano_di_prova

Json = dict[str, Any]
QUANDO = dt.date(2024, 12, 2)
RIMANDI = (
    '<p>Si veda <a href="#rif:tabella:eta">qui</a>, nella <a href="#rif:sezione:anziani">sezione</a> e nella '
    '<a href="#rif:scheda:obiettivo:A">scheda</a>; il <a href="#rif:tabella:eta-torta">disegno</a> è più avanti.</p>'
)


def _colonna(chiave: str, titolo: str, tipo: str = "numero", gruppo: str = "", **altro: object) -> Json:
    return {"chiave": chiave, "titolo": titolo, "gruppo": gruppo, "tipo": tipo, "decimali": 0, "unita": "", **altro}


def _riga(*valori: str, **altro: object) -> Json:
    return {"valori": [*valori, "", ""], "unita": "", "totale": False, "nota": "", "esempio": False, **altro}


def eta() -> Json:
    colonne = [
        _colonna("classe", "Classe", "testo"),
        _colonna("m", "Maschi", gruppo="Residenti"),
        _colonna("f", "Femmine", gruppo="Residenti"),
        _colonna("t", "Totale", calcolo={"specie": "somma", "colonne": ["m", "f"]}),
        _colonna("q", "%", "percentuale", decimali=1, calcolo={"specie": "quota", "colonne": ["m"]}),
    ]
    righe = [
        _riga("0-14", "3", "4", note={"m": "stima dell'anagrafe"}),
        _riga("15-64", "3", "<5"),
        *(_riga(f"{n} e oltre", "1", "2") for n in range(65, 74)),
        _riga("Totale", "", "", totale=True, calcolo="totale"),
    ]
    for riga, valori in zip(righe, valori_completi(colonne, righe), strict=True):
        riga["valori"] = valori
    return tabella(chiave="eta", titolo="Popolazione per età", colonne=colonne, righe=righe)


def _disegno(tipo: str) -> Json:
    serie = ["m"] if tipo == "torta" else ["m", "f"]
    return tabella(
        chiave=f"eta-{tipo}".replace("_", "-"), specie="grafico", titolo=f"Disegno {tipo}", grafico=tipo, fonte="", anno="",
        colonne=[], righe=[], dati="eta", vista={"etichette": "classe", "serie": serie}, alternativo="Cresce con l'età.",
    )  # fmt: skip


def piano() -> Json:
    originale = piano_di_prova()
    contesto = sezione(
        titolo="Dati di contesto",
        testo=RIMANDI,
        sezioni=[sezione("anziani", titolo="Gli anziani", voce_formato="", proprietario="ats:322")],
    )
    schede = [
        {**s, "risposte": [{**r, "testo": f"{r['testo']}{RIMANDI}"} for r in s["risposte"]]}
        for s in originale["schede"]
    ]
    return piano_di_prova(
        sezioni=[sezione("esiti", titolo="Esiti"), contesto],
        schede=schede,
        tabelle=[eta(), *(_disegno(tipo) for tipo, _ in DISEGNI)],
    )


@pytest.fixture(scope="module")
def stampato() -> Stampato:
    return FascicoloPiano(piano(), bozza=False, data=QUANDO).stampa()


def test_la_carta_ha_numeri_note_e_elenco(stampato: Stampato) -> None:
    for parola in (
        '<a class="rimando" href="#tabella-eta">Tabella 2.1</a>',
        '<a class="rimando" href="#sezione-anziani">sezione 2.1</a>',
        '<a class="rimando" href="#scheda-obiettivo-a">scheda A</a>',
        '<a class="rimando" href="#tabella-eta-torta">Grafico 2.6</a>',
        "Tabelle, grafici e figure",
        "Tabella 2.1. Popolazione per età",
        "almeno\u00a0",
        "stima dell&#x27;anagrafe",
        'Dati: <a class="rimando" href="#tabella-eta">Tabella 2.1</a>',
        "Cresce con l&#x27;età.",
        "Le quote di «%» non sommano a 100 per l&#x27;arrotondamento.",
    ):
        assert parola in stampato.html, parola


def test_si_stampa_senza_avvisi_e_il_rimando_porta_la_pagina(stampato: Stampato, tmp_path: Path) -> None:
    assert stampato.esito.avvisi == []
    file = tmp_path / "piano.pdf"
    file.write_bytes(stampato.esito.pdf)
    testo = subprocess.run(["pdftotext", "-raw", file, "-"], check=True, capture_output=True, text=True).stdout  # noqa: S607 - Debian's, wherever it is
    piatto = " ".join(testo.replace("\u00a0", " ").split())
    assert "Si veda Tabella 2.1 (pagina" in piatto
    with pikepdf.open(io.BytesIO(stampato.esito.pdf)) as pdf:
        assert len(pdf.pages) == stampato.esito.pagine


def test_gli_stessi_disegni_su_pagina_e_carta() -> None:
    letto = leggi_piano(piano())
    disegni = [t for t in letto.tabelle() if t.svg]
    assert len(disegni) == len(DISEGNI)
    assert [t.svg for t in leggi_piano(piano()).tabelle()] == [t.svg for t in letto.tabelle()]
    html = FascicoloPiano(piano(), bozza=False, data=QUANDO).html()
    assert all(t.svg in html for t in disegni)


def test_in_una_scheda_sola_il_rimando_e_parole() -> None:
    html = FascicoloScheda(piano(), scheda="A", bozza=False, data=QUANDO).html()
    assert "Si veda Tabella 2.1, nella sezione 2.1 e nella scheda A" in html
    assert "#rif:" not in html


@pytest.mark.una_volta
@pytest.mark.lento
def test_il_motore_verapdf_accetta_tabelle_disegni_e_rimandi(stampato: Stampato, tmp_path: Path) -> None:
    if manca := che_cosa_manca():
        if os.environ.get("CI"):
            pytest.fail(f"Senza veraPDF la carta non è controllata: {manca}.")
        pytest.skip(f"la carta NON è stata controllata con veraPDF: {manca}")
    sola = FascicoloScheda(piano(), scheda="A", bozza=False, data=QUANDO).stampa()
    assert sola.esito.avvisi == []
    file = [tmp_path / "piano.pdf", tmp_path / "scheda.pdf"]
    file[0].write_bytes(stampato.esito.pdf)
    file[1].write_bytes(sola.esito.pdf)
    assert [(e.file.name, e.profilo, e.errori) for e in valida(file) if not e.conforme] == []
