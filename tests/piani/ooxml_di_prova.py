"""What Word would complain of in a .docx: parts, relationships, order of the properties, names and references."""

import io
import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree as ET

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PACCHETTO = "{http://schemas.openxmlformats.org/package/2006/"
_DISEGNO = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
# The order of ECMA-376: Word refuses a file that has another.
_ORDINI = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid "
    "spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl "
    "divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish "
    "webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd "
    "tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType "
    "cols formProt vAlign noEndnote titlePg",
    "sdtPr": "rPr alias tag id lock placeholder temporary showingPlcHdr dataBinding label tabIndex comboBox docPartObj "
    "richText text",
    "sdt": "sdtPr sdtEndPr sdtContent",
    "tbl": "tblPr tblGrid tr sdt",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked "
    "personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
    "numbering": "numPicBullet abstractNum num",
    "settings": "zoom defaultTabStop footnotePr endnotePr compat themeFontLang",
}
_RIPETUTI = frozenset({"headerReference", "footerReference", "tr", "sdt", "abstractNum", "num", "tblStylePr"})


def difetti(contenuto: bytes) -> list[str]:
    """Return what is wrong, a line each; empty for a good file."""
    with zipfile.ZipFile(io.BytesIO(contenuto)) as archivio:
        parti = {nome: archivio.read(nome) for nome in archivio.namelist()}
    alberi = {n: ET.fromstring(b) for n, b in parti.items() if n.endswith((".xml", ".rels"))}  # noqa: S314 - we wrote it
    return [
        *_pacchetto(parti, alberi),
        *(d for nome, albero in alberi.items() for d in _ordine(nome, albero)),
        *_nomi(alberi["word/document.xml"]),
        *_stili(alberi),
        *_tabelle(alberi["word/document.xml"]),
    ]


def _pacchetto(parti: dict[str, bytes], alberi: dict[str, ET.Element]) -> Iterator[str]:
    tipi = alberi["[Content_Types].xml"]
    detti = {e.get("PartName", "").lstrip("/") for e in tipi if e.tag.endswith("Override")}
    estensioni = {e.get("Extension") for e in tipi if e.tag.endswith("Default")}
    yield from (f"il tipo di {n} è detto e la parte non c'è" for n in detti - set(parti))
    for nome in set(parti) - {"[Content_Types].xml"} - detti:
        if nome.rpartition(".")[2] not in estensioni:
            yield f"{nome} non ha un tipo"
    for nome, albero in alberi.items():
        if not nome.endswith(".rels"):
            continue
        cartella = posixpath.dirname(posixpath.dirname(nome))
        for r in albero:
            meta = posixpath.normpath(posixpath.join(cartella, r.get("Target", "")))
            if r.get("TargetMode") != "External" and meta not in parti:
                yield f"{nome} porta a {meta}, che non c'è"
        yield from _doppi(f"{nome}, Id", [r.get("Id", "") for r in albero])
        di_chi = posixpath.join(cartella, posixpath.basename(nome).removesuffix(".rels"))
        noti = {r.get("Id") for r in albero}
        usati = {v for e in alberi.get(di_chi, ET.Element("x")).iter() for k, v in e.attrib.items() if k.startswith(R)}
        yield from (f"{di_chi} usa {u}, che non c'è" for u in usati - noti)


def _doppi(che: str, valori: list[str]) -> Iterator[str]:
    yield from (f"{che} ripetuto: {v}" for v, quante in Counter(valori).items() if quante > 1)


def _ordine(nome: str, albero: ET.Element) -> Iterator[str]:
    for e in albero.iter():
        atteso = _ORDINI.get(e.tag.removeprefix(W), "").split() if e.tag.startswith(W) else []
        if not atteso:
            continue
        figli = [f.tag.removeprefix(W) for f in e]
        if ignoti := set(figli) - set(atteso):
            yield f"{nome}: {sorted(ignoti)} dentro {e.tag.removeprefix(W)}"
        elif [atteso.index(f) for f in figli] != sorted(atteso.index(f) for f in figli):
            yield f"{nome}: {figli} non è l'ordine di {e.tag.removeprefix(W)}"
        yield from _doppi(f"{nome}, in {e.tag.removeprefix(W)}", [f for f in figli if f not in _RIPETUTI])


def _attributi(albero: ET.Element, tag: str, nome: str) -> list[str]:
    return [e.get(W + nome, "") for e in albero.iter(W + tag)]


def _nomi(corpo: ET.Element) -> Iterator[str]:
    segni = _attributi(corpo, "bookmarkStart", "name")
    yield from _doppi("segnalibro", segni)
    yield from (f"segnalibro con un nome che Word taglia: {s}" for s in segni if len(s) > 40 or not s.isidentifier())
    inizi, fini = _attributi(corpo, "bookmarkStart", "id"), _attributi(corpo, "bookmarkEnd", "id")
    yield from _doppi("numero di segnalibro", inizi)
    if sorted(inizi) != sorted(fini):
        yield "segnalibri che non si chiudono"
    anche = [e.get(W + "anchor", "") for e in corpo.iter(W + "hyperlink") if e.get(W + "anchor")]
    yield from (f"rimando a {a}, che non c'è" for a in set(anche) - set(segni))
    yield from _doppi("numero di riquadro", [e.get(W + "val", "") for e in corpo.iterfind(f".//{W}sdtPr/{W}id")])
    yield from _doppi("numero di figura", [e.get("id", "") for e in corpo.iter(_DISEGNO)])
    yield from (
        f"figura senza testo alternativo: {e.get('name')}"
        for e in corpo.iter(_DISEGNO)
        if not e.get("descr") and not len(e)
    )
    lunghi = [t for t in _attributi(corpo, "tag", "val") + _attributi(corpo, "alias", "val") if len(t) > 64]
    yield from (f"cartellino troppo lungo: {t}" for t in lunghi)
    aperti = 0
    for campo in _attributi(corpo, "fldChar", "fldCharType"):
        aperti += {"begin": 1, "end": -1}.get(campo, 0)
        if aperti not in (0, 1):
            yield "campi uno dentro l'altro"
    if aperti:
        yield "campi che non si chiudono"


def _stili(alberi: dict[str, ET.Element]) -> Iterator[str]:
    stili = alberi["word/styles.xml"]
    noti = _attributi(stili, "style", "styleId")
    yield from _doppi("stile", noti)
    nomi = _attributi(stili, "name", "val")
    yield from _doppi("nome di stile", nomi)
    yield from (f"stile con una virgola nel nome: {n}" for n in nomi if "," in n)
    numerazione = alberi["word/numbering.xml"]
    astratti = _attributi(numerazione, "abstractNum", "abstractNumId")
    usati = [e.get(W + "val", "") for n in numerazione.iter(W + "num") for e in n.iter(W + "abstractNumId")]
    yield from (f"lista {u} senza disegno" for u in set(usati) - set(astratti))
    numeri = _attributi(numerazione, "num", "numId")
    yield from _doppi("lista", numeri)
    for nome in ("word/document.xml", "word/styles.xml", "word/footnotes.xml", "word/header1.xml", "word/footer1.xml"):
        albero = alberi[nome]
        detti = {s for t in ("pStyle", "rStyle", "tblStyle", "basedOn", "next") for s in _attributi(albero, t, "val")}
        yield from (f"{nome}: stile {s}, che non c'è" for s in detti - set(noti))
        yield from (f"{nome}: lista {n}, che non c'è" for n in set(_attributi(albero, "numId", "val")) - {*numeri, "0"})
    note = _attributi(alberi["word/footnotes.xml"], "footnote", "id")
    yield from _doppi("nota", note)
    chiamate = _attributi(alberi["word/document.xml"], "footnoteReference", "id")
    yield from _doppi("richiamo di nota", chiamate)
    yield from (f"nota {n} chiamata e non scritta" for n in set(chiamate) - set(note))


def _tabelle(corpo: ET.Element) -> Iterator[str]:
    for tabella in corpo.iter(W + "tbl"):
        colonne = len(tabella.findall(f"{W}tblGrid/{W}gridCol"))
        for riga in tabella.findall(W + "tr"):
            celle = riga.findall(W + "tc")
            larghe = sum(
                int(x.get(W + "val", "1")) if (x := c.find(f"{W}tcPr/{W}gridSpan")) is not None else 1 for c in celle
            )
            if larghe != colonne:
                yield f"riga di {larghe} celle in una tabella di {colonne} colonne"
            yield from ("cella che non finisce con un paragrafo" for c in celle if not _finisce(c))


def _finisce(cella: ET.Element) -> bool:
    """Whether a cell ends with a paragraph, be it in a control."""
    ultimo = cella[-1] if len(cella) else None
    while ultimo is not None and ultimo.tag in (W + "sdt", W + "sdtContent"):
        ultimo = ultimo[-1] if len(ultimo) else None
    return ultimo is not None and ultimo.tag == W + "p"
