"""WordprocessingML in small pieces: each function returns the text of an element. Pure."""

import re
from collections.abc import Iterable
from html import escape

SPAZI = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
TESTATA = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
FISSO = "fisso"
# The style of the runs that are the portal's own where no control can stand: around a field.
STILE_FISSO = "Fisso"
# What the title of a control says where the words are the portal's.
DEL_PORTALE = "Del portale"
# LibreOffice drops the tags of the controls and keeps their titles: the number of the tag stands there too, in letters
# without a width, after one that opens it.
_APRE, _CIFRE = "\u2060", "\u200b\u200c\u200d"
_CODICE = re.compile(f"{_APRE}([{_CIFRE}]+)$")
_VIETATI = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ROTTURE = re.compile(r"([\n\v\t])")
_A_CAPO = {"\n": "<w:br/>", "\v": "<w:br/>", "\t": "<w:tab/>"}


def codice(numero: int) -> str:
    """Return a number as letters that are not seen."""
    cifre = ""
    while numero or not cifre:
        numero, resto = divmod(numero, len(_CIFRE))
        cifre = _CIFRE[resto] + cifre
    return _APRE + cifre


def numero_in(titolo: str) -> int | None:
    """Return the number that the title of a control ends with."""
    trovato = _CODICE.search(titolo)
    return sum(_CIFRE.index(c) * len(_CIFRE) ** k for k, c in enumerate(reversed(trovato[1]))) if trovato else None


_DECORATIVA = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
    '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)


def attributo(testo: str) -> str:
    """Return text fit for an attribute."""
    return escape(_VIETATI.sub("", testo))


def corsa(testo: str, proprieta: str = "", *, a_capo: bool = True) -> str:
    """Return a run; line breaks and tabs as Word has them (`a_capo` False keeps a new line as a blank, as HTML does)."""
    pezzi = []
    for pezzo in _ROTTURE.split(testo):
        if pezzo in _A_CAPO and (a_capo or pezzo != "\n"):
            pezzi.append(_A_CAPO[pezzo])
        elif pezzo:
            pezzi.append(f'<w:t xml:space="preserve">{escape(_VIETATI.sub("", pezzo), quote=False)}</w:t>')
    return f"<w:r>{f'<w:rPr>{proprieta}</w:rPr>' if proprieta else ''}{''.join(pezzi) or '<w:t/>'}</w:r>"


def paragrafo(dentro: str, stile: str = "", proprieta: str = "") -> str:
    """Return a paragraph of that style."""
    nome = f'<w:pStyle w:val="{stile}"/>' if stile else ""
    return f"<w:p><w:pPr>{nome}{proprieta}</w:pPr>{dentro}</w:p>"


def cella(dentro: str, larghezza: int, *, colonne: int = 1, sfondo: str = "") -> str:
    """Return a cell of `larghezza` twentieths of a point; a cell always ends with a paragraph."""
    unite = f'<w:gridSpan w:val="{colonne}"/>' if colonne > 1 else ""
    tinta = f'<w:shd w:val="clear" w:color="auto" w:fill="{sfondo}"/>' if sfondo else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{larghezza}" w:type="dxa"/>{unite}{tinta}</w:tcPr>{dentro}</w:tc>'


def riga(celle: Iterable[str], *, testata: bool = False, intera: bool = False) -> str:
    """Return a row; `testata` repeats it on each page, `intera` keeps it on one."""
    proprieta = f"{'<w:cantSplit/>' if intera else ''}{'<w:tblHeader/>' if testata else ''}"
    return f"<w:tr>{f'<w:trPr>{proprieta}</w:trPr>' if proprieta else ''}{''.join(celle)}</w:tr>"


def tabella(righe: Iterable[str], larghezze: list[int], *, stile: str, nome: str) -> str:
    """Return a table; `nome` is its alternative text."""
    griglia = "".join(f'<w:gridCol w:w="{n}"/>' for n in larghezze)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{stile}"/><w:tblW w:w="{sum(larghezze)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/><w:tblCaption w:val="{attributo(nome[:250])}"/></w:tblPr>'
        f"<w:tblGrid>{griglia}</w:tblGrid>{''.join(righe)}</w:tbl>"
    )


def campo(istruzione: str, testo: str = "1", proprieta: str = "") -> str:
    """Return a field with its result."""
    forma = f"<w:rPr>{proprieta}</w:rPr>" if proprieta else ""
    pezzi = [
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {istruzione} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
    ]
    prima = "".join(f"<w:r>{forma}{p}</w:r>" for p in pezzi)
    return f'{prima}{corsa(testo, proprieta)}<w:r>{forma}<w:fldChar w:fldCharType="end"/></w:r>'


def figura(legame: str, numero: int, nome: str, parole: str, largo: int, alto: int) -> str:
    """Return a run with a picture; `parole` is its alternative text (empty: it only decorates), the sizes are in EMU (360000 a
    centimetre)."""
    spazio = "http://schemas.openxmlformats.org/drawingml/2006"
    misure = f'cx="{largo}" cy="{alto}"'
    chi = f'id="{numero}" name="{attributo(nome)}" descr="{attributo(parole)}"'
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{spazio}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {misure}/><wp:docPr {chi}>{"" if parole else _DECORATIVA}</wp:docPr><a:graphic xmlns:a="{spazio}/main"><a:graphicData uri="{spazio}/picture">'
        f'<pic:pic xmlns:pic="{spazio}/picture"><pic:nvPicPr><pic:cNvPr {chi}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{legame}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
        f'<a:off x="0" y="0"/><a:ext {misure}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def segnalibro(numero: int, nome: str, dentro: str) -> str:
    """Return content that a link of the contents leads to."""
    return f'<w:bookmarkStart w:id="{numero}" w:name="{nome}"/>{dentro}<w:bookmarkEnd w:id="{numero}"/>'


class Controlli:
    """Makes content controls, each with its own number; `cartellini` are their tags, each once."""

    def __init__(self) -> None:
        self._ultimo = 0
        self.cartellini: dict[str, int] = {}

    def _fai(self, cartellino: str, nome: str, dentro: str, tipo: str, *, fermo: bool = False) -> str:
        self._ultimo += 1
        segno = codice(self.cartellini.setdefault(cartellino, len(self.cartellini)))
        alias = f'<w:alias w:val="{attributo(f"{(nome or DEL_PORTALE)[: 64 - len(segno)]}{segno}")}"/>'
        # Locked are the portal's words only, and not against being taken away: Word would not let a section be moved.
        serratura = '<w:lock w:val="contentLocked"/>' if fermo else ""
        return (
            f'<w:sdt><w:sdtPr>{alias}<w:tag w:val="{attributo(cartellino)}"/><w:id w:val="{self._ultimo}"/>'
            f"{serratura}{tipo}</w:sdtPr><w:sdtContent>{dentro}</w:sdtContent></w:sdt>"
        )

    def parole(self, cartellino: str, nome: str, testo: str, proprieta: str = "") -> str:
        """Return a control of plain words inside a paragraph."""
        tipo = '<w:text w:multiLine="1"/>'
        return self._fai(cartellino, nome, corsa(testo, proprieta), tipo)

    def scelta(self, cartellino: str, nome: str, testo: str, voci: list[str]) -> str:
        """Return a control with a list to choose from, where other words can be typed too."""
        uniche = list(dict.fromkeys(v for v in voci if v.strip()))
        elenco = "".join(f'<w:listItem w:displayText="{attributo(v)}" w:value="{attributo(v)}"/>' for v in uniche)
        return self._fai(cartellino, nome, corsa(testo), f"<w:comboBox>{elenco}</w:comboBox>")

    def fisso(self, testo: str, proprieta: str = "") -> str:
        """Return words that are the portal's: they cannot be changed in Word, and are not read back."""
        return self.segno(FISSO, testo, proprieta)

    def segno(self, cartellino: str, testo: str, proprieta: str = "") -> str:
        """Return words of the portal that name a place: the label of a row, the number of an article."""
        return self._fai(cartellino, "", corsa(testo, proprieta), "<w:text/>", fermo=True)

    def fermo(self, nome: str, dentro: str) -> str:
        """Return a control around paragraphs of the portal: they cannot be changed in Word, and are not read back."""
        return self._fai(FISSO, nome, dentro, "<w:richText/>", fermo=True)

    def blocco(self, cartellino: str, nome: str, dentro: str) -> str:
        """Return a control around paragraphs and tables."""
        return self._fai(cartellino, nome, dentro, "<w:richText/>")
