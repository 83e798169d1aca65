"""The formatted text: one form, whatever came, and no word lost."""

import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from core import exceptions
from core.marchi import COLONNE_MASSIME, RIGHE_MASSIME, estensioni, tag_ammessi
from core.testo import html_pulito
from core.testo import testo_semplice as in_parole
from piani.unione import blocchi

INCOLLATI = sorted((Path(__file__).parent / "incollati").glob("*.html"))
IMPRONTA = "a1" * 32
CON_TUTTO = (
    "<h3>Titolo</h3><p>Con <strong>grassetto</strong>, <em>corsivo</em>, <u>riga</u>, m<sup>2</sup>, H<sub>2</sub>O,<br>a capo, "
    '<a href="https://example.org/">collegamento</a><span class="nota">La nota.</span>.</p><h4>Sotto</h4><h5>Più sotto</h5>'
    '<ul><li>uno<ol start="3"><li>tre</li></ol></li></ul><blockquote><p>Citato</p></blockquote>'
    '<table><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead><tbody><tr><th scope="row">1</th><td>2</td></tr>'
    "<tr><td><p>x</p><p>y</p></td><td></td></tr></tbody></table>"
    f'<figure><img alt="Una piazza" data-immagine="{IMPRONTA}"><figcaption>La piazza</figcaption></figure>'
    f'<figure><img alt="" class="decorativa" data-immagine="{IMPRONTA}"></figure>'
)
VECCHI = ["p", "h3", "h4", "ul", "ol", "li", "strong", "em", "u", "blockquote", "sup", "sub"]
ALTRI = ["div", "span", "b", "i", "table", "tr", "td", "th", "figure", "font", "h1", "h2", "h5", "section", "a", "del"]


def parole(html: str) -> str:
    return "".join(re.sub(r"<[^>]*>", "", unescape(html)).split())


def _albero(nomi: list[str]) -> st.SearchStrategy[str]:
    testo = st.text("abc xyzàé&1.\n", max_size=8).map(lambda t: t.replace("&", "&amp;"))
    attributi = st.sampled_from(
        ["", ' class="nota"', ' style="font-weight:bold"', ' class="MsoListParagraph" style="mso-list:l0 level2 lfo1"']
    )
    return st.recursive(
        testo,
        lambda dentro: st.tuples(st.sampled_from(nomi), attributi, st.lists(dentro, max_size=4)).map(
            lambda t: f"<{t[0]}{t[1]}>{''.join(t[2])}</{t[0]}>"
        ),
        max_leaves=20,
    )


@pytest.mark.parametrize("file", INCOLLATI, ids=lambda f: f.stem)
def test_cio_che_si_incolla_esce_pulito(file: Path) -> None:
    atteso = file.with_suffix(".atteso").read_text(encoding="utf-8").replace("\n", "")
    pulito = html_pulito(file.read_text(encoding="utf-8"))
    assert pulito == atteso
    assert html_pulito(pulito) == pulito


def test_la_forma_con_tutti_i_marchi_resta_com_e() -> None:
    assert html_pulito(CON_TUTTO, immagini=True) == CON_TUTTO


@given(_albero(VECCHI + ALTRI))
def test_pulire_due_volte_e_come_una(html: str) -> None:
    pulito = html_pulito(html)
    assert html_pulito(pulito) == pulito


@given(_albero([n for n in VECCHI + ALTRI if n not in {"tr", "td", "th"}]))
def test_nessuna_parola_si_perde(html: str) -> None:
    assert sorted(parole(html_pulito(html))) == sorted(parole(html))


@given(_albero(VECCHI + ALTRI))
def test_escono_solo_i_tag_della_forma(html: str) -> None:
    assert set(re.findall(r"<([a-z0-9]+)", html_pulito(html))) <= tag_ammessi()


@given(_albero(VECCHI + ALTRI))
def test_l_unione_rilegge_i_blocchi_di_ogni_testo(html: str) -> None:
    pulito = html_pulito(html)
    assert parole("".join(blocchi(pulito))) == parole(pulito)


def test_un_immagine_senza_parole_non_si_salva_e_decorativa_e_una_scelta() -> None:
    with pytest.raises(exceptions.TestoNonAmmesso, match="testo alternativo"):
        html_pulito(f'<figure><img alt=" " data-immagine="{IMPRONTA}"></figure>', immagini=True)
    decorativa = f'<figure><img alt="" class="decorativa" data-immagine="{IMPRONTA}"></figure>'
    assert html_pulito(decorativa, immagini=True) == decorativa


def test_dove_le_immagini_non_stanno_restano_le_parole() -> None:
    figura = f'<figure><img alt="Una piazza" data-immagine="{IMPRONTA}"><figcaption>La piazza</figcaption></figure>'
    assert html_pulito(figura) == "<p>[Immagine: Una piazza]</p><p>La piazza</p>"


def test_un_immagine_in_un_elenco_viene_dopo() -> None:
    figura = f'<figure><img alt="Foto" data-immagine="{IMPRONTA}"></figure>'
    assert (
        html_pulito(f"<ul><li>uno{figura}</li></ul><p>due</p>", immagini=True)
        == f"<ul><li>uno</li></ul>{figura}<p>due</p>"
    )


@pytest.mark.parametrize(
    ("righe", "colonne"), [(RIGHE_MASSIME + 1, 2), (2, COLONNE_MASSIME + 1)], ids=["righe", "colonne"]
)
def test_una_tabella_grande_va_tra_le_tabelle_di_dati(righe: int, colonne: int) -> None:
    riga = f"<tr>{'<td>x</td>' * colonne}</tr>"
    with pytest.raises(exceptions.TestoNonAmmesso, match="tabelle di dati"):
        html_pulito(f"<table>{riga * righe}</table>")


def test_una_tabella_al_limite_passa() -> None:
    riga = f"<tr>{'<td>x</td>' * COLONNE_MASSIME}</tr>"
    assert html_pulito(f"<table>{riga * RIGHE_MASSIME}</table>").count("<tr>") == RIGHE_MASSIME


def test_celle_fuse_senza_fine_non_fermano_il_portale() -> None:
    with pytest.raises(exceptions.TestoNonAmmesso):
        html_pulito('<table><tr><td colspan="999999" rowspan="999999">x</td></tr><tr><td>y</td></tr></table>')


def test_mille_scatole_una_dentro_l_altra_lasciano_le_parole() -> None:
    assert in_parole(html_pulito("<div>" * 5000 + "ciao" + "</div>" * 5000)) == "ciao"


def test_un_megabyte_si_rifiuta_con_una_frase(settings: Settings) -> None:
    settings.LIMITE_TESTO_CARATTERI = 200_000
    with pytest.raises(exceptions.TestoTroppoLungo, match="il massimo è 200000"):
        html_pulito(f"<p>{'a' * 1_000_000}</p>")


def test_l_involucro_di_word_non_conta(settings: Settings) -> None:
    settings.LIMITE_TESTO_CARATTERI = 100
    sporco = '<p class="MsoNormal" style="margin-bottom:6.0pt;text-align:justify;mso-ansi-language:IT">ciao</p>' * 5
    assert len(sporco) > 100
    assert html_pulito(sporco) == "<p>ciao</p>" * 5


def test_le_note_in_un_collegamento_vengono_dopo() -> None:
    html = '<p><a href="https://example.org/">qui<span class="nota">Nota</span></a></p>'
    assert html_pulito(html) == '<p><a href="https://example.org/">qui</a><span class="nota">Nota</span></p>'


def test_testo_semplice_dice_note_celle_e_immagini() -> None:
    assert in_parole(CON_TUTTO).split("\n") == [
        "Titolo",
        "Con grassetto, corsivo, riga, m2, H2O,",
        "a capo, collegamento [La nota.].",
        "Sotto",
        "Più sotto",
        "uno",
        "tre",
        "Citato",
        "A | B",
        "1 | 2",
        "x",
        "y",
        "[Immagine: Una piazza]",
        "La piazza",
    ]


def test_le_estensioni_dell_editor_scrivono_i_tag_del_pulitore() -> None:
    # The tags of each extension, as the library's own table says; ours are Nota and Immagine.
    from django_prose_editor.config import allowlist_from_extensions

    senza_nostre = {n: dict(o) or True for n, o in estensioni(immagini=True).items() if n not in {"Nota", "Immagine"}}
    della_libreria = set(allowlist_from_extensions(senza_nostre)["tags"])
    assert della_libreria | {"span", "figure", "figcaption", "img"} == tag_ammessi(immagini=True)
