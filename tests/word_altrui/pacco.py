"""The markup of a Word file and its package, written by hand so that each office suite's habits can be shown."""

import io
import zipfile
from dataclasses import dataclass, field
from html import escape

_NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_RELAZIONI = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TIPO = "application/vnd.openxmlformats-officedocument.wordprocessingml"
Blocco = str


# --- Runs -----------------------------------------------------------------------------
def run(testo: str, *, segni: str = "", carattere: str = "") -> str:
    """Return a run. `segni`: b, i, u, s (struck), e (highlighted), one letter each; ``\\n`` is a soft break."""
    nomi = {"b": "<w:b/>", "i": "<w:i/>", "u": '<w:u w:val="single"/>', "s": "<w:strike/>"}
    nomi["e"] = '<w:highlight w:val="yellow"/>'
    font = f'<w:rFonts w:ascii="{carattere}" w:hAnsi="{carattere}"/>' if carattere else ""
    dentro = font + "".join(nomi[s] for s in segni)
    proprieta = f"<w:rPr>{dentro}</w:rPr>" if dentro else ""
    pezzi = []
    for n, riga in enumerate(testo.split("\n")):
        pezzi.append(("<w:br/>" if n else "") + _con_tab(riga))
    return f"<w:r>{proprieta}{''.join(pezzi)}</w:r>"


def _con_tab(riga: str) -> str:
    return "<w:tab/>".join(
        "<w:softHyphen/>".join(f'<w:t xml:space="preserve">{escape(t, quote=False)}</w:t>' for t in p.split("\u00ad"))
        for p in riga.split("\t")
    )


def par(testo: str, *, stile: str = "", segni: str = "", numero: tuple[int, int] | None = None) -> Blocco:
    """Return a paragraph of one run. `numero`: the numbering and its level."""
    return par_di(run(testo, segni=segni), stile=stile, numero=numero)


def par_di(run_: str, *, stile: str = "", numero: tuple[int, int] | None = None, altro: str = "") -> Blocco:
    """Return a paragraph of ready runs."""
    dentro = f'<w:pStyle w:val="{stile}"/>' if stile else ""
    if numero:
        dentro += f'<w:numPr><w:ilvl w:val="{numero[1]}"/><w:numId w:val="{numero[0]}"/></w:numPr>'
    dentro += altro
    return f"<w:p>{f'<w:pPr>{dentro}</w:pPr>' if dentro else ''}{run_}</w:p>"


def casella(testo: str, dopo: str = "", *, segnata: bool) -> str:
    """Return a ticking box of Word (a content control) and the words after it."""
    segno = "☒" if segnata else "☐"
    stato = f'<w14:checkbox><w14:checked w14:val="{int(segnata)}"/></w14:checkbox>'
    return f"<w:sdt><w:sdtPr>{stato}</w:sdtPr><w:sdtContent>{run(testo or segno)}</w:sdtContent></w:sdt>{run(dopo)}"


def casella_vecchia(dopo: str, *, segnata: bool) -> str:
    """Return a ticking box of the old forms: a field without words."""
    stato = f'<w:checkBox><w:sizeAuto/><w:default w:val="0"/>{"<w:checked/>" if segnata else ""}</w:checkBox>'
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="c"/>{stato}</w:ffData></w:fldChar></w:r>'
        "<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="end"/></w:r>{run(dopo)}'
    )


def simbolo(codice: str, carattere: str = "Wingdings") -> str:
    """Return a symbol of a font of signs."""
    return f'<w:r><w:sym w:font="{carattere}" w:char="{codice}"/></w:r>'


# --- Tables ---------------------------------------------------------------------------
@dataclass
class C:
    """A cell: its blocks, how many columns it takes, «restart» or «continue» when it is merged down."""

    blocchi: list[Blocco] = field(default_factory=list)
    colonne: int = 1
    giu: str = ""


def tavola(righe: list[list[C]], *, griglia: int = 0, intestate: int = 0) -> Blocco:
    """Return a table; the first `intestate` rows repeat on each page."""
    larghezza = griglia or max(sum(c.colonne for c in r) for r in righe)
    colonne = '<w:gridCol w:w="2400"/>' * larghezza
    corpo = "".join(_riga(r, testa=n < intestate) for n, r in enumerate(righe))
    return f"<w:tbl><w:tblPr/><w:tblGrid>{colonne}</w:tblGrid>{corpo}</w:tbl>"


def _riga(celle: list[C], *, testa: bool) -> str:
    return f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if testa else ''}{''.join(_cella(c) for c in celle)}</w:tr>"


def _cella(cella: C) -> str:
    proprieta = '<w:tcW w:w="2400" w:type="dxa"/>'
    proprieta += f'<w:gridSpan w:val="{cella.colonne}"/>' if cella.colonne > 1 else ""
    if cella.giu:
        proprieta += '<w:vMerge w:val="restart"/>' if cella.giu == "restart" else "<w:vMerge/>"
    dentro = "".join(cella.blocchi)
    if not dentro.endswith("</w:p>"):
        dentro += "<w:p/>"
    return f"<w:tc><w:tcPr>{proprieta}</w:tcPr>{dentro}</w:tc>"


# --- The package ----------------------------------------------------------------------
PUNTI, NUMERI, LETTERE, PARENTESI, CAPITOLI = 1, 2, 3, 4, 5
_NUMERAZIONI = {
    PUNTI: [("bullet", "·"), ("bullet", "o"), ("bullet", "§")],
    NUMERI: [("decimal", "%1."), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3")],
    LETTERE: [("lowerLetter", "%1)"), ("decimal", "%2)"), ("bullet", "-")],
    PARENTESI: [("decimal", "%1)"), ("lowerLetter", "%2)"), ("bullet", "-")],
    CAPITOLI: [("decimal", "%1"), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3")],
}


@dataclass
class Suite:
    """How a program names the styles of headings and its own."""

    nome: str
    id_titolo: str
    nome_titolo: str
    numerati: bool = False


SUITE = [
    Suite("Word in italiano", "Titolo{}", "heading {}"),
    Suite("Word", "Heading{}", "heading {}"),
    Suite("LibreOffice", "Heading{}", "Heading {}"),
    Suite("LibreOffice in italiano", "Titolo{}", "Titolo {}"),
    Suite("Google", "Heading{}", "heading {}"),
]


@dataclass
class Pacco:
    """What goes around the body."""

    suite: Suite
    note: list[str] = field(default_factory=list)
    commenti: list[str] = field(default_factory=list)
    testata: str = ""

    def nota(self, testo: str) -> str:
        """Add a footnote and return the run that calls it."""
        self.note.append(testo)
        return f'<w:r><w:footnoteReference w:id="{len(self.note) + 1}"/></w:r>'

    def commento(self, testo: str, dentro: str) -> str:
        """Add a comment of Word on some runs and return them with its marks."""
        n = len(self.commenti)
        self.commenti.append(testo)
        return (
            f'<w:commentRangeStart w:id="{n}"/>{dentro}<w:commentRangeEnd w:id="{n}"/>'
            f'<w:r><w:commentReference w:id="{n}"/></w:r>'
        )

    def stile_titolo(self, livello: int) -> str:
        """Return the id of the style of a heading."""
        return self.suite.id_titolo.format(livello)

    def docx(self, corpo: list[Blocco]) -> bytes:
        """Return the file."""
        parti = {
            "word/document.xml": f"<w:document {_NS}><w:body>{''.join(corpo)}<w:sectPr/></w:body></w:document>",
            "word/styles.xml": self._stili(),
            "word/numbering.xml": _numerazioni(),
        }
        if self.note:
            note = "".join(
                f'<w:footnote w:id="{n}"><w:p><w:r><w:footnoteRef/></w:r>{run(" " + t)}</w:p></w:footnote>'
                for n, t in enumerate(self.note, 2)
            )
            parti["word/footnotes.xml"] = f"<w:footnotes {_NS}>{note}</w:footnotes>"
        if self.commenti:
            voci = "".join(
                f'<w:comment w:id="{n}" w:author="U">{par(t)}</w:comment>' for n, t in enumerate(self.commenti)
            )
            parti["word/comments.xml"] = f"<w:comments {_NS}>{voci}</w:comments>"
        if self.testata:
            parti["word/header1.xml"] = f"<w:hdr {_NS}>{par(self.testata)}</w:hdr>"
        return _chiudi(parti)

    def _stili(self) -> str:
        voci = '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        for n in range(1, 5):
            # Google writes headings by name only; the others give the depth too.
            livello = "" if self.suite.nome == "Google" else f'<w:outlineLvl w:val="{n - 1}"/>'
            numero = ""
            if self.suite.numerati:
                numero = f'<w:numPr><w:ilvl w:val="{n - 1}"/><w:numId w:val="{CAPITOLI}"/></w:numPr>'
            voci += (
                f'<w:style w:type="paragraph" w:styleId="{self.stile_titolo(n)}">'
                f'<w:name w:val="{self.suite.nome_titolo.format(n)}"/><w:basedOn w:val="Normal"/>'
                f"<w:pPr>{numero}{livello}</w:pPr><w:rPr><w:b/></w:rPr></w:style>"
            )
        return f"<w:styles {_NS}>{voci}</w:styles>"


def _numerazioni() -> str:
    astratti, numeri = "", ""
    for chiave, livelli in _NUMERAZIONI.items():
        dentro = "".join(
            f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{f}"/><w:lvlText w:val="{t}"/></w:lvl>'
            for n, (f, t) in enumerate(livelli)
        )
        astratti += f'<w:abstractNum w:abstractNumId="{chiave}">{dentro}</w:abstractNum>'
        numeri += f'<w:num w:numId="{chiave}"><w:abstractNumId w:val="{chiave}"/></w:num>'
        # Each new list of the same look begins again from 1.
        for n in range(1, RIPARTI):
            da_capo = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
            numeri += f'<w:num w:numId="{chiave + n * 10}"><w:abstractNumId w:val="{chiave}"/>{da_capo}</w:num>'
    return f"<w:numbering {_NS}>{astratti}{numeri}</w:numbering>"


RIPARTI = 200


def _chiudi(parti: dict[str, str]) -> bytes:
    tipi = {"document": "document.main"}
    voci = "".join(
        f'<Override PartName="/{nome}" ContentType="{_TIPO}.{tipi.get(corto, corto)}+xml"/>'
        for nome in parti
        for corto in [nome.removeprefix("word/").removesuffix(".xml").rstrip("1")]
    )
    legami = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELAZIONI}/{nome.removeprefix("word/").removesuffix(".xml").rstrip("1")}" '
        f'Target="{nome.removeprefix("word/")}"/>'
        for n, nome in enumerate(parti)
        if nome != "word/document.xml"
    )
    pacchetto = "http://schemas.openxmlformats.org/package/2006"
    intero = {
        "[Content_Types].xml": f'<Types xmlns="{pacchetto}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/>{voci}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{pacchetto}/relationships"><Relationship Id="rId1" '
        f'Type="{_RELAZIONI}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{pacchetto}/relationships">{legami}</Relationships>',
        **parti,
    }
    uscita = io.BytesIO()
    with zipfile.ZipFile(uscita, "w", zipfile.ZIP_DEFLATED) as archivio:
        for nome, testo in intero.items():
            archivio.writestr(nome, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{testo}')
    return uscita.getvalue()
