"""Formatted text as paragraphs of Word and back, on generated texts."""

from hypothesis import given
from hypothesis import strategies as st

from core import testo as pulizia
from core.testo import html_pulito
from piani.word import ricco, sagome
from piani.word.pezzi import Paragrafo, Pezzo

PAROLE = st.text("abcè <>&\u00a0'\"\n", min_size=1, max_size=8)
SEGNI = st.sampled_from(["strong", "em", "u", "sup", "sub"])
# What the editor makes: blocks of runs, lists in lists.
_corsa = st.text("abcè&<", min_size=1, max_size=6)
# Letters are raised or lowered; who pastes both (below) gets them back too.
_marchi = st.frozensets(SEGNI, max_size=2).filter(lambda s: s != {"sup", "sub"})
_riga = st.lists(st.tuples(_corsa, _marchi), min_size=1, max_size=3).map(
    lambda pezzi: ricco.html([Paragrafo("TestoNudo", tuple(Pezzo(t, s) for t, s in pezzi))])
)
_blocco = st.builds(lambda t, r: f"<{t}>{r}</{t}>", st.sampled_from(["p", "h3", "h4"]), _riga)


def _elenco(voci: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    voce = st.builds(
        lambda r, p, sotto: f"<li>{f'<p>{r}</p>' if p else r}{sotto}</li>", _riga, st.booleans(), st.just("") | voci
    )
    return st.builds(
        lambda t, v: f"<{t}>{''.join(v)}</{t}>", st.sampled_from(["ul", "ol"]), st.lists(voce, min_size=1, max_size=3)
    )


_elenchi = st.recursive(_elenco(st.just("")), _elenco, max_leaves=6)
DA_EDITOR = st.lists(_blocco | _elenchi, min_size=1, max_size=4).map("".join).map(html_pulito)
# Whatever a person may paste, nested as it comes.
TAG = st.sampled_from(
    [
        "p",
        "ul",
        "ol",
        "li",
        "strong",
        "em",
        "u",
        "br",
        "h2",
        "h3",
        "h4",
        "blockquote",
        "sup",
        "sub",
        "table",
        "tr",
        "td",
        "div",
    ]
)
_QUALSIASI = st.recursive(
    PAROLE | st.just('<a href="https://esempio.it/?a=1&amp;b=2">qui</a>'),
    lambda figli: st.builds(lambda t, f: f"<{t}>{''.join(f)}</{t}>", TAG, st.lists(figli, max_size=3)),
    max_leaves=14,
)
# A heading in a heading is cleaned twice before it is still.
QUALSIASI = _QUALSIASI.map(html_pulito).filter(lambda t: html_pulito(t) == t)


@given(DA_EDITOR)
def test_il_testo_dell_editor_torna_uguale_senza_bisogno_d_altro(testo: str) -> None:
    assert ricco.html(ricco.paragrafi(testo)) == testo
    assert sagome.sagoma(testo) is None


@given(QUALSIASI)
def test_ogni_testo_pulito_torna_uguale(testo: str) -> None:
    fatti, disegno = ricco.paragrafi(testo), sagome.sagoma(testo)
    tornato = ricco.html(fatti) if disegno is None else sagome.riempi(disegno, fatti)
    assert tornato == testo


@given(QUALSIASI)
def test_anche_senza_la_sagoma_nessuna_parola_si_perde(testo: str) -> None:
    tornato = ricco.html(ricco.paragrafi(testo))
    assert "".join(pulizia.testo_semplice(tornato).split()) == "".join(pulizia.testo_semplice(testo).split())
    assert html_pulito(tornato) == tornato


@given(QUALSIASI)
def test_la_sagoma_non_porta_parole(testo: str) -> None:
    disegno = sagome.sagoma(testo)
    scritti = [p for p in (disegno.forma if disegno else []) if isinstance(p, str)]
    assert all(p.startswith("<") or not p.strip() for p in scritti)


def test_la_sagoma_non_vale_se_le_parole_sono_cambiate() -> None:
    disegno = sagome.sagoma("<p>uno</p>\n<p>due</p>")
    assert disegno is not None
    assert sagome.riempi(disegno, ricco.paragrafi("<p>uno</p>\n<p>tre</p>")) is None


def test_una_sagoma_con_parole_sue_non_vale() -> None:
    testo = "<p>uno</p>\n<p>due</p>"
    buona = sagome.sagoma(testo)
    assert buona is not None
    forme: list[list[str | int]] = [
        ["<p>", 3, "tre", 3, "</p>"],
        ["<p>", 3, "</p>"],
        ["<p title='>zitto'>", 6],
        [10],
    ]
    for forma in forme:
        assert sagome.riempi(sagome.Sagoma(buona.impronta, forma), ricco.paragrafi(testo)) is None


def test_un_tag_che_word_non_riceve_lascia_le_sue_parole() -> None:
    letti = ricco.paragrafi("<div><span>uno</span> due</div>")
    assert sagome.parole(letti) == "uno due"
