"""Texts for the eye: headings at their level, numbers that do not break."""

import re

NB = "\u00a0"
_TITOLO = re.compile(r"<(/?)h([1-6])>")
_PASSI = (
    (re.compile(r"€\.?[ \u202f](?=\d)"), f"€{NB}"),
    (re.compile(r"(?<=\d)[ \u202f](?=[€%‰]|euro\b|mila\b|milion|ore\b|anni\b|mesi\b)"), NB),
    (re.compile(r"\b(n|nn|art|artt|comma|commi|pag|DGR|DPCM|L\.R|l\.r|D\.Lgs|D\.L)(\.?) (?=\d|[XVI]+/)"), rf"\1\2{NB}"),
    (re.compile(r"([≥≤<>]|&gt;|&lt;) (?=\d)"), rf"\1{NB}"),
)
_ANCORA = re.compile(r"(<a\b[^>]*>)(.*?)(</a>)", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_BLOCCO = re.compile(r"<(/?)(li|ul|ol|p|h[1-6]|blockquote)>")


def senza_spezzare(testo: str) -> str:
    """Return the text with spaces that do not break beside numbers (€ 30.000, 12 mesi, art. 18)."""
    for segno, messo in _PASSI:
        testo = segno.sub(messo, testo)
    return testo


def html(testo: str, livello: int) -> str:
    """Return a cleaned text ready for page and paper.

    Its headings start at `livello` and go down one step at a time (a level skipped is a fault of accessibility);
    links hold words only (an element inside a link is tagged twice in the PDF), and so do the items of lists (a
    paragraph in an item, as the editor writes, is tagged outside the item's body).
    """
    testo = _ANCORA.sub(lambda m: m[1] + _TAG.sub("", m[2]) + m[3], _voci_piane(senza_spezzare(testo)))
    usati = sorted({int(m[2]) for m in _TITOLO.finditer(testo)})
    ultimo = livello - 1

    def messo(trovato: re.Match[str]) -> str:
        nonlocal ultimo
        if not trovato[1]:
            ultimo = min(livello + usati.index(int(trovato[2])), ultimo + 1, 6)
        return f"<{trovato[1]}h{ultimo}>"

    return _TITOLO.sub(messo, testo).replace("<table>", '<table class="piccola">')


def _voci_piane(testo: str) -> str:
    """Return the text with lines instead of paragraphs inside the items of lists."""
    aperte, seguito = 0, False

    def messo(trovato: re.Match[str]) -> str:
        nonlocal aperte, seguito
        chiude, nome = trovato[1], trovato[2]
        if nome in ("li", "ul", "ol"):
            aperte += {"li": 1, "/li": -1}.get(f"{chiude}{nome}", 0)
            seguito = False
            return trovato[0]
        if not aperte:
            return trovato[0]
        if chiude:
            seguito = True
            return ""
        return "<br>" if seguito else ""

    return _BLOCCO.sub(messo, testo)


def html_in_cella(testo: str) -> str:
    """Return a cleaned text for a row of a sheet, where a heading becomes a bold line."""
    testo = html(testo, 1)
    return re.sub(r"</h[1-6]>", "</strong></p>", re.sub(r"<h[1-6]>", '<p class="titoletto"><strong>', testo))


def parole(testo: str) -> str:
    """Return the text without tags, to judge its length."""
    return _TAG.sub(" ", testo)
