"""WordprocessingML read: paragraphs, runs and tables as plain data. What Word hides (deleted words, fields) is not read."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from xml.etree import ElementTree as ET

from core.html_forma import IMPRONTA
from piani.rimandi import PREFISSO
from piani.word.pezzi import IMMAGINE as SEGNO_IMMAGINE
from piani.word.pezzi import NOTA, Paragrafo, Pezzo, parole_immagine
from piani.word.posti import DISEGNO, IMMAGINE, impronta_breve
from piani.word.scrivi.stili import nomi_degli_stili
from piani.word.scrivi.xml import FISSO, STILE_FISSO, numero_in

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_FALSI = frozenset({"0", "false", "off", "none"})
_DENTRO = frozenset(W + n for n in ("ins", "moveTo", "smartTag", "fldSimple", "customXml", "sdtContent", "dir", "bdo"))
_FATTI: dict[str, str] = {
    W + "tab": "\t",
    W + "br": "\v",
    W + "cr": "\v",
    W + "noBreakHyphen": "\u2011",
    W + "softHyphen": "\u00ad",
}
_PROPRIETA_DISEGNO = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
# A footnote stands in these marks only (docs/decisioni/0020-testo-formattato.md).
_DI_UNA_NOTA = frozenset({"strong", "em"})
_DI_PAROLE = frozenset({W + "t", W + "tab", W + "br", W + "cr"})
_CORSIVI = {"b": "strong", "i": "em", "u": "u"}
_ALTI = {"superscript": "sup", "subscript": "sub"}


def val(elemento: ET.Element | None, nome: str = "val") -> str:
    """Return an attribute of Word; empty when there is none."""
    return "" if elemento is None else elemento.get(W + nome, "")


def cartellino_di(sdt: ET.Element) -> str:
    """Return the tag of a control."""
    return val(sdt.find(f"{W}sdtPr/{W}tag"))


def rimetti_cartellini(corpo: ET.Element, cartellini: list[str]) -> bool:
    """Give back their tags to the controls that only have their titles, as LibreOffice saves them; say whether there were."""
    rimessi = False
    for proprieta in corpo.iter(W + "sdtPr"):
        numero = numero_in(val(proprieta.find(W + "alias")))
        if proprieta.find(W + "tag") is None and numero is not None and numero < len(cartellini):
            ET.SubElement(proprieta, W + "tag", {W + "val": cartellini[numero]})
            rimessi = True
    return rimessi


def dentro(sdt: ET.Element) -> ET.Element:
    """Return the content of a control."""
    trovato = sdt.find(f"{W}sdtContent")
    return ET.Element(f"{W}sdtContent") if trovato is None else trovato


@dataclass
class Conti:
    """What was met and is not read as text."""

    revisioni: int = 0
    immagini: int = 0
    commenti: int = 0


@dataclass(frozen=True)
class Corsa:
    """Words with their marks, and the tag of the control they stand in (empty: none)."""

    pezzo: Pezzo
    cartellino: str


def piane(corse: Iterable[Corsa]) -> str:
    """Return runs as plain words: a footnote in brackets, line breaks as new lines."""
    return "".join(f" ({c.pezzo.testo})" if c.pezzo.di_nota else c.pezzo.testo for c in corse).replace("\v", "\n")


@dataclass
class Contesto:
    """What the other parts of the file say: styles, numbering, links, footnotes; `rimandi` are the references, by bookmark:
    what each leads to, and the hash of the words that the portal shows for it."""

    stili: dict[str, str]
    numeri_di_stile: dict[str, str]
    numerazione: dict[tuple[str, str], str]
    collegamenti: dict[str, str]
    note: dict[str, str]
    rimandi: dict[str, tuple[str, str]] = field(default_factory=dict)
    segnaposto: Callable[[str, str], str | None] = lambda _c, _t: None
    conti: Conti = field(default_factory=Conti)
    _note: int = 0

    # --- Runs ------------------------------------------------------------------------------------

    def corse(self, p: ET.Element, segni: frozenset[str] = frozenset(), posto: str = "") -> Iterator[Corsa]:
        """Yield the words of a paragraph."""
        for figlio in p:
            nome = figlio.tag
            if nome == W + "r":
                yield from self._corsa(figlio, segni, posto)
            elif nome == W + "sdt":
                yield from self._controllo(figlio, segni, posto)
            elif nome == W + "hyperlink":
                yield from self._legame(figlio, segni, posto)
            elif nome in _DENTRO:
                self.conti.revisioni += nome == W + "ins"
                yield from self.corse(figlio, segni, posto)
            elif nome in (W + "del", W + "moveFrom"):
                self.conti.revisioni += 1

    def _legame(self, legame: ET.Element, segni: frozenset[str], posto: str) -> Iterator[Corsa]:
        chiave, mostrate = self.rimandi.get(val(legame, "anchor"), ("", ""))
        meta = f"{PREFISSO}{chiave}" if chiave else self.collegamenti.get(legame.get(R + "id", ""), "")
        interne = list(self.corse(legame, segni | ({f"a:{meta}"} if meta else frozenset()), posto))
        scritte = val(legame, "tooltip")
        if chiave and scritte and impronta_breve("".join(c.pezzo.testo for c in interne)) == mostrate:
            # The number is the portal's: the words that were typed stand beside it.
            interne = [replace(interne[0], pezzo=Pezzo(scritte, interne[0].pezzo.segni))]
        yield from interne

    def _controllo(self, sdt: ET.Element, segni: frozenset[str], posto: str) -> Iterator[Corsa]:
        cartellino = cartellino_di(sdt)
        interne = list(self.corse(dentro(sdt), segni, cartellino or posto))
        if cartellino.startswith("segnaposto/"):
            testo = "".join(c.pezzo.testo for c in interne)
            messo = self.segnaposto(cartellino, testo)
            primi = interne[0].pezzo.segni if interne else segni
            yield Corsa(Pezzo(testo if messo is None else messo, primi), posto)
        elif not interne and cartellino:
            yield Corsa(Pezzo("", segni), cartellino)
        else:
            yield from interne

    def _corsa(self, r: ET.Element, segni: frozenset[str], posto: str) -> Iterator[Corsa]:
        proprieta = r.find(W + "rPr")
        suoi = segni | _segni(proprieta)
        if proprieta is not None and not posto and self.stili.get(val(proprieta.find(W + "rStyle"))) == STILE_FISSO:
            posto = FISSO
        testo = ""
        for figlio in r:
            if (immagine := _immagine(figlio)) is not None:
                yield Corsa(Pezzo(testo, suoi), posto)
                yield Corsa(immagine, posto)
                testo = ""
                continue
            if (nota := self._nota(figlio)) is None:
                testo += self._parola(figlio)
                continue
            if testo:
                yield Corsa(Pezzo(testo, suoi), posto)
                testo = ""
            if nota:
                self._note += 1
                yield Corsa(Pezzo(nota, (suoi & _DI_UNA_NOTA) | {f"{NOTA}{self._note}"}), posto)
        if testo or posto:
            yield Corsa(Pezzo(testo, suoi), posto)

    def _nota(self, figlio: ET.Element) -> str | None:
        """Return the words of the footnote that an element calls; None for any other element."""
        nome = figlio.tag
        if nome not in (W + "footnoteReference", W + "endnoteReference"):
            return None
        return self.note.get(f"{nome.removeprefix(W)[:3]}{val(figlio, 'id')}", "")

    def _parola(self, figlio: ET.Element) -> str:
        nome = figlio.tag
        if nome == W + "t":
            return figlio.text or ""
        if nome == W + "br" and val(figlio, "type") in ("page", "column"):
            return ""
        if nome == W + "commentReference":
            self.conti.commenti += 1
            return ""
        if nome in (W + "drawing", W + "pict", W + "object", _MC + "AlternateContent"):
            return self._disegno(figlio)
        return _FATTI.get(nome, "")

    def _disegno(self, figlio: ET.Element) -> str:
        """Return the words of a text box; a picture has none, and is counted."""
        scelta = figlio.find(_MC + "Choice")
        caselle = list((figlio if scelta is None else scelta).iter(W + "txbxContent"))
        if not caselle and not any(e.get("name", "").startswith(DISEGNO) for e in figlio.iter(_PROPRIETA_DISEGNO)):
            self.conti.immagini += 1
        righe = [self.testo(p) for c in caselle for p in c.iter(W + "p")]
        return "\v".join(r for r in righe if r)

    # --- Paragraphs ------------------------------------------------------------------------------

    def stile(self, p: ET.Element) -> str:
        """Return the id, as we wrote it, of the paragraph's style."""
        return self.stili.get(val(p.find(f"{W}pPr/{W}pStyle")), "Testo")

    def testo(self, p: ET.Element) -> str:
        """Return the words of a paragraph that are not the portal's, line breaks as new lines."""
        return piane(c for c in self.corse(p) if c.cartellino != FISSO)

    def paragrafo(self, p: ET.Element, corse: list[Corsa] | None = None) -> Paragrafo:
        """Return a paragraph as formatted text."""
        scelte = [c for c in (list(self.corse(p)) if corse is None else corse) if c.cartellino != FISSO]
        pezzi = tuple(c.pezzo for c in scelte if c.pezzo.testo)
        stile = self.stile(p)
        lista, livello = self._lista(p)
        if livello < 0:
            return Paragrafo(_fuori_lista(stile), pezzi)
        if lista is None:
            return Paragrafo("VoceSegue", pezzi, None, livello)
        return Paragrafo("VoceParagrafo" if stile == "VoceParagrafo" else "Voce", pezzi, lista, livello)

    def _lista(self, p: ET.Element) -> tuple[tuple[int, str] | None, int]:
        numerazione = p.find(f"{W}pPr/{W}numPr")
        stile = val(p.find(f"{W}pPr/{W}pStyle"))
        numero = val(numerazione.find(W + "numId")) if numerazione is not None else self.numeri_di_stile.get(stile, "")
        livello = (val(numerazione.find(W + "ilvl")) if numerazione is not None else "") or "0"
        if not numero.isdecimal() or numero == "0" or not livello.isdecimal() or self.stile(p).startswith("Heading"):
            return None, -1
        formato = self.numerazione.get((numero, livello), "bullet")
        posto = min(int(livello), 8)
        if formato == "none":
            return None, posto
        return (int(numero), "ul" if formato == "bullet" else "ol"), posto


def _immagine(figlio: ET.Element) -> Pezzo | None:
    """Return an image of the plan's texts, as the words in its place with its hash; None for anything else."""
    if figlio.tag != W + "drawing":
        return None
    nomi = [e for e in figlio.iter(_PROPRIETA_DISEGNO) if e.get("name", "").startswith(IMMAGINE)]
    impronta = nomi[0].get("name", "").removeprefix(IMMAGINE).partition(" ")[0] if nomi else ""
    if not IMPRONTA.fullmatch(impronta):
        return None
    return Pezzo(
        parole_immagine(" ".join(nomi[0].get("descr", "").split())), frozenset({f"{SEGNO_IMMAGINE}{impronta}"})
    )


def _segni(proprieta: ET.Element | None) -> frozenset[str]:
    if proprieta is None:
        return frozenset()
    segni = {
        tag
        for nome, tag in _CORSIVI.items()
        if (e := proprieta.find(W + nome)) is not None and val(e).casefold() not in _FALSI
    }
    alto = _ALTI.get(val(proprieta.find(W + "vertAlign")))
    return frozenset(segni | ({alto} if alto else set()))


def _fuori_lista(stile: str) -> str:
    if stile.startswith("Heading"):
        return "TitoloTesto3" if stile[7:] in ("1", "2", "3") else "TitoloTesto4"
    return stile if stile in _DA_TESTO else "Testo"


_DA_TESTO = frozenset(
    {"TestoNudo", "TitoloTesto2", "TitoloTesto3", "TitoloTesto4", "TitoloTesto5", "Citazione", "CitazioneNuda"}
)


# --- Tables ---------------------------------------------------------------------------------------


def figli(elemento: ET.Element, nome: str) -> Iterator[ET.Element]:
    """Yield the rows of a table or the cells of a row, also those inside a control."""
    for figlio in elemento:
        if figlio.tag == W + nome:
            yield figlio
        elif figlio.tag == W + "sdt":
            yield from figli(dentro(figlio), nome)
        elif figlio.tag in _DENTRO:
            yield from figli(figlio, nome)


# --- The other parts ------------------------------------------------------------------------------


def _radice(parti: dict[str, bytes], nome: str) -> ET.Element:
    contenuto = parti.get(nome)
    # No DTD in the file, so no entity: `documenti.ooxml` has looked.
    return ET.Element("vuota") if contenuto is None else ET.fromstring(contenuto)  # noqa: S314


def contesto(parti: dict[str, bytes]) -> Contesto:
    """Return what styles, numbering, links and footnotes say."""
    stili, numeri = _stili(_radice(parti, "word/styles.xml"))
    rapporti = _radice(parti, "word/_rels/document.xml.rels")
    return Contesto(
        stili=stili,
        numeri_di_stile=numeri,
        numerazione=_numerazione(_radice(parti, "word/numbering.xml")),
        collegamenti={
            r.get("Id", ""): r.get("Target", "") for r in rapporti if r.get("Type", "").endswith("/hyperlink")
        },
        note={
            f"{nome[:3]}{val(n, 'id')}": _parole_nota(n)
            for nome in ("footnotes", "endnotes")
            for n in _radice(parti, f"word/{nome}.xml")
        },
    )


def _parole_nota(nota: ET.Element) -> str:
    righe = (
        "".join((t.text or "") if t.tag == W + "t" else " " for t in p.iter() if t.tag in _DI_PAROLE)
        for p in nota.iter(W + "p")
    )
    return " ".join(" ".join(righe).split())


def _stili(radice: ET.Element) -> tuple[dict[str, str], dict[str, str]]:
    """Return our id of each style of the file (Word renames the built-in ones), and the list it belongs to."""
    nostri = nomi_degli_stili()
    nomi = {val(s, "styleId"): val(s.find(W + "name")).casefold() for s in radice.iter(W + "style")}
    basi = {val(s, "styleId"): val(s.find(W + "basedOn")) for s in radice.iter(W + "style")}
    liste = {val(s, "styleId"): val(s.find(f"{W}pPr/{W}numPr/{W}numId")) for s in radice.iter(W + "style")}

    def risali(stile: str, dove: dict[str, str], noti: dict[str, str]) -> str:
        visti: set[str] = set()
        while stile and stile not in visti:
            visti.add(stile)
            if trovato := noti.get(dove.get(stile, "")):
                return trovato
            stile = basi.get(stile, "")
        return ""

    uguali = {v: v for v in liste.values() if v}
    return (
        {s: risali(s, nomi, nostri) or "Testo" for s in nomi},
        {s: n for s in nomi if (n := risali(s, liste, uguali))},
    )


def _numerazione(radice: ET.Element) -> dict[tuple[str, str], str]:
    """Return the format of each level of each list."""
    astratti = {
        val(a, "abstractNumId"): {val(x, "ilvl"): val(x.find(W + "numFmt")) for x in a.findall(W + "lvl")}
        for a in radice.findall(W + "abstractNum")
    }
    formati: dict[tuple[str, str], str] = {}
    for numero in radice.findall(W + "num"):
        livelli = dict(astratti.get(val(numero.find(W + "abstractNumId")), {}))
        for cambio in numero.findall(f"{W}lvlOverride/{W}lvl"):
            livelli[val(cambio, "ilvl")] = val(cambio.find(W + "numFmt"))
        formati |= {(val(numero, "numId"), livello): formato for livello, formato in livelli.items()}
    return formati
