"""Published blocks in the canonical document alone: Word and back, the paper, the checker, two versions compared. Pure."""

from typing import Any

import pytest
from django.template.loader import render_to_string

from core.canonico import byte_canonici, sha256
from piani.canonico.forma import errori, sigilla
from piani.enums import SpecieBlocco
from piani.lettura import leggi_piano
from piani.raffronto import raffronta
from piani.raffronto.blocchi import cambiamenti
from piani.regole_blocchi import contenuto_in
from piani.word.nostro import Genere
from tests.controllo_di_prova import frasi, paragrafo, tavola
from tests.documenti_canonici import sezione, tabella
from tests.piani.carta_di_prova import piano_di_prova
from tests.piani.word_di_prova import letto, parte, sostituisci, word

Json = dict[str, Any]
TESTO, TABELLA = SpecieBlocco.TESTO, SpecieBlocco.TABELLA
LUNGO = (
    "Il consultorio familiare accoglie senza appuntamento le persone che chiedono un primo colloquio e le accompagna verso i "
    "servizi del territorio, insieme al servizio sociale del Comune in cui abitano e alla scuola dei figli."
)


def pubblicato(specie: SpecieBlocco, dati: Json, **altro: object) -> Json:
    """Say that a section or a table comes from the ATS."""
    impronta = sha256(byte_canonici(contenuto_in(specie, dati)))
    detta = {"ente": "ats:322", "blocco": "consultori", "versione": 2, "data": "2026-11-08", "sha256": impronta}
    return {**dati, "provenienza": detta | altro}


def con_blocchi() -> Json:
    piano = piano_di_prova()
    testo = pubblicato(TESTO, sezione("consultori", titolo="Consultori", testo=f"<p>{LUNGO}</p>", voce_formato=""))
    piano["sezioni"].append(testo)
    piano["tabelle"].append(pubblicato(TABELLA, tabella(chiave="sedi", titolo="Sedi", sezione="consultori")))
    piano["riferimenti"]["enti"]["ats:322"] = {"nome": "ATS DELL'INSUBRIA", "sigla": "ATS Insubria"}
    return sigilla(piano)


def test_il_documento_e_nello_schema() -> None:
    piano = con_blocchi()
    assert list(errori(piano)) == []
    del piano["sezioni"][-1]["provenienza"]["data"]
    assert list(errori(piano)) != []


def test_sulla_carta_si_legge_di_chi_e() -> None:
    letto_ = leggi_piano(con_blocchi())
    ultima = letto_.capitoli[-1]
    frase = "da ATS Insubria, versione 2 dell'8 novembre 2026.".replace(" ", "\N{NO-BREAK SPACE}")
    assert ultima.origine.replace(" ", "\N{NO-BREAK SPACE}").endswith(frase)
    carta = render_to_string("piani/stampa/_sezione.html", {"s": ultima, "carta": {"a_capo": []}})
    for inizio in ("Testo pubblicato da", "Tabella pubblicata da"):
        assert f"{inizio} ATS Insubria" in carta


def test_in_word_e_ritorno() -> None:
    originale = con_blocchi()
    file = word(originale)
    assert "Testo pubblicato da ATS Insubria" in parte(file)
    assert "Tabella pubblicata da ATS Insubria" in parte(file)
    riletto, resoconto = letto(file)
    assert byte_canonici(riletto) == byte_canonici(originale)
    assert resoconto.note == []


@pytest.mark.parametrize(
    ("vecchio", "nuovo", "cosa"),
    [
        ("primo colloquio", "secondo colloquio", "Sezione «Consultori»"),
        ("Sedi</w:t>", "Luoghi</w:t>", "Tabella «Luoghi»"),
    ],
)
def test_chi_scrive_in_un_blocco_da_word_lo_fa_suo(vecchio: str, nuovo: str, cosa: str) -> None:
    riletto, resoconto = letto(sostituisci(word(con_blocchi()), vecchio, nuovo))
    assert [n.luogo for n in resoconto.note if n.genere is Genere.NON_CAPITO] == [cosa]
    restano = ["provenienza" in riletto["sezioni"][-1], "provenienza" in riletto["tabelle"][-1]]
    assert restano == [not cosa.startswith("Sezione"), not cosa.startswith("Tabella")]


def test_il_controllo_non_lo_chiama_testo_ripetuto() -> None:
    uno, due = paragrafo(LUNGO)[0], {**paragrafo(LUNGO)[0], "chiave": "altra", "titolo": "Altra"}
    assert len(frasi("testo-ripetuto", sezioni=[uno, due])) == 1
    assert frasi("testo-ripetuto", sezioni=[uno, pubblicato(TESTO, due)]) == []
    righe = [["Consultorio", "Varese"], ["Consultorio", "Varese"]]
    doppie = tavola(["Sede", "Comune"], *righe, tipo="testo")
    assert len(frasi("riga-ripetuta", tabelle=[doppie])) == 1
    assert frasi("riga-ripetuta", tabelle=[pubblicato(TABELLA, doppie)]) == []


def test_nel_confronto_si_vede_la_versione_che_cambia() -> None:
    prima = con_blocchi()
    dopo = con_blocchi()
    dopo["sezioni"][-1] = pubblicato(TESTO, {**dopo["sezioni"][-1], "testo": "<p>Altro.</p>"}, versione=3)
    [capitolo] = raffronta(prima, sigilla(dopo))
    assert [c.nome for c in capitolo.parti[0].campi] == ["Testo", "Da dove viene"]
    assert "Consultori" in capitolo.nome


def test_che_cosa_cambia_una_versione() -> None:
    prima = contenuto_in(TABELLA, tabella())
    dopo = contenuto_in(TABELLA, tabella(titolo="Popolazione residente", nota="Al 1° gennaio"))
    assert [c.nome for c in cambiamenti(prima, dopo)] == ["Titolo", "Nota"]
    assert cambiamenti(prima, prima) == []
    testo = contenuto_in(TESTO, sezione())
    assert [c.nome for c in cambiamenti(None, testo)] == ["Titolo", "Testo"]
