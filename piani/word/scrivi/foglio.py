"""What all the writers share: controls, numbering of lists, links, and what has no visible form. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

from core.canonico import Json
from piani.lettura.bersagli import bersagli
from piani.lettura.numeri import numera
from piani.lettura.parole import atteso
from piani.rimandi import PREFISSO, chiave_di
from piani.word.elenchi import Codici
from piani.word.griglie import Colonna, Griglia
from piani.word.pezzi import RIGA, TITOLO, Paragrafo, Pezzo, alternativo_in, celle_di
from piani.word.posti import DISEGNO, IMMAGINE, SEGNAPOSTO, STILE_VUOTO, cartellino, impronta_breve, segno_di
from piani.word.ricco import paragrafi
from piani.word.sagome import blocchi, riserva, sagoma
from piani.word.scrivi import disegno, xml
from piani.word.scrivi.stili import CELLA_TITOLO, PRIMA_LISTA, SENZA_SEGNO
from piani.word.valori import NonCapito

LARGHEZZA = 9638
LARGHEZZA_ORIZZONTALE = 14570
# A chart is 150 mm wide, as on paper.
_EMU_DISEGNO = 150 * 36000
# An image of a text: 96 points an inch, no wider than the page, no higher than 180 mm.
_EMU_PUNTO, _EMU_LARGA, _EMU_ALTA = 9525, 170 * 36000, 180 * 36000
_PROPRIETA = {
    "strong": "<w:b/>",
    "em": "<w:i/>",
    "u": '<w:u w:val="single"/>',
    "sup": '<w:vertAlign w:val="superscript"/>',
    "sub": '<w:vertAlign w:val="subscript"/>',
}
_SEGNAPOSTI = re.compile(r"\{\{([a-z0-9_]{1,40})\}\}")
_INDIRIZZO = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
_GRASSETTO = "<w:b/>"


class Foglio:
    """The paper being written: it hands out tags, and keeps what the file must carry beside the text."""

    def __init__(self, documento: Json) -> None:
        self.documento = documento
        self.codici = Codici(documento)
        self.controlli = xml.Controlli()
        self.liste: list[tuple[str, int]] = []
        self.note: list[str] = []
        self.figure: dict[str, bytes] = {}
        self.immagini: Mapping[str, bytes] = {}
        self._disegni = 0
        self.rimandi: dict[str, list[str]] = {}
        self._bersagli = bersagli(documento, numera(documento))
        self.collegamenti: dict[str, str] = {}
        self.esatti: dict[str, list[object]] = {}
        self.sagome: dict[str, list[object]] = {}
        self.riserve: dict[str, list[object]] = {}
        self.blocchi: dict[str, list[object]] = {}
        self.segnaposti: dict[str, str] = {}
        self._segnalibri = 0

    # --- Paragraphs ------------------------------------------------------------------------------

    def fisso(self, testo: str, stile: str = "Testo", *, proprieta: str = "", corsa: str = "") -> str:
        """Return a paragraph of the portal's own words."""
        return xml.paragrafo(self.controlli.fisso(testo, corsa), stile, proprieta)

    def segnalibro(self, nome: str, dentro: str) -> str:
        """Return runs that the contents, or a reference, lead to."""
        self._segnalibri += 1
        return xml.segnalibro(self._segnalibri, nome, dentro)

    def parole(self, posto: str, nome: str, testo: str, *, etichetta: str = "", stile: str = "Testo") -> str:
        """Return a paragraph with one plain value, after its label."""
        prima = self.controlli.fisso(f"{etichetta}: ", _GRASSETTO) if etichetta else ""
        return xml.paragrafo(prima + self.controlli.parole(posto, nome, testo), stile)

    def disegno(self, chiave: str, nome: str, svg: str) -> str:
        """Return a chart as a picture with its words: the portal's, read back as nothing."""
        largo, alto = disegno.misure(svg)
        misure = _EMU_DISEGNO, round(_EMU_DISEGNO * alto / largo)
        figura = self._figura(f"{DISEGNO}{chiave}", disegno.parole(svg), disegno.png(svg), misure)
        return self.controlli.fermo(nome, xml.paragrafo(figura, "Disegno"))

    def _figura(self, nome: str, parole: str, contenuto: bytes, misure: tuple[int, int]) -> str:
        """Return a run with a picture; the same twice is one part of the file."""
        self.figure.setdefault(nome, contenuto)
        self._disegni += 1
        legame = f"rIdF{list(self.figure).index(nome) + 1}"
        # LibreOffice gives another name to the second of two that have the same.
        return xml.figura(legame, self._disegni, f"{nome} {self._disegni}", parole, *misure)

    def _immagine(self, pezzo: Pezzo) -> str:
        """Return an image of a text, as large as its points at most; its words where it is not at hand."""
        contenuto = self.immagini.get(pezzo.immagine)
        if contenuto is None:
            return xml.corsa(pezzo.testo, a_capo=False)
        larga, alta = disegno.punti(contenuto)
        scala = min(_EMU_PUNTO, _EMU_LARGA / larga, _EMU_ALTA / alta)
        misure = round(larga * scala), round(alta * scala)
        return self._figura(f"{IMMAGINE}{pezzo.immagine}", alternativo_in(pezzo.testo), contenuto, misure)

    def formattato(self, posto: str, nome: str, html: str, *, segnaposti: bool = False, vuoto: bool = False) -> str:
        """Return a control with a formatted text; `vuoto` writes in grey that nobody has written there."""
        fatti = paragrafi(html)
        disegno = sagoma(html)
        if (scorta := riserva(html)) is not None:
            self.riserve[posto] = [scorta.impronta, scorta.forma]
        if disegno is not None:
            self.sagome[posto] = [disegno.impronta, disegno.forma]
            self.blocchi[posto] = [[b.paragrafi, b.sagoma.impronta, b.sagoma.forma] for b in blocchi(html)]
        numeri: dict[int, int] = {}
        insiemi = groupby(fatti, key=lambda p: p.lista if p.stile == RIGA else None)
        dentro = "".join(
            self._tabellina(nome, list(insieme))
            if tabella
            else "".join(self._paragrafo(p, numeri, segnaposti=segnaposti) for p in insieme)
            for tabella, insieme in insiemi
        )
        if not dentro:
            dentro = xml.paragrafo(xml.corsa(SEGNAPOSTO), STILE_VUOTO) if vuoto else xml.paragrafo("", "Testo")
        return self.controlli.blocco(posto, nome, dentro)

    def _tabellina(self, nome: str, righe: list[Paragrafo]) -> str:
        """Return a small table of a text."""
        celle = [celle_di(r) for r in righe]
        misure = misura([1] * max(len(r) for r in celle), LARGHEZZA)
        corpo = [
            xml.riga(
                [self._cellina(c, n, testa=k == 0) for c, n in zip(r, misure, strict=False)],
                testata=k == 0,
            )
            for k, r in enumerate(celle)
        ]
        return xml.tabella(corpo, misure, stile="Griglia", nome=nome) + xml.paragrafo("", "Stacco")

    def _cellina(self, pezzi: list[Pezzo], largo: int, *, testa: bool) -> str:
        stile = "Testata" if testa else CELLA_TITOLO if any(TITOLO in z.segni for z in pezzi) else "Cella"
        return xml.cella(xml.paragrafo(self._pezzi(pezzi), stile), largo)

    def _paragrafo(self, p: Paragrafo, numeri: dict[int, int], *, segnaposti: bool) -> str:
        numerazione = ""
        if p.livello >= 0:
            numero = SENZA_SEGNO
            if p.lista is not None:
                if p.lista[0] not in numeri:
                    self.liste.append((p.lista[1], min(p.livello, 8)))
                    numeri[p.lista[0]] = PRIMA_LISTA + len(self.liste) - 1
                numero = numeri[p.lista[0]]
            numerazione = f'<w:numPr><w:ilvl w:val="{min(p.livello, 8)}"/><w:numId w:val="{numero}"/></w:numPr>'
        return xml.paragrafo(self._pezzi(p.pezzi, segnaposti=segnaposti), p.stile, numerazione)

    def _pezzi(self, pezzi: Sequence[Pezzo], *, segnaposti: bool = False) -> str:
        indirizzi = [_indirizzo(z) for z in pezzi]
        return "".join(
            # A reference in more runs keeps its words: its number would stand there twice.
            self._pezzo(
                z, segnaposti=segnaposti, intero=mio not in (*indirizzi[max(k - 1, 0) : k], *indirizzi[k + 1 : k + 2])
            )
            for k, (z, mio) in enumerate(zip(pezzi, indirizzi, strict=True))
        )

    def _nota(self, testo: str, proprieta: str) -> str:
        """Return the mark of a footnote, and keep its words."""
        self.note.append(testo)
        forma = f'<w:rPr><w:rStyle w:val="FootnoteReference"/>{proprieta}</w:rPr>'
        return f'<w:r>{forma}<w:footnoteReference w:id="{len(self.note)}"/></w:r>'

    def _rimando(self, indirizzo: str, testo: str, proprieta: str, *, intero: bool) -> str:
        """Return a reference: the present number of what it names, the words that were typed beside it."""
        luogo = chiave_di(indirizzo)
        nome = self._bersagli[luogo].nome if intero else testo
        segno = segno_di(luogo)
        if intero:
            self.rimandi[segno] = [indirizzo.removeprefix(PREFISSO), impronta_breve(nome)]
        self.rimandi.setdefault(segno, [indirizzo.removeprefix(PREFISSO), ""])
        corsa = xml.corsa(nome, f'<w:rStyle w:val="Collegamento"/>{proprieta}', a_capo=False)
        scritte = f' w:tooltip="{xml.attributo(testo)}"' if intero else ""
        return f'<w:hyperlink w:anchor="{segno}"{scritte} w:history="1">{corsa}</w:hyperlink>'

    def _pezzo(self, pezzo: Pezzo, *, segnaposti: bool, intero: bool) -> str:
        proprieta = "".join(_PROPRIETA[s] for s in _PROPRIETA if s in pezzo.segni)
        if pezzo.immagine:
            return self._immagine(pezzo)
        if pezzo.di_nota:
            return self._nota(pezzo.testo, proprieta)
        indirizzo = _indirizzo(pezzo)
        if indirizzo is not None and indirizzo.startswith(PREFISSO) and chiave_di(indirizzo) in self._bersagli:
            return self._rimando(indirizzo, pezzo.testo, proprieta, intero=intero)
        if indirizzo is None or not _INDIRIZZO.fullmatch(indirizzo):
            return (
                self._corse(pezzo.testo, proprieta) if segnaposti else xml.corsa(pezzo.testo, proprieta, a_capo=False)
            )
        legame = self.collegamenti.setdefault(indirizzo, f"rIdL{len(self.collegamenti) + 1}")
        corsa = xml.corsa(pezzo.testo, f'<w:rStyle w:val="Collegamento"/>{proprieta}', a_capo=False)
        return f'<w:hyperlink r:id="{legame}">{corsa}</w:hyperlink>'

    def _corse(self, testo: str, proprieta: str) -> str:
        """Return runs where each slot shows its value, and comes back as a slot."""
        fatte, inizio = [], 0
        for trovato in _SEGNAPOSTI.finditer(testo):
            valore = self.segnaposti.get(trovato[1])
            if not valore:
                continue
            if trovato.start() > inizio:
                fatte.append(xml.corsa(testo[inizio : trovato.start()], proprieta, a_capo=False))
            posto = f"segnaposto/{trovato[1][:24]}/{impronta_breve(valore)}"
            fatte.append(self.controlli.segno(posto, valore, proprieta))
            inizio = trovato.end()
        if inizio < len(testo) or not fatte:
            fatte.append(xml.corsa(testo[inizio:], proprieta, a_capo=False))
        return "".join(fatte)

    # --- Values ----------------------------------------------------------------------------------

    def ricorda(self, posto: str, visibile: str, valore: object, letto: object) -> None:
        """Keep a typed value that its words alone would not give back."""
        if valore != letto:
            self.esatti[posto] = [impronta_breve(visibile), valore]

    def scelte(self, posto: str, nome: str, chiavi: list[str], voci: list[Json]) -> str:
        """Return a paragraph with the chosen labels, and the others to choose from."""
        nomi = {s["chiave"]: s["etichetta"] for s in voci}
        testo = "; ".join(nomi.get(c, c) for c in chiavi)
        letti, _ = self.codici.da_righe([t for t in testo.split("; ") if t], nomi)
        self.ricorda(posto, testo, chiavi, letti)
        return xml.paragrafo(self.controlli.scelta(posto, nome, testo or "–", list(nomi.values())), "Scelta")

    def righe(self, posto: str, nome: str, righe: list[str]) -> str:
        """Return a control with one item a paragraph."""
        dentro = "".join(xml.paragrafo(xml.corsa(r), "Riga") for r in righe) or xml.paragrafo("", "Riga")
        return self.controlli.blocco(posto, nome, dentro)

    # --- Tables ----------------------------------------------------------------------------------

    def griglia(self, griglia: Griglia, posto: str, righe: list[tuple[str, Json]], larghezza: int) -> str:
        """Return a control with a table of typed rows, each with its tag in the first cell."""
        colonne = griglia.per_righe([r for _, r in righe])
        misure = misura([c.peso for c in colonne], larghezza)
        testata = xml.riga(
            [
                xml.cella(self.fisso(c.titolo, "Testata"), n, sfondo="E6ECF2")
                for c, n in zip(colonne, misure, strict=True)
            ],
            testata=True,
        )
        corpo = [self._riga(colonne, misure, segno, r) for segno, r in righe]
        fatta = xml.tabella([testata, *corpo], misure, stile="Griglia", nome=griglia.nome)
        return self.controlli.blocco(posto, griglia.nome, fatta + xml.paragrafo("", "Stacco"))

    def _riga(self, colonne: list[Colonna], misure: list[int], segno: str, dati: Json) -> str:
        celle = []
        for k, (colonna, larghezza) in enumerate(zip(colonne, misure, strict=True)):
            testo = colonna.scrivi(dati)
            if colonna.leggi is not None:
                self.ricorda(f"{segno}#{colonna.titolo}", testo, colonna.estrai(dati), _riletto(colonna.leggi, testo))
            stile = "CellaNumero" if colonna.numero else "Cella"
            dentro = self._prima_cella(colonna, segno, testo) if k == 0 else xml.corsa(testo)
            sotto = self._sotto(dati) if colonna.titolo == "Indicatore" else ""
            celle.append(xml.cella(xml.paragrafo(dentro, stile) + sotto, larghezza))
        return xml.riga(celle)

    def _prima_cella(self, colonna: Colonna, segno: str, testo: str) -> str:
        if colonna.leggi is None:
            return self.controlli.segno(segno, testo)
        return self.controlli.parole(segno, colonna.titolo, testo)

    def _sotto(self, dati: Json) -> str:
        regionale = self.codici.nomi.indicatore_regionale(dati["leps_indicatore"]) if dati["leps_indicatore"] else {}
        bersagli = [
            {**b, "testo": b["testo"] if b["tipo"] == "traguardo" else ""}
            for b in regionale.get("bersagli", [])
            if b["tipo"] != "nessuno"
        ]
        if not bersagli:
            return ""
        return self.fisso(f"Obiettivo regionale: {atteso(bersagli, dati['unita'])}", "Cella", corsa="<w:i/>")

    def fissa(self, nome: str, testata: list[str], righe: list[list[str]], pesi: list[int]) -> str:
        """Return a table of the portal's own words."""
        misure = misura(pesi, LARGHEZZA)
        prima = [xml.cella(self.fisso(t, "Testata"), n, sfondo="E6ECF2") for t, n in zip(testata, misure, strict=True)]
        corpo = [
            xml.riga([xml.cella(self.fisso(t, "Cella"), n) for t, n in zip(r, misure, strict=True)]) for r in righe
        ]
        return xml.tabella([xml.riga(prima, testata=True), *corpo], misure, stile="Griglia", nome=nome) + xml.paragrafo(
            "", "Stacco"
        )


def _indirizzo(pezzo: Pezzo) -> str | None:
    return next((s[2:] for s in pezzo.segni if s.startswith("a:")), None)


def misura(pesi: list[int], larghezza: int) -> list[int]:
    """Return the widths of columns of those weights, that add up to `larghezza`."""
    misure = [larghezza * p // sum(pesi) for p in pesi]
    misure[-1] += larghezza - sum(misure)
    return misure


def _riletto(leggi: Callable[[str], Json], testo: str) -> object:
    try:
        return leggi(testo)
    except NonCapito:
        return None


def posto_campo(luogo: tuple[str, str, str], campo: str, *altro: object) -> str:
    """Return the tag of a row of a sheet, or of a piece of it."""
    return cartellino(*luogo, "campo", campo, *altro)
