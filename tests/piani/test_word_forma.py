"""The Word file itself: nothing that Word would complain of, real footnotes, captions, references, charts as pictures."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from core.canonico import byte_canonici
from piani.grafici.disegno import NOMI
from piani.lettura import leggi_piano
from piani.word.scrivi import disegno, docx_del_piano
from tests.documenti_canonici import sezione, tabella
from tests.immagini_di_prova import immagine
from tests.piani.carta_di_prova import grafico, piano_di_prova, rifatto
from tests.piani.ooxml_di_prova import difetti
from tests.piani.test_word_tutto import piano_con_tutto
from tests.piani.word_di_prova import CORPO, GIORNO, cambia, letto, parte, sostituisci, word

Json = dict[str, Any]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.mark.parametrize("piano", [piano_di_prova, piano_con_tutto])
def test_word_non_ha_nulla_da_ridire(piano: Callable[[], Json]) -> None:
    assert difetti(word(piano())) == []


@pytest.mark.parametrize(
    ("nome", "vecchio", "nuovo", "detto"),
    [
        (CORPO, 'w:name="_pdz', 'w:name="1pdz', "segnalibro con un nome"),
        (CORPO, '<w:bookmarkEnd w:id="1"/>', "", "segnalibri che non si chiudono"),
        (CORPO, '<w:pStyle w:val="Testo"/>', '<w:pStyle w:val="Boh"/>', "stile Boh"),
        (CORPO, "<w:titlePg/></w:sectPr>", "<w:titlePg/><w:cols/></w:sectPr>", "non è l'ordine di sectPr"),
        (CORPO, '<w:footnoteReference w:id="1"/>', '<w:footnoteReference w:id="9"/>', "nota 9 chiamata"),
        (CORPO, "<w:tc>", "<w:tc/><w:tc>", "cella che non finisce con un paragrafo"),
        (CORPO, '<w:fldChar w:fldCharType="end"/>', "", "campi"),
        (CORPO, 'r:embed="rIdF1"', 'r:embed="rIdF9"', "usa rIdF9"),
        ("word/styles.xml", '<w:name w:val="Voce di elenco"/>', '<w:name w:val="Voce, di elenco"/>', "virgola"),
        ("word/numbering.xml", '<w:abstractNumId w:val="0"/>', '<w:abstractNumId w:val="7"/>', "senza disegno"),
        ("[Content_Types].xml", "/word/footnotes.xml", "/word/altre.xml", "word/altre.xml"),
        ("word/_rels/document.xml.rels", "media/figura1.png", "media/altro.png", "media/altro.png"),
    ],
)
def test_ogni_guasto_si_vede(nome: str, vecchio: str, nuovo: str, detto: str) -> None:
    trovati = difetti(sostituisci(word(piano_con_tutto()), vecchio, nuovo, nome=nome))
    assert any(detto in d for d in trovati), trovati


def test_nessun_riquadro_impedisce_di_tagliare_e_spostare_una_sezione() -> None:
    """Word does not cut what holds a control that cannot be taken away; the portal's words are only not to be changed."""
    serrature = re.findall(r'<w:lock w:val="(\w+)"/>', parte(word(piano_con_tutto())))
    assert set(serrature) == {"contentLocked"}


# --- Footnotes -------------------------------------------------------------------------------------


def _con_testo(testo: str) -> Json:
    return rifatto(
        piano_di_prova(), sezioni=[sezione("esiti"), sezione(testo=testo), sezione("premessa"), sezione("anziani")]
    )


def _testo(documento: Json) -> str:
    return str(documento["sezioni"][1]["testo"])


NOTE = (
    '<p>Uno<span class="nota">Prima.</span><span class="nota">Seconda [1] &lt;tre&gt;.</span> e '
    '<strong>due<span class="nota">Terza.</span></strong>.</p>'
    '<table><thead><tr><th scope="col">Anno<span class="nota">Quarta.</span></th><td></td></tr></thead>'
    '<tbody><tr><th scope="row">2023</th><td><strong>812</strong> circa</td></tr></tbody></table>'
)


def test_le_note_sono_note_di_word_e_tornano_note() -> None:
    originale = _con_testo(NOTE)
    file = word(originale)
    scritte = ET.fromstring(parte(file, "word/footnotes.xml"))  # noqa: S314 - we wrote it
    testi = ["".join(t.text or "" for t in n.iter(W + "t")).strip() for n in scritte][2:]
    assert testi == ["Prima.", "Seconda [1] <tre>.", "Terza.", "Quarta."]
    riletto, resoconto = letto(file)
    assert byte_canonici(riletto) == byte_canonici(originale)
    assert resoconto.note == []


def test_una_nota_corretta_aggiunta_o_con_le_revisioni_si_legge() -> None:
    corretta = sostituisci(word(_con_testo(NOTE)), "> Prima.<", "> Prima corretta.<", nome="word/footnotes.xml")
    nuova = (
        '<w:footnote w:id="77"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:tab/><w:t>Di un collega,</w:t></w:r></w:p>'
        "<w:p><w:ins><w:r><w:t>su due</w:t></w:r></w:ins><w:del><w:r><w:delText>tre</w:delText></w:r></w:del></w:p></w:footnote>"
        "</w:footnotes>"
    )
    corretta = sostituisci(corretta, "</w:footnotes>", nuova, nome="word/footnotes.xml")
    corretta = sostituisci(
        corretta,
        '<w:t xml:space="preserve">Uno</w:t></w:r>',
        '<w:t>Uno</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="77"/></w:r>',
    )
    attese = NOTE.replace("Prima.", "Prima corretta.").replace(
        "<p>Uno", '<p>Uno<span class="nota">Di un collega, su due</span>'
    )
    assert _testo(letto(corretta)[0]) == attese


def test_una_nota_dentro_un_valore_resta_tra_parentesi() -> None:
    """A plain value has no footnotes: the words are kept beside it."""
    segno = '<w:r><w:footnoteReference w:id="1"/></w:r></w:sdtContent>'
    file = sostituisci(word(_con_testo(NOTE)), "</w:t></w:r></w:sdtContent>", f"</w:t></w:r>{segno}")
    originale = piano_di_prova()["titolo"]
    assert letto(file)[0]["titolo"] in (f"{originale} (Prima.)", originale)


# --- Small tables ----------------------------------------------------------------------------------


def test_una_cella_corretta_non_rompe_la_tabellina() -> None:
    riletto, resoconto = letto(sostituisci(word(_con_testo(NOTE)), ">812<", ">813<"))
    assert _testo(riletto) == NOTE.replace("812", "813")
    assert resoconto.note == []


def test_una_tabellina_nuova_dentro_un_testo_diventa_una_tabellina() -> None:
    righe = "".join(
        f"<w:tr>{''.join(f'<w:tc><w:p><w:r><w:t>{t}</w:t></w:r></w:p></w:tc>' for t in riga)}</w:tr>"
        for riga in (("Anno", "Nati"), ("2024", "790"))
    )
    file = cambia(
        word(_con_testo("<p>Prima.</p>")),
        lambda x: x.replace("Prima.</w:t></w:r></w:p>", f"Prima.</w:t></w:r></w:p><w:tbl>{righe}</w:tbl>"),
    )
    assert _testo(letto(file)[0]) == (
        '<p>Prima.</p><table><thead><tr><th scope="col">Anno</th><th scope="col">Nati</th></tr></thead>'
        "<tbody><tr><td>2024</td><td>790</td></tr></tbody></table>"
    )


def test_una_tabella_oltre_i_limiti_resta_parole() -> None:
    riga = "<w:tr>" + "<w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>" * 13 + "</w:tr>"
    file = cambia(
        word(_con_testo("<p>Prima.</p>")),
        lambda x: x.replace("Prima.</w:t></w:r></w:p>", f"Prima.</w:t></w:r></w:p><w:tbl>{riga * 2}</w:tbl>"),
    )
    assert _testo(letto(file)[0]).count("<p>x | x") == 2


# --- Captions and references -----------------------------------------------------------------------

RIMANDI = (
    '<p>Si vedano <a href="#rif:tabella:popolazione">la tabella qui sotto</a>, <a href="#rif:sezione:premessa">la premessa</a>, '
    '<a href="#rif:scheda:obiettivo:A">la scheda</a> e <a href="#rif:tabella:popolazione">di <strong>nuovo</strong></a>.</p>'
)


def test_i_rimandi_mostrano_il_numero_e_portano_al_posto() -> None:
    originale = rifatto(_con_testo(RIMANDI), tabelle=[tabella()])
    file = word(originale)
    corpo = ET.fromstring(parte(file))  # noqa: S314 - we wrote it
    segni = {e.get(f"{W}name") for e in corpo.iter(f"{W}bookmarkStart")}
    legami = [e for e in corpo.iter(f"{W}hyperlink") if e.get(f"{W}tooltip")]
    assert ["".join(t.text or "" for t in e.iter(f"{W}t")) for e in legami] == ["Tabella 2.1", "capitolo 3", "scheda A"]
    assert {e.get(f"{W}anchor") for e in legami} <= segni
    riletto, resoconto = letto(file)
    assert byte_canonici(riletto) == byte_canonici(originale)
    assert resoconto.note == []


def test_un_rimando_riscritto_tiene_le_parole_nuove() -> None:
    file = sostituisci(
        word(rifatto(_con_testo(RIMANDI), tabelle=[tabella()])), ">scheda A<", ">la scheda degli anziani<"
    )
    assert '<a href="#rif:scheda:obiettivo:A">la scheda degli anziani</a>' in _testo(letto(file)[0])


def test_le_didascalie_sono_numerate_da_word() -> None:
    file = word(
        rifatto(piano_di_prova(), tabelle=[tabella(chiave="iniziale", specie="figura", sezione="premessa"), tabella()])
    )
    assert "> SEQ Figura \\* ARABIC \\r 1 <" in parte(file)
    assert "> SEQ Tabella \\* ARABIC \\s 1 <" in parte(file)
    # Whatever Word counts, the number is the portal's.
    assert letto(sostituisci(file, ">1</w:t>", ">8</w:t>"))[0]["sha256"] == letto(file)[0]["sha256"]


# --- Charts ----------------------------------------------------------------------------------------


def test_un_grafico_e_una_figura_con_le_sue_parole_e_torna_grafico() -> None:
    originale = rifatto(piano_di_prova(), tabelle=[grafico(alternativo="Gli stranieri crescono."), grafico("torta")])
    file = word(originale)
    with zipfile.ZipFile(io.BytesIO(file)) as archivio:
        figure = [Image.open(io.BytesIO(archivio.read(n))) for n in archivio.namelist() if n.startswith("word/media/")]
    assert [(f.format, f.width) for f in figure] == [("PNG", 1920)] * 2
    assert 'descr="Gli stranieri crescono. ' in parte(file)
    assert "2023: 10,6%" in parte(file)
    riletto, resoconto = letto(file)
    assert byte_canonici(riletto) == byte_canonici(originale)
    assert resoconto.note == []


def test_la_figura_di_un_grafico_fuori_dal_suo_riquadro_non_e_un_immagine_di_altri() -> None:
    originale = word(rifatto(piano_di_prova(), tabelle=[grafico()]))
    spoglio = cambia(originale, lambda x: re.sub(r'<w:alias [^>]*/>|<w:tag w:val="fisso"/>', "", x))
    assert not any("immagini" in n.testo for n in letto(spoglio)[1].note)
    altrui = cambia(spoglio, lambda x: x.replace('name="grafico:', 'name="foto:'))
    assert any("1 immagini" in n.testo for n in letto(altrui)[1].note)


@pytest.mark.parametrize("tipo", sorted(NOMI))
def test_ogni_tipo_di_grafico_si_disegna(tipo: str) -> None:
    originale = rifatto(piano_di_prova(), tabelle=[grafico(tipo)])
    letta = next(t for s in leggi_piano(originale).sezioni() for t in s.tabelle)
    figura = Image.open(io.BytesIO(disegno.png(letta.svg))).convert("RGB")
    assert len(figura.getcolors(maxcolors=100_000) or []) > 3


def test_una_forma_che_non_si_sa_disegnare_si_dice() -> None:
    with pytest.raises(ValueError, match="ellipse"):
        disegno.png('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><ellipse/></svg>')


# --- Images of the texts ---------------------------------------------------------------------------

PIAZZA, FREGIO = "a" * 64, "b" * 64
CON_IMMAGINI = (
    f'<p>Prima.</p><figure><img alt="La piazza &quot;nuova&quot;" data-immagine="{PIAZZA}"></figure><p>In mezzo.</p>'
    f'<figure><img alt="" class="decorativa" data-immagine="{FREGIO}"></figure>'
    f'<figure><img alt="Di nuovo" data-immagine="{PIAZZA}"><figcaption>La piazza</figcaption></figure>'
)


def _con_figure(testo: str = CON_IMMAGINI) -> tuple[Json, bytes]:
    originale = _con_testo(testo)
    figure = {PIAZZA: immagine("JPEG", (4000, 300)), FREGIO: immagine("PNG")}
    return originale, docx_del_piano(originale, bozza=True, giorno=GIORNO, immagini=figure)


def test_le_immagini_dei_testi_sono_figure_e_tornano_uguali() -> None:
    originale, file = _con_figure()
    assert difetti(file) == []
    with zipfile.ZipFile(io.BytesIO(file)) as archivio:
        nomi = {n.rpartition(".")[2] for n in archivio.namelist() if n.startswith("word/media/")}
        quante = sum(n.startswith("word/media/") for n in archivio.namelist())
    assert (nomi, parte(file).count(f'name="immagine:{PIAZZA} ')) == ({"png", "jpeg"}, 4)
    # The chart of the plan, and each image once.
    assert quante == 3
    # Never wider than the page.
    assert f'<wp:extent cx="{170 * 36000}"' in parte(file)
    riletto, resoconto = letto(file)
    assert byte_canonici(riletto) == byte_canonici(originale)
    assert resoconto.note == []


def test_chi_corregge_le_parole_di_un_immagine_o_la_sposta_la_tiene() -> None:
    _, file = _con_figure()
    corretto = sostituisci(file, 'descr="La piazza &quot;nuova&quot;"', 'descr="Il  mercato"')
    assert '<img alt="Il mercato" data-immagine="' in _testo(letto(corretto)[0])

    def scambia(x: str) -> str:
        figura = next(p for p in re.findall(r"<w:p>(?:(?!</w:p>).)*</w:p>", x) if f'name="immagine:{PIAZZA} ' in p)
        mezzo = next(p for p in re.findall(r"<w:p>(?:(?!</w:p>).)*</w:p>", x) if "In mezzo." in p)
        return x.replace(figura + mezzo, mezzo + figura)

    spostato = _testo(letto(cambia(file, scambia))[0])
    assert spostato.startswith('<p>Prima.</p><p>In mezzo.</p><figure><img alt="La piazza')


def test_un_immagine_che_il_portale_non_ha_resta_parole_e_torna() -> None:
    originale = _con_testo(CON_IMMAGINI)
    file = word(originale)
    assert "[Immagine: La piazza" in parte(file)
    assert byte_canonici(letto(file)[0]) == byte_canonici(originale)


def test_un_nome_che_non_e_un_impronta_non_porta_immagini() -> None:
    _, file = _con_figure()
    altrui = cambia(file, lambda x: x.replace(f"immagine:{PIAZZA}", "immagine:../../etc"))
    riletto, resoconto = letto(altrui)
    assert "etc" not in _testo(riletto)
    assert any("immagini: non si leggono" in n.testo for n in resoconto.note)
