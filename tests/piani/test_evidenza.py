"""A commented passage is marked on the page, and the text says what it said before."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import testo as pulitura
from piani.ancore import in_riga
from piani.evidenza import Segno, evidenzia, leggi_html, parole_di

HTML = (
    "<h3>Titolo</h3><p>Gli <strong>sportelli</strong> di&nbsp;prossimità &amp; il resto</p>"
    '<ul><li>uno <a href="https://esempio.it">due tre</a> quattro</li><li>cinque</li></ul>'
)


def segno(html: str, passo: str, url: str = "/c/1/") -> Segno:
    inizio = parole_di(html).index(passo)
    return Segno(inizio, inizio + len(passo), url, "Comune di Prova")


def senza_segni(html: str) -> str:
    return re.sub(r'</?mark>|<a class="richiamo.*?</a>', "", html, flags=re.DOTALL)


def segnato(html: str) -> str:
    return "|".join(re.findall(r"<mark>(.*?)</mark>", html, flags=re.DOTALL))


def test_le_parole_sono_quelle_della_pagina() -> None:
    assert parole_di(HTML) == "Titolo Gli sportelli di prossimità & il resto uno due tre quattro cinque"
    assert parole_di(HTML) == in_riga(pulitura.testo_semplice(HTML))


@pytest.mark.parametrize(
    ("passo", "dove"),
    [
        ("sportelli di", "sportelli|di"),
        ("prossimità & il", "prossimità &amp; il"),
        ("il resto uno due", "il resto|uno |due"),
        ("tre", "tre"),
        ("quattro cinque", "quattro|cinque"),
        ("Titolo Gli", "Titolo|Gli"),
    ],
)
def test_il_passo_e_segnato_pezzo_per_pezzo(passo: str, dove: str) -> None:
    nuovo = evidenzia(HTML, [segno(HTML, passo)])

    assert segnato(nuovo) == dove
    assert senza_segni(nuovo) == HTML
    assert nuovo.count("richiamo-commento") == 1
    assert "commento<span" in nuovo
    assert "di Comune di Prova sul passo" in nuovo


def test_il_richiamo_non_sta_dentro_un_altro_collegamento() -> None:
    nuovo = evidenzia(HTML, [segno(HTML, "due tre")])

    assert '<a href="https://esempio.it"><mark>due tre</mark></a><a class="richiamo' in nuovo


def test_due_passi_che_si_toccano_hanno_un_segno_solo_e_due_richiami() -> None:
    nuovo = evidenzia(HTML, [segno(HTML, "uno due"), segno(HTML, "due tre", "/c/2/")])

    assert segnato(nuovo) == "uno |due tre"
    assert nuovo.count("richiamo-commento") == 2


def test_chi_commenta_non_scrive_nella_pagina() -> None:
    cattivo = Segno(0, 6, '"><script>', "<b>Ente</b>")

    nuovo = evidenzia("<p>&lt;b&gt;abcd</p>", [cattivo])

    assert "<script>" not in nuovo
    assert "<b>" not in nuovo


def test_un_posto_fuori_dal_testo_non_segna_niente() -> None:
    assert evidenzia(HTML, [Segno(0, 9999, "/", "x"), Segno(3, 3, "/", "x")]) == HTML
    assert evidenzia("", [Segno(0, 1, "/", "x")]) == ""


PEZZI = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<strong>", "</strong>", '<a href="https://a.it">', "</a>", "<ul><li>", "</li></ul>"]
    )
    | st.text(alphabet="abc &<à \n\u00a0", max_size=12),
    max_size=25,
)


@given(pezzi=PEZZI, dati=st.data())
def test_il_testo_resta_lo_stesso(pezzi: list[str], dati: st.DataObject) -> None:
    html = pulitura.html_pulito("".join(pezzi))
    letto = leggi_html(html)
    assert letto.testo == parole_di(html) == in_riga(pulitura.testo_semplice(html))
    fine = len(letto.testo)
    posti = dati.draw(st.lists(st.tuples(st.integers(0, fine), st.integers(0, fine)), max_size=3))

    nuovo = evidenzia(html, [Segno(a, b, f"/{n}/", "Ente") for n, (a, b) in enumerate(posti)])

    assert senza_segni(nuovo) == html
    assert pulitura.html_pulito(nuovo.replace("<mark>", "").replace("</mark>", "")) == pulitura.html_pulito(nuovo)
