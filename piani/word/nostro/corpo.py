"""The body of the file, walked once: what stands in each place, and what was written beside the places."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from piani.word.nostro.posti import Posti
from piani.word.nostro.xml import Contesto, Corsa, W, cartellino_di, dentro, figli, piane, val
from piani.word.pezzi import TITOLO, Paragrafo, Pezzo, in_una_riga, riga
from piani.word.posti import SEGNAPOSTO, STILE_VUOTO, segno_di
from piani.word.scrivi.stili import CELLA_TITOLO
from piani.word.scrivi.xml import FISSO


@dataclass(frozen=True)
class Riga:
    """A row of a table: its tag (empty for a new row), its cells in words."""

    segno: str
    celle: list[str]


@dataclass
class Griglia:
    """A table of typed rows: its headings as they stand in the file, the rows."""

    testata: list[str] = field(default_factory=list)
    righe: list[Riga] = field(default_factory=list)


@dataclass
class Corpo:
    """What was read. `fuori` are the words written beside the places, by the text that keeps them."""

    testi: dict[str, list[Paragrafo]] = field(default_factory=dict)
    parole: dict[str, str] = field(default_factory=dict)
    elenchi: dict[str, list[str]] = field(default_factory=dict)
    griglie: dict[str, Griglia] = field(default_factory=dict)
    fuori: dict[str, list[Paragrafo]] = field(default_factory=dict)
    titoli: list[tuple[str, int]] = field(default_factory=list)
    sconosciuti: list[str] = field(default_factory=list)
    doppi: list[str] = field(default_factory=list)


class Camminatore:
    """Walks the blocks in reading order, keeping in mind which text is near."""

    def __init__(self, posti: Posti, contesto: Contesto) -> None:
        self.p = posti
        self.c = contesto
        self.letto = Corpo()
        self._vicino = self._elenco = ""
        self._tabelle = 0
        self._titoli = {segno_di(f"sezione:{chiave}"): segno for segno, chiave in posti.sezioni.items()}

    def cammina(self, elemento: ET.Element) -> None:
        """Read the blocks of an element."""
        for figlio in elemento:
            if figlio.tag == W + "p":
                self._paragrafo(figlio)
            elif figlio.tag == W + "tbl":
                self._tabella(figlio)
            elif figlio.tag == W + "sdt":
                self._controllo(figlio)
            elif figlio.tag in (W + "ins", W + "customXml", W + "moveTo"):
                self.cammina(figlio)

    # --- Controls around blocks ------------------------------------------------------------------

    def _controllo(self, sdt: ET.Element) -> None:
        segno, contenuto = cartellino_di(sdt), dentro(sdt)
        if segno == FISSO or sdt.find(f"{W}sdtPr/{W}docPartObj") is not None:
            return
        if segno in self.p.testi and segno not in self.letto.testi:
            self._vicino = segno
            self.letto.testi[segno] = [p for p in self._formattati(contenuto) if not _vuoto(p)]
        elif segno in self.p.elenchi and segno not in self.letto.elenchi:
            righe = [self.c.testo(p) for p in contenuto.iter(W + "p")]
            self.letto.elenchi[segno] = [r for r in righe if r.strip()]
        elif segno in self.p.griglie and segno not in self.letto.griglie:
            self._con_griglia(segno, contenuto)
        else:
            self._estraneo(segno)
            self.cammina(contenuto)

    def _estraneo(self, segno: str) -> None:
        if segno:
            (self.letto.doppi if self.p.noto(segno) else self.letto.sconosciuti).append(segno)

    def _con_griglia(self, segno: str, contenuto: ET.Element) -> None:
        tabelle = list(figli(contenuto, "tbl"))
        if tabelle:
            self._griglia(segno, tabelle[0])
        resto = ET.Element("resto")
        resto.extend(e for e in contenuto if e not in tabelle[:1])
        self.cammina(resto)

    # --- Paragraphs ------------------------------------------------------------------------------

    def _formattati(self, contenuto: ET.Element) -> Iterator[Paragrafo]:
        """Yield the paragraphs of a text; a table in it becomes a paragraph of cells for each row."""
        for figlio in contenuto:
            if figlio.tag == W + "p":
                yield self.c.paragrafo(figlio) if self.c.stile(figlio) != STILE_VUOTO else self._mai_scritto(figlio)
            elif figlio.tag == W + "tbl":
                yield from self._righe_sciolte(figlio)
            elif figlio.tag == W + "sdt":
                yield from self._formattati(dentro(figlio))
            elif figlio.tag in (W + "ins", W + "customXml", W + "moveTo"):
                yield from self._formattati(figlio)

    def _mai_scritto(self, p: ET.Element) -> Paragrafo:
        letto = self.c.paragrafo(p)
        return Paragrafo("Testo", ()) if letto.parole.strip() == SEGNAPOSTO else letto

    def _righe_sciolte(self, tbl: ET.Element) -> Iterator[Paragrafo]:
        self._tabelle += 1
        for tr in figli(tbl, "tr"):
            celle = [in_una_riga(self._pezzi_cella(tc)) for tc in figli(tr, "tc")]
            if any(celle):
                yield riga(celle, self._tabelle)

    def _pezzi_cella(self, tc: ET.Element) -> Iterator[Pezzo]:
        for p in tc.iter(W + "p"):
            titolo = frozenset({TITOLO} if self.c.stile(p) == CELLA_TITOLO else set())
            yield Pezzo(" ", titolo)
            yield from (Pezzo(z.testo, z.segni | titolo) for z in self.c.paragrafo(p).pezzi)

    def _paragrafo(self, p: ET.Element) -> None:
        if val(p.find(f"{W}pPr/{W}pStyle")).upper().startswith(("TOC", "SOMMARIO")):
            return
        corse = list(self.c.corse(p))
        segni = list(dict.fromkeys(c.cartellino for c in corse if c.cartellino and c.cartellino != FISSO))
        fuori = [c for c in corse if c.cartellino not in segni and c.cartellino != FISSO]
        for segno in segni:
            sue = [c for c in corse if c.cartellino == segno]
            if not self._parole(segno, sue, p):
                fuori += sue
        letto = self.c.paragrafo(p, fuori)
        if not segni and (
            self._titolo_senza_riquadro(p, fuori) or self._scelta_senza_riquadro(p, letto) or self._altra_riga(p, letto)
        ):
            return
        if self.c.stile(p) == STILE_VUOTO and letto.parole.strip() == SEGNAPOSTO:
            return
        if not _vuoto(letto):
            self.letto.fuori.setdefault(self._vicino, []).append(letto)

    def _titolo_senza_riquadro(self, p: ET.Element, corse: list[Corsa]) -> bool:
        """Keep the title of a section that has lost its control: its bookmark is still in the heading."""
        nomi = (val(b, "name") for b in p.iter(W + "bookmarkStart"))
        segno = next((self._titoli[n] for n in nomi if n in self._titoli), "")
        if not segno or segno in self.letto.parole or not self.c.stile(p).startswith("Heading"):
            return False
        return self._parole(segno, corse, p)

    def _scelta_senza_riquadro(self, p: ET.Element, letto: Paragrafo) -> bool:
        """Keep the choice of a row whose control was dropped by the program that saved the file."""
        posto = self.p.scelte.get(self._vicino, "")
        if not posto or posto in self.letto.parole or self.c.stile(p) != "Scelta" or _vuoto(letto):
            return False
        self.letto.parole[posto] = letto.parole
        return True

    def _altra_riga(self, p: ET.Element, letto: Paragrafo) -> bool:
        """Keep a further line of a list whose control was moved into its first paragraph."""
        if not self._elenco or self.c.stile(p) != "Riga" or _vuoto(letto):
            return False
        self.letto.elenchi[self._elenco].append(letto.parole)
        return True

    def _parole(self, segno: str, corse: list[Corsa], p: ET.Element) -> bool:
        """Keep a plain value; False when the words are not of a place that is free."""
        if segno in self.p.verso:
            self._vicino = self.p.verso[segno]
        if segno in self.p.testi:
            # LibreOffice moves a control around one paragraph into it.
            self._vicino = segno
            return False
        self._elenco = segno if segno in self.p.elenchi else ""
        if self._elenco:
            self.letto.elenchi.setdefault(segno, []).append(piane(corse))
            return True
        if segno in self.p.verso and segno not in self.p.parole:
            return True
        if segno not in self.p.parole or segno in self.letto.parole:
            self._estraneo(segno)
            return False
        self.letto.parole[segno] = piane(corse)
        if segno in self.p.sezioni:
            stile = self.c.stile(p)
            self.letto.titoli.append((segno, int(stile[7:]) if stile.startswith("Heading") else 0))
        elif segno in self.p.schede:
            self.letto.titoli.append((segno, 0))
        return True

    # --- Tables ----------------------------------------------------------------------------------

    def _tabella(self, tbl: ET.Element) -> None:
        segni = [s for e in tbl.iter(W + "sdt") if (s := cartellino_di(e))]
        propri = [s for s in segni if s != FISSO]
        primo = next((s for s in propri if self.p.noto(s)), "")
        # LibreOffice moves a control around a table into its first cell.
        griglia = primo if primo in self.p.griglie else self.p.righe.get(primo) or _delle_colonne(primo)
        if griglia and griglia not in self.letto.griglie:
            self._griglia(griglia, tbl)
        elif segni and not griglia:
            for tr in figli(tbl, "tr"):
                for tc in figli(tr, "tc"):
                    self.cammina(tc)
        else:
            self.letto.fuori.setdefault(self._vicino, []).extend(self._righe_sciolte(tbl))

    def _griglia(self, segno: str, tbl: ET.Element) -> None:
        griglia = self.letto.griglie.setdefault(segno, Griglia())
        for k, tr in enumerate(figli(tbl, "tr")):
            celle = list(figli(tr, "tc"))
            suoi = [s for e in tr.iter(W + "sdt") if (s := cartellino_di(e))]
            if tr.find(f"{W}trPr/{W}tblHeader") is not None or (k == 0 and not any(s in self.p.righe for s in suoi)):
                griglia.testata = [self._testo_cella(tc, fisso=True) for tc in celle]
                self._colonne(tr)
                continue
            mio = next((s for s in suoi if self.p.righe.get(s) == segno), "")
            if mio and any(r.segno == mio for r in griglia.righe):
                self.letto.doppi.append(mio)
                mio = ""
            griglia.righe.append(Riga(mio, [self._testo_cella(tc) for tc in celle]))

    def _colonne(self, tr: ET.Element) -> None:
        for p in tr.iter(W + "p"):
            corse = list(self.c.corse(p))
            for segno in {c.cartellino for c in corse} & self.p.parole:
                self.letto.parole[segno] = piane(c for c in corse if c.cartellino == segno)

    def _testo_cella(self, tc: ET.Element, *, fisso: bool = False) -> str:
        righe = []
        for p in tc.iter(W + "p"):
            corse = list(self.c.corse(p))
            suoi = [c for c in corse if fisso or c.cartellino != FISSO]
            if suoi or not corse:
                righe.append(piane(suoi))
        return "\n".join(righe)


def _delle_colonne(segno: str) -> str:
    luogo, _, resto = segno.rpartition("/")
    testa, _, genere = luogo.rpartition("/")
    return f"{testa}/righe" if resto.isdecimal() and genere in ("colonna", "gruppo") else ""


def _vuoto(p: Paragrafo) -> bool:
    return not p.parole.strip(" \t\n\r\v\u200b")
