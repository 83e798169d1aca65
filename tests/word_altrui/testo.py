"""The text around the sheets: headings of every sort, prose, and what Word can put in it (notes, boxes, revisions, comments)."""

from piani.word.leggi.catalogo import Campo
from tests.word_altrui import lessico
from tests.word_altrui.caso import Caso, Scritto
from tests.word_altrui.pacco import PUNTI, C, par, par_di, run, tavola

# How chapters are headed; the last three are kept aside.
_ROMANI = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")


def capitolo(c: Caso, n: int, titolo: str) -> Scritto:
    """Return the heading of a chapter."""
    modo = c.modo("capitoli", _CAPITOLI, _CAPITOLI_TENUTI, fermo=1)
    c.pacco.suite.numerati = modo == "numeri di Word"
    stile = c.pacco.stile_titolo(1)
    return {
        "stile": lambda: [par(titolo, stile=stile)],
        "numeri di Word": lambda: [par(titolo, stile=stile)],
        "numeri a mano": lambda: [par(f"{n}. {titolo}", stile=stile)],
        "grassetto": lambda: [par(f"{n}. {titolo}", segni="b")],
        "maiuscolo": lambda: [par(f"{n} {titolo.upper()}")],
        "grassetto maiuscolo": lambda: [par(titolo.upper(), segni="b")],
        "capitolo": lambda: [par(f"CAPITOLO {n} - {titolo}", segni="b")],
        "romani": lambda: [par(f"{_ROMANI[n - 1]}. {titolo}", stile=stile)],
        "livello": lambda: [par_di(run(f"{n}. {titolo}"), altro='<w:outlineLvl w:val="0"/>')],
    }[modo]()


_CAPITOLI = ["stile", "stile", "numeri di Word", "numeri a mano", "grassetto", "maiuscolo", "grassetto maiuscolo"]
_CAPITOLI_TENUTI = ["capitolo", "romani", "livello"]


def sotto_titolo(c: Caso, titolo: str) -> Scritto:
    """Return the heading of a sheet, in the manner of the chapters."""
    modo = c.fissi.get("capitoli")
    if modo in ("grassetto", "maiuscolo", "grassetto maiuscolo", "capitolo"):
        return [par(titolo, segni="b")]
    if modo == "livello":
        return [par_di(run(titolo), altro='<w:outlineLvl w:val="1"/>')]
    return [par(titolo, stile=c.pacco.stile_titolo(2))]


def prime_pagine(c: Caso) -> Scritto:
    """Return a cover, and sometimes a table of contents."""
    c.pacco.testata = "Ambito territoriale di prova – Piano di Zona 2025-2027" if c.prova(0.6) else ""
    blocchi = [par("PIANO DI ZONA 2025-2027"), par("Ambito territoriale di prova")]
    if c.prova(0.5):
        blocchi.append(par("Sommario"))
        blocchi += [par(f"{n}. {t}\t{n * 7}") for n, t in enumerate(lessico.CAPITOLI, 1)]
    return blocchi


def prosa(c: Caso) -> Scritto:
    """Return some paragraphs, one of them with an ornament."""
    frasi = c.r.sample(lessico.PROSA, 3)
    return [par(frasi[0]), _ornato(c, frasi[1]), par(frasi[2])]


def altro(c: Caso) -> Scritto:
    """Return a list, a table of data or one of words, a table inside a table inside a table."""
    return c.modo("altro", [_elenco, _dati, _parole, _annidate], fermo=0)(c)


def _elenco(c: Caso) -> Scritto:
    n = c.lista(PUNTI)
    return [par(t, numero=(n, k % 2)) for k, t in enumerate(c.r.sample(lessico.SEGUITI, 3))]


def _dati(c: Caso) -> Scritto:
    righe = [[C([par(t)]) for t in ("Comune", "Residenti", "Di cui minori")]]
    righe += [
        [C([par(nome)]), C([par(str(c.r.randrange(900, 9000)))]), C([par(str(c.r.randrange(90, 900)))])]
        for nome in ("Borgo Alto", "Rocca Piana", "Valle Scura")
    ]
    return [par("Tabella 1 - Residenti al 1° gennaio"), tavola(righe), par("Fonte: anagrafi comunali")]


def _parole(c: Caso) -> Scritto:
    righe = [[C([par(c.uno(lessico.ENTI))]), C([par(c.uno(lessico.PROSA))])] for _ in range(3)]
    return [tavola([[C([par("Soggetto")]), C([par("Ruolo")])], *righe])]


def _annidate(c: Caso) -> Scritto:
    dentro = tavola([[C([par("Terzo livello")]), C([par(c.uno(lessico.SEGUITI))])]])
    mezzo = tavola([[C([par("Secondo livello")]), C([par(c.uno(lessico.ENTI)), dentro])]])
    return [tavola([[C([par("Primo livello")]), C([par(c.uno(lessico.PROSA)), mezzo])]])]


# --- Ornaments ----------------------------------------------------------------------------
def con_ornamenti(c: Caso, blocchi: Scritto, campo: Campo) -> Scritto:
    """Put an ornament after an answer of plain text, now and then."""
    if campo.tipo != "testo" or not c.prova(0.25):
        return blocchi
    return [*blocchi, _ornato(c, c.uno(lessico.PROSA))]


def _ornato(c: Caso, frase: str) -> str:
    return c.modo("ornamento", _ORNAMENTI, fermo=0)(c, frase)


def _nota(c: Caso, frase: str) -> str:
    return par_di(run(frase) + c.pacco.nota(f"Si veda la relazione sociale, {c.uno(lessico.SEGUITI)}."))


def _revisioni(c: Caso, frase: str) -> str:
    inserito = f'<w:ins w:id="1" w:author="U">{run(" Testo inserito in revisione.")}</w:ins>'
    tolto = '<w:del w:id="2" w:author="U"><w:r><w:delText>testo tolto</w:delText></w:r></w:del>'
    return par_di(run(frase) + tolto + inserito)


def _commento(c: Caso, frase: str) -> str:
    return par_di(c.pacco.commento("Da verificare con il tavolo.", run(frase)))


def _casella(c: Caso, frase: str) -> str:
    dentro = f"<wps:txbx><w:txbxContent>{par('Riquadro: ' + c.uno(lessico.ENTI))}</w:txbxContent></wps:txbx>"
    disegno = f"<w:drawing><wp:inline><a:graphic><a:graphicData><wps:wsp>{dentro}</wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    ripiego = f"<w:pict><v:shape><v:textbox><w:txbxContent>{par('Riquadro: altro')}</w:txbxContent></v:textbox></v:shape></w:pict>"
    scelta = f'<mc:Choice Requires="wps">{disegno}</mc:Choice><mc:Fallback>{ripiego}</mc:Fallback>'
    return par_di(run(frase) + f"<w:r><mc:AlternateContent>{scelta}</mc:AlternateContent></w:r>")


def _legame(c: Caso, frase: str) -> str:
    return par_di(run(frase) + f'<w:hyperlink w:anchor="x">{run(" Vedi il regolamento")}</w:hyperlink>')


def _immagine(c: Caso, frase: str) -> str:
    return par_di(
        run(frase) + '<w:r><w:drawing><wp:inline><wp:docPr id="1" descr="Mappa"/></wp:inline></w:drawing></w:r>'
    )


def _colonne(c: Caso, frase: str) -> str:
    return par_di(run(frase), altro='<w:sectPr><w:cols w:num="2"/></w:sectPr>')


def _controllo(c: Caso, frase: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{par(frase)}</w:sdtContent></w:sdt>"


def _solo_ripiego(c: Caso, frase: str) -> str:
    dentro = par(f"Scatola: {c.uno(lessico.ENTI)}")
    ripiego = f"<w:pict><v:shape><v:textbox><w:txbxContent>{dentro}</w:txbxContent></v:textbox></v:shape></w:pict>"
    return par_di(run(frase) + f"<w:r>{ripiego}</w:r>")


_ORNAMENTI = [_nota, _revisioni, _commento, _casella, _legame, _immagine, _colonne, _controllo, _solo_ripiego]
