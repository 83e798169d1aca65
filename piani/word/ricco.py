"""Formatted text as a row of paragraphs, and back. Pure: neither XML of Word nor rows of the database.

Word knows paragraphs and runs, not a tree: `paragrafi` flattens cleaned HTML, `html` builds it again. A row of a small
table is a paragraph of cells, the words of a footnote are a run where its number goes, an image stands as words in
square brackets. What the flattening cannot tell apart is kept as an outline (`piani.word.sagome`).

Another tag: a row in FORME (paragraphs) or in SEGNI (runs); what is in neither keeps its words.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from itertools import groupby

from core.marchi import COLONNE_MASSIME, RIGHE_MASSIME
from core.testo import html_pulito
from piani.word.pezzi import (
    IMMAGINE,
    MURO,
    NOTA,
    RIGA,
    TITOLO,
    Lista,
    Paragrafo,
    Pezzo,
    alternativo_in,
    celle_di,
    in_una_riga,
    parole_immagine,
    riga,
    uniti,
)

# Style of the paragraph in Word, and the HTML it stands for: tags from the outside in.
FORME: dict[str, tuple[str, ...]] = {
    "Testo": ("p",),
    "TestoNudo": (),
    "TitoloTesto2": ("h2",),
    "TitoloTesto3": ("h3",),
    "TitoloTesto4": ("h4",),
    "TitoloTesto5": ("h5",),
    "Citazione": ("blockquote", "p"),
    "CitazioneNuda": ("blockquote",),
    "Voce": ("li",),
    "VoceParagrafo": ("li", "p"),
    "VoceSegue": ("li", "p"),
}
SEGNI = ("strong", "em", "u", "sup", "sub")
_ALTI = frozenset({"sup", "sub"})
_SINONIMI = {"b": "strong", "i": "em"}
_LISTE = frozenset({"ul", "ol"})
_BLOCCHI = frozenset({"p", "h2", "h3", "h4", "h5", "blockquote", "li", "ul", "ol", "figure", "figcaption"})
_STILE_DI = {tag: stile for stile, tag in ((s, t) for s, t in FORME.items() if s != "VoceSegue")}

# --- From HTML ------------------------------------------------------------------------------------


@dataclass
class _Aperto:
    tag: str
    lista: Lista | None = None
    scritta: bool = False


@dataclass
class _Lettore(HTMLParser):
    fatti: list[Paragrafo] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._aperti: list[_Aperto] = []
        self._segni: list[str] = []
        self._pezzi: list[Pezzo] = []
        self._liste = 0
        self._tabelle = 0
        self._celle: list[list[Pezzo]] | None = None
        self._di_riga = False
        self._note = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = _SINONIMI.get(tag, tag)
        if tag in ("tr", "td", "th", "table"):
            self._in_tabella(tag, di_riga=("scope", "row") in attrs)
        elif tag == "img":
            di_chi = dict(attrs).get("data-immagine")
            self._parola(parole_immagine(dict(attrs).get("alt") or ""), {f"{IMMAGINE}{di_chi}"} if di_chi else set())
        elif tag == "span":
            self._note += 1
            self._segni.append(f"span:{self._note}" if ("class", "nota") in attrs else "span")
        elif self._celle and (tag == "br" or tag in _BLOCCHI):
            self._parola(" ")
        elif tag == "br":
            self._parola("\v")
        elif tag in _BLOCCHI:
            self._chiudi()
            self._liste += tag in _LISTE
            self._aperti.append(_Aperto(tag, (self._liste, tag) if tag in _LISTE else None))
        elif tag == "a":
            self._segni.append(f"a:{dict(attrs).get('href') or ''}")
        else:
            self._segni.append(tag)

    def _in_tabella(self, tag: str, *, di_riga: bool) -> None:
        if tag == "table":
            self._tabelle += 1
        elif tag == "tr":
            self._chiudi()
            self._celle = []
        elif self._celle is not None:
            self._celle.append([])
            self._di_riga = di_riga

    def _riga(self) -> None:
        celle = [in_una_riga(c) for c in self._celle or []]
        self._celle = None
        self._di_riga = False
        if any(celle):
            self.fatti.append(riga(celle, self._tabelle))

    def _parola(self, testo: str, segni: AbstractSet[str] = frozenset()) -> None:
        (self._celle[-1] if self._celle else self._pezzi).append(Pezzo(testo, self._ora() | segni))

    def handle_endtag(self, tag: str) -> None:
        tag = _SINONIMI.get(tag, tag)
        if tag == "tr":
            self._riga()
        elif tag not in _BLOCCHI:
            self._chiudi_segno(tag)
        elif self._celle is None:
            self._chiudi()
            if any(a.tag == tag for a in self._aperti):
                while self._aperti.pop().tag != tag:
                    pass

    def _chiudi_segno(self, tag: str) -> None:
        for k in range(len(self._segni) - 1, -1, -1):
            if self._segni[k].partition(":")[0] == tag:
                del self._segni[k]
                return

    def handle_data(self, data: str) -> None:
        self._parola(data)

    def _ora(self) -> frozenset[str]:
        segni = {s for s in self._segni if s in SEGNI or s.startswith("a:")}
        # In Word letters are raised or lowered, not both: the innermost is the one that is seen.
        alti = [s for s in self._segni if s in _ALTI]
        segni -= set(alti[:-1]) - set(alti[-1:])
        segni |= {f"{NOTA}{s[5:]}" for s in self._segni if s.startswith("span:")}
        return frozenset(segni | ({TITOLO} if self._celle and self._di_riga else set()))

    def _chiudi(self) -> None:
        pezzi, self._pezzi = self._pezzi, []
        if not any(p.testo.strip(" \t\n\r") for p in pezzi):
            return
        liste = [a.lista for a in self._aperti if a.lista]
        stile = self._stile()
        lista = liste[-1] if liste and stile != "VoceSegue" else None
        self.fatti.append(Paragrafo(stile, uniti(pezzi), lista, len(liste) - 1))

    def _stile(self) -> str:
        nomi = [a.tag for a in self._aperti]
        if "li" in nomi and any(a.lista for a in self._aperti):
            voce = len(nomi) - 1 - nomi[::-1].index("li")
            segue, self._aperti[voce].scritta = self._aperti[voce].scritta, True
            if segue:
                return "VoceSegue"
            return "VoceParagrafo" if nomi[voce + 1 :] == ["p"] else "Voce"
        dentro = tuple(n for n in nomi if n not in _LISTE)
        return _STILE_DI.get(dentro) or _STILE_DI.get(dentro[-1:]) or "Testo"

    def finisci(self) -> list[Paragrafo]:
        """Return the paragraphs."""
        self.close()
        self._chiudi()
        return self.fatti


def paragrafi(testo: str) -> list[Paragrafo]:
    """Return the paragraphs of a cleaned text."""
    lettore = _Lettore()
    lettore.feed(testo)
    return lettore.finisci()


# --- Back to HTML ---------------------------------------------------------------------------------


def scritto(testo: str) -> str:
    """Return words as the cleaner writes them: a blank that does not break, bare at the end, would be trimmed."""
    return escape(testo, quote=False).replace("\u00a0", "&nbsp;")


def _dentro(pezzi: list[Pezzo]) -> str:
    """Return runs as HTML: at each point the mark that lasts longest is opened first."""
    fatto, k = [], 0
    while k < len(pezzi):
        segno, fine = _piu_lungo(pezzi, k)
        if not segno:
            fatto.append(scritto(pezzi[k].testo).replace("\v", "<br>"))
        elif segno.startswith(NOTA):
            parole = scritto("".join(p.testo for p in pezzi[k:fine]).replace("\v", " "))
            fatto.append(f'<span class="nota">{parole}</span>')
        elif segno.startswith(IMMAGINE):
            parole = escape(alternativo_in("".join(p.testo for p in pezzi[k:fine])))
            classe = "" if parole else ' class="decorativa"'
            fatto.append(
                f'<figure><img alt="{parole}"{classe} data-immagine="{segno.removeprefix(IMMAGINE)}"></figure>'
            )
        else:
            tag, _, meta = segno.partition(":")
            apre = f'<a href="{escape(meta)}">' if tag == "a" else f"<{tag}>"
            interni = [Pezzo(p.testo, p.segni - {segno}) for p in pezzi[k:fine]]
            fatto.append(f"{apre}{_dentro(interni)}</{tag}>")
        k = fine
    return "".join(fatto)


def _piu_lungo(pezzi: list[Pezzo], inizio: int) -> tuple[str, int]:
    scelto, lontano = "", inizio
    # Where they end together a link is outermost, a footnote innermost.
    ordine = {s: k for k, s in enumerate(SEGNI, 1)}
    segni = sorted(
        pezzi[inizio].segni - {TITOLO, MURO},
        key=lambda s: (len(ordine) + 1 if s.startswith((NOTA, IMMAGINE)) else ordine.get(s, 0), s),
    )
    for segno in segni:
        fine = inizio
        while fine < len(pezzi) and segno in pezzi[fine].segni:
            fine += 1
        if fine > lontano:
            scelto, lontano = segno, fine
    return scelto, max(lontano, inizio + 1)


class _Scrittore:
    """Opens and closes what each paragraph wants, keeping open what it shares with the one before."""

    def __init__(self) -> None:
        self.pezzi: list[str] = []
        self.liste: list[Lista] = []
        self.citazione = False

    def paragrafo(self, p: Paragrafo) -> None:
        """Add a paragraph."""
        in_lista = p.livello >= 0
        testo = _dentro(list(p.pezzi))
        self._citazione(aperta=p.stile == "Citazione" and not in_lista)
        if in_lista:
            self._voce(p, f"<p>{testo}</p>" if p.stile in ("VoceParagrafo", "VoceSegue") else testo)
            return
        self._accorcia(0)
        forma = FORME.get(p.stile, ("p",))
        forma = ("p",) if "li" in forma or p.stile == "Citazione" else forma
        apre = "".join(f"<{t}>" for t in forma)
        self.pezzi.append(f"{apre}{testo}{''.join(f'</{t}>' for t in reversed(forma))}")

    def tabella(self, righe: list[Paragrafo]) -> None:
        """Add a small table; what is past the limits of one stays as words, a row a paragraph."""
        celle = [celle_di(r) for r in righe]
        colonne = max(len(c) for c in celle)
        if not (1 < colonne <= COLONNE_MASSIME and 1 < len(righe) <= RIGHE_MASSIME):
            for r in righe:
                self.paragrafo(Paragrafo("Testo", r.pezzi))
            return
        self._citazione(aperta=False)
        self._accorcia(0)
        testa, *corpo = ["".join(_cella(c, testa=not n) for c in r) for n, r in enumerate(celle)]
        self.pezzi.append(f"<table><thead><tr>{testa}</tr></thead><tbody>")
        self.pezzi += [*(f"<tr>{r}</tr>" for r in corpo), "</tbody></table>"]

    def _citazione(self, *, aperta: bool) -> None:
        if aperta != self.citazione:
            if aperta:
                self._accorcia(0)
            self.pezzi.append("<blockquote>" if aperta else "</blockquote>")
            self.citazione = aperta

    def _voce(self, p: Paragrafo, testo: str) -> None:
        if p.lista is None and len(self.liste) > p.livello:
            self._accorcia(p.livello + 1)
            self.pezzi.append(testo)
            return
        lista = p.lista or (0, "ul")
        if len(self.liste) > p.livello and self.liste[p.livello] == lista:
            self._accorcia(p.livello + 1)
            self.pezzi.append("</li>")
        else:
            self._accorcia(p.livello)
            while len(self.liste) <= p.livello:
                giusta = lista if len(self.liste) == p.livello else (0, lista[1])
                self.pezzi.append(f"<{giusta[1]}>" if len(self.liste) == p.livello else f"<{giusta[1]}><li>")
                self.liste.append(giusta)
        self.pezzi.append(f"<li>{testo}")

    def _accorcia(self, quante: int) -> None:
        while len(self.liste) > quante:
            self.pezzi.append(f"</li></{self.liste.pop()[1]}>")

    def finisci(self) -> str:
        """Return the whole."""
        self._citazione(aperta=False)
        self._accorcia(0)
        return "".join(self.pezzi)


def _cella(pezzi: list[Pezzo], *, testa: bool) -> str:
    scope = "col" if testa else "row" if any(TITOLO in p.segni for p in pezzi) else ""
    dentro = _dentro(pezzi)
    return f'<th scope="{scope}">{dentro}</th>' if scope and dentro else f"<td>{dentro}</td>"


def html(fatti: list[Paragrafo]) -> str:
    """Return the paragraphs as cleaned HTML. Raises TestoTroppoLungo."""
    scrittore = _Scrittore()
    scritti = (p for p in fatti if p.parole.strip(" \t\n\r\v"))
    for tabella, insieme in groupby(scritti, key=lambda p: p.lista if p.stile == RIGA else None):
        if tabella:
            scrittore.tabella(list(insieme))
        else:
            for p in insieme:
                scrittore.paragrafo(p)
    return html_pulito(scrittore.finisci(), immagini=True)
