"""Walks the body of a Word file: tracked changes accepted, text boxes and content controls opened, notes in place.

Nothing that has words is left out without a sentence in `avvisi`.
"""

import re
from collections import Counter
from dataclasses import replace
from xml.etree import ElementTree as ET

from documenti.ooxml import FileOffice
from piani.word.leggi.avvisi import avvisi
from piani.word.leggi.parti import con_note, relazioni, transizionale
from piani.word.leggi.segni import casella_di_controllo, leggibile, modulo, simbolo
from piani.word.leggi.sorgente import Blocco, Cella, Lista, Paragrafo, Pezzo, Sorgente, Tabella
from piani.word.leggi.stili import Numeri, Stili, W, acceso, attributo, leggi_stili, misura

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_ALTERNATIVA = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_CASELLA = f"{W}txbxContent"
_TRASPARENTI = {f"{W}{n}" for n in ("ins", "moveTo", "smartTag", "customXml", "fldSimple", "bdo", "dir")}
_TOLTI = {f"{W}{n}" for n in ("del", "moveFrom")}
_SEGNI = {
    f"{W}tab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}ptab": "\t",
    f"{W}noBreakHyphen": "-",
}
_PAGINA = "page"
_NUMERO_A_MANO = re.compile(r"^\s*(?:\d{1,2}(?:\.\d{1,2})*\s*[.)]|\d{1,2}(?:\.\d{1,2})+\s)\s*\S")
MASSIMA_PROFONDITA = 6
RIGHE_DI_SCHEDA = 4


class _Lettore:
    """Turns XML into blocks, counting what it meets."""

    def __init__(self, parti: dict[str, bytes], principale: str) -> None:
        cartella, _, nome = principale.rpartition("/")
        self.base = f"{cartella}/" if cartella else ""
        self.stili: Stili = leggi_stili(parti.get(f"{self.base}styles.xml"))
        self.numeri = Numeri(parti.get(f"{self.base}numbering.xml"))
        self.legami = relazioni(parti.get(f"{self.base}_rels/{nome}.rels"))
        self.conti: Counter[str] = Counter()
        self.paragrafi = 0
        self.tabelle = 0
        self.chiamate: list[str] = []

    # --- Blocks -------------------------------------------------------------------
    def blocchi(self, padre: ET.Element, *, conta: bool, profondo: int = 0, indice: bool = False) -> list[Blocco]:
        """Return the blocks inside an element."""
        trovati: list[Blocco] = []
        for figlio in padre:
            if figlio.tag == f"{W}p":
                trovati += self._paragrafo(figlio, conta=conta, indice=indice)
            elif figlio.tag == f"{W}tbl":
                trovati += self._tabella_o_testo(figlio, conta=conta, profondo=profondo, indice=indice)
            elif figlio.tag == f"{W}sdt":
                contenuto = figlio.find(f"{W}sdtContent")
                if contenuto is not None:
                    dentro = indice or _e_indice(figlio)
                    trovati += self.blocchi(contenuto, conta=conta, profondo=profondo, indice=dentro)
            elif figlio.tag == f"{W}altChunk":
                self.conti["inclusi"] += 1
            elif figlio.tag in _TRASPARENTI:
                trovati += self.blocchi(figlio, conta=conta, profondo=profondo, indice=indice)
        return trovati

    def _tabella_o_testo(self, elemento: ET.Element, *, conta: bool, profondo: int, indice: bool) -> list[Blocco]:
        """A table; what it frames, when it is only a frame; its paragraphs, when it is too deep."""
        if profondo >= MASSIMA_PROFONDITA:
            self.conti["profonde"] += 1
            return self._paragrafi_sciolti(elemento, indice=indice)
        tabella = self._tabella(elemento, conta=conta, profondo=profondo)
        return _dentro_la_cornice(tabella) or [tabella]

    def _paragrafi_sciolti(self, elemento: ET.Element, *, indice: bool) -> list[Blocco]:
        """The paragraphs of tables too deep to be told apart: as text, one after the other."""
        dentro = list(elemento.iter(f"{W}p"))
        return [b for p in dentro for b in self._paragrafo(p, conta=False, indice=indice) if isinstance(b, Paragrafo)]

    def _paragrafo(self, elemento: ET.Element, *, conta: bool, indice: bool) -> list[Blocco]:
        proprieta = elemento.find(f"{W}pPr")
        stile = attributo(None if proprieta is None else proprieta.find(f"{W}pStyle"), "val") or self.stili.predefinito
        if conta:
            self.paragrafi += 1
        pezzi = _uniti(self._pezzi(elemento, stile, ""))
        lista = self._lista(proprieta, stile, vuoto=not any(p.testo.strip() for p in pezzi))
        # A number typed by hand wins over the one that Word counts beside it.
        if lista and lista.ordinata and _NUMERO_A_MANO.match("".join(p.testo for p in pezzi)):
            lista = None
        paragrafo = Paragrafo(
            pezzi=tuple(pezzi),
            posto=self.paragrafi,
            titolo=self._livello(proprieta, stile),
            stile=self.stili.per_id[stile].nome if stile in self.stili.per_id else stile,
            lista=lista,
            indice=indice or self.stili.indice(stile) or _campo_indice(elemento),
            pagina_nuova=_pagina_nuova(elemento, proprieta),
            citazione=self.stili.citazione(stile),
        )
        caselle = self._caselle(elemento, conta=conta)
        return [*([paragrafo] if not paragrafo.vuoto or not caselle else []), *caselle]

    def _livello(self, proprieta: ET.Element | None, stile: str) -> int:
        diretto = attributo(None if proprieta is None else proprieta.find(f"{W}outlineLvl"), "val")
        if diretto and diretto.isdecimal():
            return int(diretto) + 1 if int(diretto) < 9 else 0
        return self.stili.titolo(stile)

    def _lista(self, proprieta: ET.Element | None, stile: str, *, vuoto: bool) -> Lista | None:
        numerazione = None if proprieta is None else proprieta.find(f"{W}numPr")
        numero = attributo(None if numerazione is None else numerazione.find(f"{W}numId"), "val")
        livello = attributo(None if numerazione is None else numerazione.find(f"{W}ilvl"), "val")
        for s in self.stili.catena(stile):
            numero = s.numero or None if numero is None else numero
            if livello is None and s.livello_lista is not None:
                livello = str(s.livello_lista)
        if numero is None or vuoto:
            return None
        return self.numeri.segno(numero, int(livello) if livello and livello.isdecimal() else 0)

    def _caselle(self, elemento: ET.Element, *, conta: bool) -> list[Blocco]:
        """The text boxes anchored to a paragraph: told once, though the file carries them twice."""
        trovate: list[Blocco] = []
        for casella in _caselle_di(elemento):
            dentro = [b for b in self.blocchi(casella, conta=conta) if not isinstance(b, Paragrafo) or not b.vuoto]
            if dentro:
                self.conti["caselle"] += 1
                trovate += dentro
        return trovate

    # --- Runs ---------------------------------------------------------------------
    def _pezzi(self, padre: ET.Element, stile: str, legame: str) -> list[Pezzo]:
        pezzi: list[Pezzo] = []
        for figlio in padre:
            if figlio.tag == f"{W}r":
                pezzi += self._run(figlio, stile, legame)
            elif figlio.tag == f"{W}hyperlink":
                indirizzo = self.legami.get(figlio.get(f"{R}id") or "", "")
                pezzi += self._pezzi(figlio, stile, indirizzo if _e_indirizzo(indirizzo) else legame)
            elif figlio.tag == f"{W}sdt":
                pezzi += self._controllo(figlio, stile, legame)
            elif figlio.tag in _TRASPARENTI:
                if figlio.tag == f"{W}ins":
                    self.conti["inserite"] += 1
                pezzi += self._pezzi(figlio, stile, legame)
            else:
                pezzi += self._altro(figlio, legame)
        return pezzi

    def _controllo(self, sdt: ET.Element, stile: str, legame: str) -> list[Pezzo]:
        """What a content control holds: a box for a ticking one, its words for the others."""
        casella = casella_di_controllo(sdt)
        contenuto = sdt.find(f"{W}sdtContent")
        if casella:
            return [Pezzo(casella)]
        return [] if contenuto is None else self._pezzi(contenuto, stile, legame)

    def _altro(self, elemento: ET.Element, legame: str) -> list[Pezzo]:
        if elemento.tag in _TOLTI:
            self.conti["cancellate"] += 1
        elif elemento.tag.endswith(("}oMath", "}oMathPara")):
            self.conti["formule"] += 1
            return [Pezzo("".join(elemento.itertext()), legame=legame)]
        return []

    def _run(self, elemento: ET.Element, stile: str, legame: str) -> list[Pezzo]:
        proprieta = elemento.find(f"{W}rPr")
        if acceso(proprieta, "vanish"):
            self.conti["nascosti"] += 1
        testo = leggibile("".join(self._testo(figlio) for figlio in elemento), proprieta)
        if not testo:
            return []
        barrato = bool(acceso(proprieta, "strike") or acceso(proprieta, "dstrike"))
        self.conti["barrati"] += barrato
        posizione = attributo(None if proprieta is None else proprieta.find(f"{W}vertAlign"), "val")
        return [
            Pezzo(
                testo=testo.upper() if acceso(proprieta, "caps") else testo,
                grassetto=self._aspetto(proprieta, stile, "b", "grassetto"),
                corsivo=self._aspetto(proprieta, stile, "i", "corsivo"),
                sottolineato=self._aspetto(proprieta, stile, "u", "sottolineato") and not legame,
                posizione={"superscript": "sup", "subscript": "sub"}.get(posizione or "", ""),
                legame=legame,
                barrato=barrato,
                evidenziato=bool(acceso(proprieta, "highlight")) or _sfondo(proprieta),
            )
        ]

    def _aspetto(self, proprieta: ET.Element | None, stile: str, segno: str, nome: str) -> bool:
        diretto = acceso(proprieta, segno)
        if diretto is not None:
            return diretto
        carattere = attributo(None if proprieta is None else proprieta.find(f"{W}rStyle"), "val") or ""
        return (bool(carattere) and self.stili.aspetto(carattere, nome)) or self.stili.aspetto(stile, nome)

    def _testo(self, elemento: ET.Element) -> str:
        if elemento.tag == f"{W}t":
            return elemento.text or ""
        if elemento.tag == f"{W}sym":
            return simbolo((attributo(elemento, "char") or "").upper())
        if elemento.tag == f"{W}fldChar":
            return modulo(elemento)
        if elemento.tag == f"{W}br" and attributo(elemento, "type") in (_PAGINA, "column"):
            return ""
        if elemento.tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            return self._richiamo(elemento)
        if elemento.tag in (f"{W}drawing", f"{W}pict", f"{W}object", _ALTERNATIVA):
            return self._figura(elemento)
        return _SEGNI.get(elemento.tag, "")

    def _richiamo(self, elemento: ET.Element) -> str:
        specie = "fine" if elemento.tag.endswith("endnoteReference") else "piede"
        self.chiamate.append(f"{specie}:{attributo(elemento, 'id') or ''}")
        return f"[{len(self.chiamate)}]"

    def _figura(self, elemento: ET.Element) -> str:
        if any(e.tag == _CASELLA for e in elemento.iter()):
            return ""
        descrizioni = [
            (e.get("descr") or e.get("title") or "").strip() for e in elemento.iter() if e.tag.endswith("}docPr")
        ]
        self.conti["immagini"] += 1
        detto = next((d for d in descrizioni if d), "")
        return f"[immagine: {detto}]" if detto else "[immagine]"

    # --- Tables -------------------------------------------------------------------
    def _tabella(self, elemento: ET.Element, *, conta: bool, profondo: int) -> Tabella:
        if conta:
            self.tabelle += 1
        posto = self.tabelle
        marca = attributo(elemento.find(f"{W}tblPr/{W}tblCaption"), "val") or ""
        righe: list[tuple[Cella, ...]] = []
        for tr in _righe(elemento):
            if tr.find(f"{W}trPr/{W}del") is not None:
                self.conti["cancellate"] += 1
                continue
            righe.append(tuple(self._celle(tr, profondo)))
        larghezza = max((sum(c.colonne for c in r) for r in righe), default=0)
        piene = tuple((*r, *[Cella()] * (larghezza - sum(c.colonne for c in r))) for r in righe)
        return Tabella(piene, posto=posto, larghezza=larghezza, marca=marca)

    def _celle(self, tr: ET.Element, profondo: int) -> list[Cella]:
        celle: list[Cella] = []
        prima = misura(tr.find(f"{W}trPr/{W}gridBefore"), minima=0)
        celle += [Cella()] * prima
        for tc in _celle_di(tr):
            proprieta = tc.find(f"{W}tcPr")
            unione = None if proprieta is None else proprieta.find(f"{W}vMerge")
            continua = unione is not None and attributo(unione, "val") in (None, "continue")
            colonne = misura(None if proprieta is None else proprieta.find(f"{W}gridSpan"), minima=1)
            dentro = self.blocchi(tc, conta=False, profondo=profondo + 1)
            if any(isinstance(b, Tabella) for b in dentro):
                self.conti["annidate"] += 1
            pieni = tuple(b for b in dentro if isinstance(b, Tabella) or not b.vuoto)
            celle.append(Cella(pieni, colonne, continua and not pieni))
        return celle


def _dentro_la_cornice(tabella: Tabella) -> list[Blocco]:
    """The blocks of a table of one column that only frames other tables, not smaller than a sheet; none for any other."""
    celle = [c for r in tabella.righe for c in r]
    dentro = [b for c in celle for b in c.blocchi]
    grandi = [b for b in dentro if isinstance(b, Tabella) and len(b.righe) >= RIGHE_DI_SCHEDA]
    if tabella.larghezza != 1 or not grandi:
        return []
    return [replace(b, posto=tabella.posto) if isinstance(b, Tabella) and not b.posto else b for b in dentro]


def _righe(elemento: ET.Element) -> list[ET.Element]:
    righe: list[ET.Element] = []
    for figlio in elemento:
        if figlio.tag == f"{W}tr":
            righe.append(figlio)
        elif figlio.tag == f"{W}sdt" or figlio.tag in _TRASPARENTI or figlio.tag == f"{W}sdtContent":
            righe += _righe(figlio)
    return righe


def _celle_di(tr: ET.Element) -> list[ET.Element]:
    celle: list[ET.Element] = []
    for figlio in tr:
        if figlio.tag == f"{W}tc":
            celle.append(figlio)
        elif figlio.tag == f"{W}sdt" or figlio.tag in _TRASPARENTI or figlio.tag == f"{W}sdtContent":
            celle += _celle_di(figlio)
    return celle


def _caselle_di(elemento: ET.Element) -> list[ET.Element]:
    """The outermost text boxes; of the two alternatives that Word writes, the first."""
    if elemento.tag == _ALTERNATIVA:
        parti = [elemento.find(_ALTERNATIVA.replace("AlternateContent", n)) for n in ("Choice", "Fallback")]
        return next((dentro for p in parti if p is not None and (dentro := _caselle_di(p))), [])
    trovate: list[ET.Element] = []
    for figlio in elemento:
        trovate += [figlio] if figlio.tag == _CASELLA else _caselle_di(figlio)
    return trovate


def _uniti(pezzi: list[Pezzo]) -> list[Pezzo]:
    uniti: list[Pezzo] = []
    for pezzo in pezzi:
        if uniti and uniti[-1].aspetto == pezzo.aspetto:
            uniti[-1] = replace(uniti[-1], testo=uniti[-1].testo + pezzo.testo)
        else:
            uniti.append(pezzo)
    return uniti


def _sfondo(proprieta: ET.Element | None) -> bool:
    """Whether a run has a coloured ground."""
    colore = attributo(None if proprieta is None else proprieta.find(f"{W}shd"), "fill") or "auto"
    return colore.lower() not in ("auto", "ffffff", "000000", "clear", "none")


def _e_indirizzo(indirizzo: str) -> bool:
    return bool(re.match(r"(?:https?|mailto):", indirizzo, re.IGNORECASE))


def _e_indice(sdt: ET.Element) -> bool:
    galleria = attributo(sdt.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery"), "val") or ""
    return "table of contents" in galleria.lower()


def _campo_indice(elemento: ET.Element) -> bool:
    return any((e.text or "").strip().upper().startswith("TOC ") for e in elemento.iter(f"{W}instrText"))


def _pagina_nuova(elemento: ET.Element, proprieta: ET.Element | None) -> bool:
    if acceso(proprieta, "pageBreakBefore"):
        return True
    for run in elemento.iter(f"{W}r"):
        for figlio in run:
            if figlio.tag == f"{W}br" and attributo(figlio, "type") == _PAGINA:
                return True
            if figlio.tag == f"{W}t" and (figlio.text or "").strip():
                return False
    return False


def leggi_sorgente(file: FileOffice) -> Sorgente:
    """Read the body of a Word file. Raises ET.ParseError when its XML is not well formed."""
    parti = {nome: transizionale(dati) for nome, dati in file.parti().items()}
    lettore = _Lettore(parti, file.principale)
    corpo = ET.fromstring(parti[file.principale]).find(f"{W}body")  # noqa: S314 - documenti.ooxml has refused any DTD
    blocchi = [] if corpo is None else lettore.blocchi(corpo, conta=True)
    note = _note(lettore, parti)
    return Sorgente(tuple(con_note(blocchi, note)), tuple(avvisi(lettore.conti, parti, lettore.base, len(note))))


def _note(lettore: _Lettore, parti: dict[str, bytes]) -> dict[int, list[Paragrafo]]:
    """The words of each note, by the number it is called with."""
    testi: dict[str, ET.Element] = {}
    for specie, nome in (("piede", "footnote"), ("fine", "endnote")):
        xml = parti.get(f"{lettore.base}{nome}s.xml")
        if xml:
            for nota in ET.fromstring(xml).iter(f"{W}{nome}"):  # noqa: S314 - no DTD
                testi[f"{specie}:{attributo(nota, 'id') or ''}"] = nota
    trovate: dict[int, list[Paragrafo]] = {}
    for n, chiamata in enumerate(list(lettore.chiamate), 1):
        if chiamata in testi:
            blocchi = lettore.blocchi(testi[chiamata], conta=False)
            trovate[n] = [b for b in blocchi if isinstance(b, Paragrafo) and not b.vuoto]
    return trovate
