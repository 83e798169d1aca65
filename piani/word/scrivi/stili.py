"""Styles, numbering and settings of the Word file. Built-in styles keep their ids: Word shows their Italian names."""

import re

from piani.word.scrivi.xml import SPAZI, STILE_FISSO, TESTATA, corsa

# Numbers of `w:num`: the headings, the further paragraphs of an item, then one for each list of the text.
NUMERI_TITOLI = 1
SENZA_SEGNO = 2
PRIMA_LISTA = 3
CARATTERE = "Calibri"
# The style of the first cell of a row that names it.
CELLA_TITOLO = "CellaTitolo"
_BLU = "17324D"
_GRIGIO = "5C6F82"


def _stile(
    identita: str,
    nome: str,
    *,
    base: str = "Normal",
    seguente: str = "",
    paragrafo: str = "",
    corsa: str = "",
    q: bool = True,
) -> str:
    dopo = f'<w:next w:val="{seguente}"/>' if seguente else ""
    mio = "" if nome[0].islower() or nome in _DI_WORD else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph"{mio} w:styleId="{identita}"><w:name w:val="{nome}"/>'
        f'<w:basedOn w:val="{base}"/>{dopo}{"<w:qFormat/>" if q else ""}'
        f"<w:pPr>{paragrafo}</w:pPr><w:rPr>{corsa}</w:rPr></w:style>"
    )


_DI_WORD = frozenset({"Title", "Subtitle", "Body Text", "Quote", "List Paragraph"})


def _spazio(prima: int = 0, dopo: int = 0) -> str:
    return f'<w:spacing w:before="{prima}" w:after="{dopo}"/>'


def _titolo(livello: int) -> str:
    corpo = {1: 36, 2: 30, 3: 26, 4: 24}.get(livello, 22)
    prima = {1: 480, 2: 360}.get(livello, 280)
    return _stile(
        f"Heading{livello}",
        f"heading {livello}",
        seguente="Testo",
        paragrafo=f'<w:keepNext/><w:keepLines/>{_spazio(prima, 120)}<w:outlineLvl w:val="{livello - 1}"/>',
        corsa=f'<w:b/><w:color w:val="{_BLU}"/><w:sz w:val="{corpo}"/>',
    )


def _indice(livello: int) -> str:
    return _stile(
        f"TOC{livello}",
        f"toc {livello}",
        paragrafo=(
            f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9638"/></w:tabs>{_spazio(40 if livello > 1 else 120, 20)}'
            f'<w:ind w:left="{(livello - 1) * 280}" w:right="567"/>'
        ),
        corsa="<w:b/>" if livello == 1 else "",
        q=False,
    )


def _stili() -> str:
    tb = '<w:keepNext/><w:keepLines/><w:spacing w:before="200" w:after="80"/>'
    blu = f'<w:b/><w:color w:val="{_BLU}"/>'
    cella = _spazio(20, 20)
    stili = [
        *(_titolo(n) for n in range(1, 10)),
        *(_indice(n) for n in range(1, 4)),
        _stile("Testo", "Body Text", paragrafo=_spazio(0, 120)),
        _stile("TestoNudo", "Testo semplice", base="Testo", q=False),
        _stile("TitoloTesto2", "Titolo nel testo 1", seguente="Testo", paragrafo=tb, corsa=f'{blu}<w:sz w:val="26"/>'),
        _stile("TitoloTesto3", "Titolo nel testo 2", seguente="Testo", paragrafo=tb, corsa=f'{blu}<w:sz w:val="23"/>'),
        _stile(
            "TitoloTesto4",
            "Titolo nel testo 3",
            seguente="Testo",
            paragrafo=tb,
            corsa=f'<w:b/><w:i/><w:color w:val="{_BLU}"/>',
        ),
        _stile("TitoloTesto5", "Titolo nel testo 4", seguente="Testo", paragrafo=tb, corsa="<w:b/>"),
        _stile(
            "Citazione", "Quote", paragrafo=f'{_spazio(60, 120)}<w:ind w:left="567" w:right="567"/>', corsa="<w:i/>"
        ),
        _stile("CitazioneNuda", "Citazione breve", base="Citazione", q=False),
        _stile("Voce", "List Paragraph", paragrafo=f"{_spazio(0, 60)}"),
        _stile("VoceParagrafo", "Voce di elenco", base="Voce", q=False),
        _stile("VoceSegue", "Voce di elenco che segue", base="Voce", q=False),
        _stile(
            "Title", "Title", paragrafo=_spazio(1200, 240), corsa=f'<w:b/><w:color w:val="{_BLU}"/><w:sz w:val="64"/>'
        ),
        _stile(
            "Subtitle", "Subtitle", paragrafo=_spazio(0, 200), corsa=f'<w:color w:val="{_GRIGIO}"/><w:sz w:val="30"/>'
        ),
        _stile(
            "TitoloIndice", "Titolo dell'indice", paragrafo=_spazio(0, 240), corsa=f'{blu}<w:sz w:val="36"/>', q=False
        ),
        _stile("Copertina", "Copertina", paragrafo=_spazio(0, 60), q=False),
        _stile(
            "Bozza",
            "Bozza",
            paragrafo=_spazio(240, 240),
            corsa='<w:b/><w:caps/><w:color w:val="A32828"/><w:sz w:val="36"/>',
            q=False,
        ),
        _stile("Dato", "Dato", paragrafo=_spazio(0, 40), q=False),
        _stile(
            "Nota", "Nota", paragrafo=_spazio(40, 80), corsa=f'<w:color w:val="{_GRIGIO}"/><w:sz w:val="18"/>', q=False
        ),
        _stile(
            "Titoletto", "Titoletto", seguente="Testo", paragrafo=f"<w:keepNext/>{_spazio(160, 80)}", corsa=blu, q=False
        ),
        _stile("caption", "caption", seguente="Testo", paragrafo=f"<w:keepNext/>{_spazio(240, 80)}", corsa="<w:b/>"),
        _stile(
            "Testata",
            "Testata di tabella",
            paragrafo=f"<w:keepNext/>{cella}",
            corsa='<w:b/><w:sz w:val="18"/>',
            q=False,
        ),
        _stile("EtichettaRiga", "Etichetta di riga", paragrafo=cella, corsa='<w:b/><w:sz w:val="19"/>', q=False),
        _stile("Cella", "Cella", paragrafo=cella, corsa='<w:sz w:val="18"/>', q=False),
        _stile(CELLA_TITOLO, "Cella che nomina la riga", base="Cella", paragrafo=cella, corsa="<w:b/>", q=False),
        _stile("CellaNumero", "Cella con un numero", base="Cella", paragrafo=f'{cella}<w:jc w:val="right"/>', q=False),
        _stile("FootnoteText", "footnote text", paragrafo=_spazio(0, 20), corsa='<w:sz w:val="18"/>', q=False),
        _stile("Disegno", "Disegno", paragrafo=f"<w:keepNext/>{_spazio(40, 80)}", q=False),
        _stile("Scelta", "Scelta", paragrafo=_spazio(20, 40), corsa="<w:b/>", q=False),
        _stile("Riga", "Riga", paragrafo=_spazio(0, 20), q=False),
        _stile(
            "Stacco",
            "Stacco",
            paragrafo='<w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/>',
            corsa='<w:sz w:val="8"/>',
            q=False,
        ),
        _stile(
            "NonCompilato",
            "Non compilato",
            seguente="Testo",
            paragrafo=_spazio(0, 60),
            corsa=f'<w:i/><w:color w:val="{_GRIGIO}"/>',
            q=False,
        ),
        _stile(
            "header",
            "header",
            paragrafo='<w:tabs><w:tab w:val="right" w:pos="9638"/></w:tabs>',
            corsa=f'<w:color w:val="{_GRIGIO}"/><w:sz w:val="17"/>',
            q=False,
        ),
        _stile(
            "footer",
            "footer",
            paragrafo='<w:tabs><w:tab w:val="right" w:pos="9638"/></w:tabs>',
            corsa=f'<w:color w:val="{_GRIGIO}"/><w:sz w:val="14"/>',
            q=False,
        ),
    ]
    return "".join(stili)


_GRIGLIA = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblCellMar>'
    '<w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="table" w:customStyle="1" w:styleId="Griglia"><w:name w:val="Griglia del Piano"/>'
    '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
    + "".join(
        f'<w:{lato} w:val="single" w:sz="4" w:space="0" w:color="A9B6C3"/>'
        for lato in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders></w:tblPr></w:style>"
)
_CARATTERI = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/></w:style>'
    '<w:style w:type="character" w:styleId="Collegamento"><w:name w:val="Hyperlink"/>'
    '<w:rPr><w:color w:val="0050A0"/><w:u w:val="single"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
    '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    f'<w:style w:type="character" w:customStyle="1" w:styleId="{STILE_FISSO}"><w:name w:val="Parole del portale"/></w:style>'
)


def nomi_degli_stili() -> dict[str, str]:
    """Return the ids of our paragraph styles by the name that Word keeps, whatever it calls them in its own language."""
    trovati = re.findall(r'w:styleId="(\w+)"><w:name w:val="([^"]+)"', _stili())
    return {"parole del portale": STILE_FISSO, **{nome.casefold(): identita for identita, nome in trovati}}


def stili() -> str:
    """Return `styles.xml`."""
    return (
        f"{TESTATA}<w:styles {SPAZI}><w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{CARATTERE}" w:hAnsi="{CARATTERE}" w:eastAsia="{CARATTERE}" w:cs="{CARATTERE}"/>'
        '<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="it-IT" w:eastAsia="it-IT" w:bidi="ar-SA"/>'
        '</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="264" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        f"{_CARATTERI}{_GRIGLIA}{_stili()}</w:styles>"
    )


# --- Numbering ------------------------------------------------------------------------------------

_PUNTI = ("•", "–", "▪")
_FORMATI = ("decimal", "lowerLetter", "lowerRoman")


def _livello(n: int, formato: str, testo: str, *, rientro: int, sporge: int, titolo: bool = False) -> str:
    seguito = '<w:suff w:val="space"/>' if titolo else ""
    return (
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{formato}"/>{seguito}<w:lvlText w:val="{testo}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{rientro}" w:hanging="{sporge}"/></w:pPr></w:lvl>'
    )


def _astratto(numero: int, livelli: list[str]) -> str:
    return f'<w:abstractNum w:abstractNumId="{numero}"><w:multiLevelType w:val="multilevel"/>{"".join(livelli)}</w:abstractNum>'


def numerazione(liste: list[tuple[str, int]]) -> str:
    """Return `numbering.xml`: `liste` are kind ("ul", "ol") and level of each list of the text, in order."""
    titoli = [
        _livello(
            n,
            "decimal",
            ".".join(f"%{k}" for k in range(1, n + 2)) + ("." if n == 0 else ""),
            rientro=0,
            sporge=0,
            titolo=True,
        )
        for n in range(9)
    ]
    rientri = [360 * (n + 1) for n in range(9)]
    vuoti = [_livello(n, "none", "", rientro=r, sporge=0) for n, r in enumerate(rientri)]
    punti = [_livello(n, "bullet", _PUNTI[n % 3], rientro=r, sporge=260) for n, r in enumerate(rientri)]
    numeri = [_livello(n, _FORMATI[n % 3], f"%{n + 1}.", rientro=r, sporge=340) for n, r in enumerate(rientri)]
    astratti = [_astratto(k, livelli) for k, livelli in enumerate((titoli, vuoti, punti, numeri))]
    fisse = [f'<w:num w:numId="{k + 1}"><w:abstractNumId w:val="{k}"/></w:num>' for k in (0, 1)]
    righe = []
    for k, (specie, livello) in enumerate(liste):
        riparte = (
            f'<w:lvlOverride w:ilvl="{livello}"><w:startOverride w:val="1"/></w:lvlOverride>' if specie == "ol" else ""
        )
        astratto = 3 if specie == "ol" else 2
        righe.append(f'<w:num w:numId="{PRIMA_LISTA + k}"><w:abstractNumId w:val="{astratto}"/>{riparte}</w:num>')
    return f"{TESTATA}<w:numbering {SPAZI}>{''.join(astratti)}{''.join(fisse)}{''.join(righe)}</w:numbering>"


def note(testi: list[str]) -> str:
    """Return `footnotes.xml`: the line that parts them from the page, then the notes, numbered from 1."""
    righe = "".join(
        f'<w:footnote w:type="{tipo}" w:id="{k}"><w:p><w:r><w:{tipo}/></w:r></w:p></w:footnote>'
        for k, tipo in ((-1, "separator"), (0, "continuationSeparator"))
    )
    segno = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
    righe += "".join(
        f'<w:footnote w:id="{k}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>{segno}{corsa(f" {t}")}</w:p></w:footnote>'
        for k, t in enumerate(testi, 1)
    )
    return f"{TESTATA}<w:footnotes {SPAZI}>{righe}</w:footnotes>"


def impostazioni() -> str:
    """Return `settings.xml`."""
    return (
        f'{TESTATA}<w:settings {SPAZI}><w:zoom w:percent="100"/><w:defaultTabStop w:val="708"/>'
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:themeFontLang w:val="it-IT"/></w:settings>'
    )
