"""Words compared: nothing is lost, nothing is invented, markup never breaks, time stays short."""

import re
import time
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.testo import html_pulito
from piani.differenze import Cambio, Riga, confronta_linee, da_html, in_html
from piani.differenze.allinea import tratti

PAROLE = ["il", "piano", "di", "zona", "anziani", "2025", "1.300,50", "l'anno", "—", "<b>", "a & b", "perché", "è", "."]


def _vuoti(html: str) -> list[tuple[str, ...]]:
    """Return the words of each line."""
    return [tuple(p.testo for p in linea.parole) for linea in da_html(html)]


def _solo(righe: list[Riga], segno: str) -> list[tuple[str, ...]]:
    """Return the words of the text that has those with `segno` and those of both, line by line."""
    trovate = []
    for riga in righe:
        parole = tuple(p.testo for pezzo in riga.pezzi if pezzo.segno in ("", segno) for p in pezzo.parole)
        if parole:
            trovate.append(parole)
    return trovate


def _segnate(righe: list[Riga], segno: str) -> Counter[str]:
    return Counter(p.testo for r in righe for pezzo in r.pezzi if pezzo.segno == segno for p in pezzo.parole)


# --- Generated texts ------------------------------------------------------------------------------

frasi = st.lists(st.sampled_from(PAROLE), min_size=1, max_size=12).map(" ".join)
in_linea = st.tuples(
    st.sampled_from(["{}", "<strong>{}</strong>", "x <em>{}</em> y", '<a href="https://a.it">{}</a>']), frasi
)
pezzi_di_testo = in_linea.map(lambda t: t[0].format(t[1].replace("&", "&amp;").replace("<b>", "&lt;b&gt;")))
blocchi = st.tuples(
    st.sampled_from(["p", "h3", "blockquote", "ul", "ol"]), st.lists(pezzi_di_testo, min_size=1, max_size=3)
)


def _blocco(dati: tuple[str, list[str]]) -> str:
    tag, pezzi = dati
    if tag in ("ul", "ol"):
        return f"<{tag}>{''.join(f'<li>{p}</li>' for p in pezzi)}</{tag}>"
    return "".join(f"<{tag}>{p}</{tag}>" for p in pezzi)


testi = st.lists(blocchi, max_size=6).map(lambda b: html_pulito("".join(_blocco(x) for x in b)))


@st.composite
def coppie(draw: st.DrawFn) -> tuple[str, str]:
    """Two texts, the second either unrelated or made of blocks of the first with a few touched."""
    primi = draw(st.lists(blocchi, max_size=6))
    altri = draw(st.lists(blocchi, max_size=3))
    secondi = draw(st.permutations(primi + altri)) if draw(st.booleans()) else [*primi[:2], *altri, *primi[3:]]
    return html_pulito("".join(map(_blocco, primi))), html_pulito("".join(map(_blocco, secondi)))


@settings(max_examples=150, deadline=None)
@given(coppie())
def test_senza_le_parole_aggiunte_resta_il_vecchio_e_senza_le_tolte_il_nuovo(testi: tuple[str, str]) -> None:
    prima, dopo = testi
    righe = confronta_linee(da_html(prima), da_html(dopo))
    assert _solo(righe, "-") == _vuoti(prima)
    assert _solo(righe, "+") == _vuoti(dopo)


@settings(max_examples=150, deadline=None)
@given(coppie())
def test_alla_rovescia_sono_segnate_le_stesse_parole(testi: tuple[str, str]) -> None:
    prima, dopo = (da_html(t) for t in testi)
    avanti, indietro = confronta_linee(prima, dopo), confronta_linee(dopo, prima)
    assert _segnate(avanti, "+") == _segnate(indietro, "-")
    assert _segnate(avanti, "-") == _segnate(indietro, "+")


@settings(max_examples=80, deadline=None)
@given(testi)
def test_un_testo_e_uguale_a_se_stesso(testo: str) -> None:
    assert all(r.cambio is Cambio.UGUALE for r in confronta_linee(da_html(testo), da_html(testo)))


class _Equilibrio(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.aperti: list[str] = []
        self.parole = {"ins": [], "del": [], "": []}  # type: ignore[var-annotated]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "br":
            self.aperti.append(
                "nota" if dict(attrs).get("class") in ("visually-hidden", "dif-nota", "dif-marca") else tag
            )

    def handle_endtag(self, tag: str) -> None:
        aperto = self.aperti.pop()
        assert aperto in (tag, "nota")

    def handle_data(self, data: str) -> None:
        if {"nota", "summary", "small"} & set(self.aperti):
            return
        segno = next((t for t in self.aperti if t in ("ins", "del")), "")
        self.parole[segno] += re.findall(r"\w+", data)


@settings(max_examples=120, deadline=None)
@given(coppie())
def test_la_pagina_e_sempre_ben_formata_e_dice_tutte_le_parole(testi: tuple[str, str]) -> None:
    prima, dopo = testi
    lettore = _Equilibrio()
    lettore.feed(in_html(confronta_linee(da_html(prima), da_html(dopo))))
    lettore.close()
    assert lettore.aperti == []
    nuove = Counter(w for riga in _vuoti(dopo) for p in riga for w in re.findall(r"\w+", p))
    assert Counter(lettore.parole["ins"]) + Counter(lettore.parole[""]) == nuove


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 5), max_size=40), st.lists(st.integers(0, 5), max_size=40))
def test_i_tratti_coprono_tutto_e_quelli_uguali_lo_sono(a: list[int], b: list[int]) -> None:
    trovati = tratti(a, b)
    assert [x for t in trovati for x in a[t.a1 : t.a2]] == a
    assert [x for t in trovati for x in b[t.b1 : t.b2]] == b
    assert all((a[t.a1 : t.a2] == b[t.b1 : t.b2]) is t.uguale for t in trovati)
    assert all(x.uguale is not y.uguale for x, y in pairwise(trovati))


# --- Cases ----------------------------------------------------------------------------------------


def _html(prima: str, dopo: str) -> str:
    senza = re.sub(
        r'<span class="visually-hidden">.*?</span>', "", in_html(confronta_linee(da_html(prima), da_html(dopo)))
    )
    return re.sub(r' class="dif-riga[^"]*"', "", senza)


def test_una_parola_cambiata_e_segnata_da_sola() -> None:
    assert _html("<p>Gli anziani soli sono 120.</p>", "<p>Gli anziani soli sono 125.</p>") == (
        "<p>Gli anziani soli sono <del>120</del> <ins>125</ins>.</p>"
    )


def test_chi_non_vede_sente_aggiunto_e_tolto() -> None:
    html = in_html(confronta_linee(da_html("<p>uno due tre</p>"), da_html("<p>uno due quattro</p>")))
    assert '<del><span class="visually-hidden">[tolto: </span>tre<span class="visually-hidden">]</span></del>' in html
    assert '<ins><span class="visually-hidden">[aggiunto: </span>quattro' in html


def test_un_numero_con_i_punti_e_una_parola_sola() -> None:
    assert "<del>1.300.000,00</del>" in _html("<p>Costa 1.300.000,00 euro</p>", "<p>Costa 1.300.000,50 euro</p>")


def test_il_grassetto_e_l_indirizzo_di_un_collegamento_si_vedono() -> None:
    assert "<del>piano</del> <ins><strong>piano</strong></ins>" in _html(
        "<p>Il piano di zona nuovo</p>", "<p>Il <strong>piano</strong> di zona nuovo</p>"
    )
    cambiato = _html(
        '<p>Vedi il <a href="https://a.it">sito</a> nuovo</p>', '<p>Vedi il <a href="https://b.it">sito</a> nuovo</p>'
    )
    assert "(https://a.it)" in cambiato
    assert "(https://b.it)" in cambiato


def test_uno_spazio_in_piu_si_vede() -> None:
    (riga,) = confronta_linee(da_html("<p>nell'anno nuovo</p>"), da_html("<p>nell' anno nuovo</p>"))
    assert riga.cambio is Cambio.CAMBIATA


def test_un_paragrafo_spostato_e_detto() -> None:
    a, b, c = (f"<p>Paragrafo con il numero {n} dentro</p>" for n in ("uno", "due", "tre"))
    corpo = "<p>Altro testo qualsiasi del capitolo</p>" * 2
    righe = confronta_linee(da_html(a + corpo + b + c), da_html(corpo + b + c + a))
    assert [(r.cambio, r.spostata) for r in righe if r.cambio is not Cambio.UGUALE] == [
        (Cambio.TOLTA, True),
        (Cambio.AGGIUNTA, True),
    ]
    assert "Spostata qui" in in_html(righe)


def test_un_paragrafo_che_diventa_voce_di_elenco_e_detto() -> None:
    assert '<span class="dif-nota">Era: paragrafo</span>' in _html(
        "<p>Il servizio sociale di base</p>", "<ul><li>Il servizio sociale di base</li></ul>"
    )


def test_le_righe_uguali_sono_piegate() -> None:
    fermo = "".join(f"<p>Paragrafo {n}</p>" for n in range(10))
    html = _html(fermo + "<p>uno due tre</p>", fermo + "<p>uno due quattro</p>")
    assert "<summary>9 righe uguali</summary>" in html
    assert "<p>Paragrafo 9</p><p>uno due" in html


def test_le_celle_di_una_tabella_restano_distinte() -> None:
    riga = "<table><tbody><tr><th>Comuni</th><td>{}</td></tr></tbody></table>"
    assert "Comuni │ <del>9</del> <ins>10</ins>" in _html(riga.format(9), riga.format(10))


def test_un_tag_sconosciuto_non_nasconde_parole() -> None:
    assert _vuoti("<p>Nota<nota-a-pie>uno</nota-a-pie> due</p><img src='x' alt='Logo'>") == [
        ("Nota", "uno", "due"),
        ("[immagine: Logo]",),
    ]


@pytest.mark.parametrize(
    ("prima", "dopo"),
    [
        ("<p>" + "a b " * 8000 + "</p>", "<p>" + "a c " * 8000 + "</p>"),
        (
            "".join(f"<p>vecchio {n % 7} testo</p>" for n in range(4000)),
            "".join(f"<p>nuovo {n % 5} testo</p>" for n in range(4000)),
        ),
        (
            "<p>" + " ".join(f"w{n}" for n in range(30000)) + "</p>",
            "<p>" + " ".join(f"w{n}" for n in range(30000, 0, -1)) + "</p>",
        ),
    ],
    ids=["parole ripetute", "tutte le righe diverse", "ordine rovesciato"],
)
def test_anche_i_testi_peggiori_si_confrontano_in_pochi_secondi(prima: str, dopo: str) -> None:
    inizio = time.perf_counter()
    righe = confronta_linee(da_html(prima), da_html(dopo))
    assert time.perf_counter() - inizio < 8
    assert _solo(righe, "+") == _vuoti(dopo)
