"""Files of Word spoilt by hand, part by part: read, or refused with a sentence; never anything else."""

import random
import time

import pytest

from core.exceptions import DatiNonValidi
from piani.word.leggi.documento import Lettura
from piani.word.leggi.lettore import leggi_word
from tests.noto_di_prova import noto
from tests.piani.word_di_prova import cambia
from tests.word_altrui.pacco import PUNTI, SUITE, C, Pacco, par, par_di, run, tavola
from tests.word_altrui.perdite import perse

NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def leggi(contenuto: bytes) -> Lettura:
    return leggi_word(contenuto, noto(), nome="piano.docx", ambito="50074", triennio="2025-2027", titolo="Piano")


def file() -> bytes:
    pacco = Pacco(SUITE[0], testata="Testata")
    corpo = [
        par("Capitolo", stile=pacco.stile_titolo(1)),
        par_di(run("Testo") + pacco.nota("Una nota")),
        par_di(pacco.commento("Da rivedere", run("Con un commento"))),
        par("voce", numero=(PUNTI, 0)),
        tavola([[C([par("a")], colonne=2)], [C([par("b")]), C([par("c")])]]),
    ]
    return pacco.docx(corpo)


PARTI = ["document", "styles", "numbering", "footnotes", "comments", "header1"]


@pytest.mark.parametrize("parte", PARTI)
def test_una_parte_tagliata_si_rifiuta_con_una_frase(parte: str) -> None:
    with pytest.raises(DatiNonValidi, match=r"rovinato.*Non è cambiato nulla"):
        leggi(cambia(file(), lambda x: x[: len(x) // 2], f"word/{parte}.xml"))


@pytest.mark.parametrize("parte", PARTI)
def test_una_parte_con_lettere_a_caso_si_legge_o_si_rifiuta(parte: str) -> None:
    dado = random.Random(parte)  # noqa: S311 - dice of a test

    def guasta(x: str) -> str:
        lettere = list(x)
        for _ in range(12):
            lettere[dado.randrange(len(lettere))] = dado.choice('<>&"/=x9²-')
        return "".join(lettere)

    for _ in range(25):
        try:
            leggi(cambia(file(), guasta, f"word/{parte}.xml"))
        except DatiNonValidi as rifiuto:
            assert "Non è cambiato nulla" in str(rifiuto)  # noqa: PT017 - either way out is good


@pytest.mark.parametrize(
    ("vecchio", "nuovo"),
    [
        ('<w:gridSpan w:val="2"/>', '<w:gridSpan w:val="900000000"/>'),
        ('<w:gridSpan w:val="2"/>', '<w:gridSpan w:val="due"/>'),
        ('<w:ilvl w:val="0"/>', '<w:ilvl w:val="²"/>'),
        ("<w:trPr/>", ""),
    ],
)
def test_una_misura_impossibile_non_ferma_la_lettura(vecchio: str, nuovo: str) -> None:
    inizio = time.process_time()
    lettura = leggi(cambia(file(), lambda x: x.replace(vecchio, nuovo), "word/document.xml"))
    assert lettura.documento["sezioni"][0]["titolo"] == "Capitolo"
    assert time.process_time() - inizio < 2


def test_un_elenco_che_conta_da_un_miliardo_non_ferma_la_lettura() -> None:
    def come(x: str) -> str:
        return x.replace('<w:numFmt w:val="bullet"/>', '<w:numFmt w:val="upperLetter"/>').replace(
            '<w:start w:val="1"/>', '<w:start w:val="999999"/>'
        )

    assert "voce" in leggi(cambia(file(), come, "word/numbering.xml")).documento["sezioni"][0]["testo"]


def test_le_tabelle_troppo_profonde_sono_testo_e_si_dice() -> None:
    dentro = tavola([[C([par("in fondo")])]])
    for n in range(12):
        dentro = tavola([[C([par(f"piano {n}"), dentro])]])
    contenuto = Pacco(SUITE[0]).docx([par("Capitolo", stile="Titolo1"), dentro])
    lettura = leggi(contenuto)
    assert not perse(contenuto, lettura, noto())
    assert any("dentro troppe altre" in v.capito for v in lettura.resoconto.voci)


def test_i_commenti_di_word_e_i_documenti_inclusi_si_dicono() -> None:
    lettura = leggi(cambia(file(), lambda x: x.replace("<w:sectPr/>", "<w:altChunk/><w:sectPr/>"), "word/document.xml"))
    avvisi = " ".join(v.capito for v in lettura.resoconto.voci if v.specie == "avviso")
    assert "«Da rivedere»" in avvisi
    assert "inclusi dentro questo" in avvisi


def test_un_megabyte_in_una_riga_di_scheda_si_rifiuta_e_dice_dove() -> None:
    righe = [
        ("TITOLO INTERVENTO", "Abitare"),
        ("QUALI OBIETTIVI VUOLE RAGGIUNGERE", "a " * 500_000),
        ("TARGET", "Tutti"),
    ]
    corpo = [par("Schede", stile="Titolo1"), tavola([[C([par(e)]), C([par(r)])] for e, r in righe])]
    with pytest.raises(DatiNonValidi, match=r"Scheda di «Schede».*lungo.*Non è cambiato nulla"):
        leggi(Pacco(SUITE[0]).docx(corpo))
