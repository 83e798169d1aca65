"""From any HTML to the one form of the formatted text (docs/decisioni/0020-testo-formattato.md). Pure.

It loses no word. Safety is not its task: `core.testo.html_pulito` filters what it returns.
"""

import re
from collections.abc import Iterator

from core.exceptions import TestoNonAmmesso
from core.html_albero import Nodo, leggi, scrivi, unisci_parole
from core.html_tabelle import celle_della_griglia, di_impaginazione, forma_tabella
from core.html_word import parole_con_indirizzi, prepara
from core.marchi import LIVELLI_TITOLI

TITOLI = {f"h{n}": n for n in range(1, 7)}
LISTE = frozenset({"ul", "ol"})
BLOCCHI = frozenset({"p", "blockquote", "table", "figure", *LISTE, *(f"h{n}" for n in LIVELLI_TITOLI)})
SCATOLE = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "aside",
        "nav",
        "address",
        "center",
        "dl",
        "dt",
        "dd",
        "pre",
        "form",
        "fieldset",
        "details",
        "summary",
        "hgroup",
        "caption",
        "figcaption",
        "li",
        "body",
        "tr",
        "td",
        "th",
        "thead",
        "tbody",
        "tfoot",
        "legend",
    ]
)
_SEGNI = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "cite": "em", "u": "u", "sup": "sup", "sub": "sub"}
_NON_GRASSETTO = re.compile(r"(?<![\w-])font-weight:(normal|[1-4]00)")
_STILI = (
    (re.compile(r"(?<![\w-])font-weight:(bold|bolder|[6-9]00)"), "strong"),
    (re.compile(r"(?<![\w-])font-style:(italic|oblique)"), "em"),
    (re.compile(r"(?<![\w-])text-decoration(-line)?:[^;]*underline"), "u"),
    (re.compile(r"(?<![\w-])vertical-align:super"), "sup"),
    (re.compile(r"(?<![\w-])vertical-align:sub"), "sub"),
)
# Where a note cannot stand: it comes right after.
_SENZA_NOTE = frozenset({"a", "sup", "sub", "u"})
_SPAZI = re.compile(r"[ \t\r\n\f]+")
IMPRONTA = re.compile(r"[0-9a-f]{64}")
_INDIRIZZO = re.compile(r"(https?://|mailto:|#rif:)", re.IGNORECASE)

Parti = list[Nodo | str]


def forma(html: str, *, immagini: bool) -> str:
    """Return a balanced text in its one form. Raises TestoNonAmmesso: a table too large, an image without words."""
    radice = leggi(html)
    prepara(radice)
    _abbassa_titoli(radice)
    return scrivi(Nodo("", {}, _Forma(immagini=immagini).testo(radice)))


def _abbassa_titoli(radice: Nodo) -> None:
    """Shift all the headings when the highest is above the first of ours; what is too deep takes the last."""
    presenti = [TITOLI[n.tag] for n in radice.tutti() if n.tag in TITOLI]
    passo = max(LIVELLI_TITOLI[0] - min(presenti, default=LIVELLI_TITOLI[0]), 0)
    for nodo in radice.tutti():
        if nodo.tag in TITOLI:
            nodo.tag = f"h{min(TITOLI[nodo.tag] + passo, LIVELLI_TITOLI[-1])}"


def _blocco(parte: Nodo | str) -> bool:
    return isinstance(parte, Nodo) and parte.tag in BLOCCHI


def _nota(parte: Nodo | str) -> bool:
    return isinstance(parte, Nodo) and parte.tag == "span"


def _vuota(parti: Parti) -> bool:
    return all(not p.strip() if isinstance(p, str) else p.tag == "br" for p in parti)


def _rifila(parti: Parti) -> Parti:
    """Return the words of a paragraph without blanks and line breaks at its ends."""
    parti = unisci_parole(parti)
    while parti and _vuota(parti[:1]):
        parti = parti[1:]
    while parti and _vuota(parti[-1:]):
        parti = parti[:-1]
    if parti and isinstance(parti[0], str):
        parti = [parti[0].lstrip(" "), *parti[1:]]
    if parti and isinstance(parti[-1], str):
        parti = [*parti[:-1], parti[-1].rstrip(" ")]
    return parti


class _Forma:
    """Rewrites a tree. `dentro` says whether it is in a list, a quotation or a cell, where nothing wide may stand."""

    def __init__(self, *, immagini: bool) -> None:
        self.immagini = immagini
        self.figure: Parti = []

    def testo(self, radice: Nodo) -> Parti:
        """Return the blocks of a whole text."""
        return self.blocchi(self.flusso(radice.figli, dentro=False))

    def blocchi(self, parti: Parti, tag: str = "p") -> Parti:
        """Return blocks only: the words between them become paragraphs."""
        usciti: Parti = []
        corsa: Parti = []
        for parte in [*parti, Nodo("p")]:
            if not _blocco(parte):
                corsa.append(parte)
                continue
            for paragrafo in _paragrafi(corsa):
                usciti.append(Nodo(tag, {}, paragrafo))
            corsa = []
            usciti.append(parte)
        return usciti[:-1]

    def flusso(self, figli: Parti, *, dentro: bool) -> Parti:
        """Return words, marks and blocks of what is inside an element."""
        usciti: Parti = []
        for figlio in figli:
            if isinstance(figlio, str):
                usciti.append(_SPAZI.sub(" ", figlio))
                continue
            usciti += self.elemento(figlio, dentro=dentro)
            if not dentro:
                # An image found inside a list, a quotation, a cell comes after it.
                usciti += self.figure
                self.figure = []
        return _accosta(usciti)

    def elemento(self, nodo: Nodo, *, dentro: bool) -> Parti:
        """Return what an element becomes."""
        if nodo.tag == "br":
            return [Nodo("br")]
        if nodo.tag == "span" and "nota" in nodo.classi.split():
            parole = " ".join(parole_con_indirizzi(nodo).split())
            return [Nodo("span", {"class": "nota"}, [parole])] if parole else []
        if nodo.tag in LISTE:
            return self.elenco(nodo)
        if nodo.tag == "table":
            return self.tabella(nodo, dentro=dentro)
        if nodo.tag in ("img", "figure"):
            return self.figura(nodo, dentro=dentro)
        if nodo.tag in TITOLI or nodo.tag in SCATOLE or nodo.tag == "blockquote":
            return self.scatola(nodo, dentro=dentro)
        return self.segno(nodo, dentro=dentro)

    def scatola(self, nodo: Nodo, *, dentro: bool) -> Parti:
        """Return a paragraph, a heading, a quotation; boxes leave what they hold."""
        if nodo.tag == "blockquote":
            citati = self.blocchi(self.flusso(nodo.figli, dentro=True))
            return [Nodo("blockquote", {}, citati)] if citati else []
        parti = self.flusso(nodo.figli, dentro=dentro)
        if nodo.tag in TITOLI and not dentro:
            return self.blocchi(_senza(parti, "strong"), nodo.tag)
        if nodo.tag in TITOLI:
            return self.blocchi([Nodo("strong", {}, [p]) if isinstance(p, str) and p.strip() else p for p in parti])
        return self.blocchi(parti)

    def segno(self, nodo: Nodo, *, dentro: bool) -> Parti:
        """Return words under a mark; the unknown leave their words."""
        parti = self.flusso(nodo.figli, dentro=dentro)
        if nodo.tag == "a":
            dove = nodo.attributi.get("href", "").strip()
            return _avvolgi(parti, "a", {"href": dove}) if _INDIRIZZO.match(dove) else parti
        for segno in _segni(nodo):
            parti = _avvolgi(parti, segno, {})
        return parti

    def elenco(self, nodo: Nodo) -> Parti:
        """Return a list: what is not an item joins the one before."""
        voci: list[Nodo] = []
        for figlio in nodo.figli:
            if isinstance(figlio, str):
                if figlio.strip():
                    voci.append(Nodo("li", {}, [figlio]))
            elif figlio.tag in LISTE and voci:
                voci[-1].figli = [*voci[-1].figli, figlio]
            else:
                voci.append(Nodo("li", {}, figlio.figli if figlio.tag == "li" else [figlio]))
        piene = [v for v in (self.voce(v) for v in voci) if v.figli]
        inizio = nodo.attributi.get("start", "")
        da = {"start": str(int(inizio))} if nodo.tag == "ol" and _intero(inizio) > 1 else {}
        return [Nodo(nodo.tag, da, list(piene))] if piene else []

    def voce(self, nodo: Nodo) -> Nodo:
        """Return an item: its words as they are, or paragraphs when it has more than one."""
        parti = self.flusso(nodo.figli, dentro=True)
        if any(isinstance(p, Nodo) and _blocco(p) and p.tag not in LISTE for p in parti):
            return Nodo("li", {}, self.blocchi(parti))
        prima = [p for p in parti if not _blocco(p)]
        return Nodo("li", {}, [*_rifila(prima), *(p for p in parti if _blocco(p))])

    def tabella(self, nodo: Nodo, *, dentro: bool) -> Parti:
        """Return a small table, or the words of one that only lays a page out."""
        griglia = celle_della_griglia(nodo)
        titoli = [p for f in nodo.elementi() if f.tag == "caption" for p in self.scatola(f, dentro=dentro)]
        if dentro or di_impaginazione(nodo, griglia):
            celle = [c for riga in griglia.originali for c in riga]
            return [*titoli, *(p for c in celle for p in self.blocchi(self.flusso(c.figli, dentro=dentro)))]
        return [*titoli, forma_tabella(griglia, self.cella)]

    def cella(self, nodo: Nodo) -> Parti:
        """Return what a cell holds: words, or paragraphs and lists when there is more than one."""
        blocchi = self.blocchi(self.flusso(nodo.figli, dentro=True))
        piani: Parti = []
        for b in blocchi:
            piani += b.figli if isinstance(b, Nodo) and b.tag == "blockquote" else [b]
        solo = piani[0] if len(piani) == 1 else None
        return solo.figli if isinstance(solo, Nodo) and solo.tag == "p" else piani

    def figura(self, nodo: Nodo, *, dentro: bool) -> Parti:
        """Return an image of the plan with its caption; of any other, the words in its place."""
        immagini = [nodo] if nodo.tag == "img" else [n for n in nodo.tutti() if n.tag == "img"]
        propria = next((i for i in immagini if IMPRONTA.fullmatch(i.attributi.get("data-immagine", ""))), None)
        if propria is None or not self.immagini:
            return self._senza_immagine(nodo, dentro=dentro)
        didascalia = next((n.parole() for n in nodo.tutti() if n.tag == "figcaption"), "")
        figura = Nodo("figure", {}, [_immagine(propria)])
        if didascalia.strip():
            figura.figli.append(Nodo("figcaption", {}, [" ".join(didascalia.split())]))
        if dentro:
            self.figure.append(figura)
            return []
        return [figura, *(p for i in immagini if i is not propria for p in self.figura(i, dentro=dentro))]

    def _senza_immagine(self, nodo: Nodo, *, dentro: bool) -> Parti:
        if nodo.tag == "img":
            parole = " ".join(nodo.attributi.get("alt", "").split())
            return [f"[Immagine: {parole}]"] if parole else []
        return self.blocchi(self.flusso(nodo.figli, dentro=dentro))


def _immagine(nodo: Nodo) -> Nodo:
    parole = " ".join(nodo.attributi.get("alt", "").split())
    impronta = nodo.attributi["data-immagine"]
    if parole:
        return Nodo("img", {"alt": parole, "data-immagine": impronta})
    if "decorativa" in nodo.classi.split():
        return Nodo("img", {"alt": "", "class": "decorativa", "data-immagine": impronta})
    raise TestoNonAmmesso(
        "Un'immagine non ha il testo alternativo, che serve a chi non la vede. Scrivi che cosa mostra, oppure segnala "
        "come decorativa."
    )


def _intero(testo: str) -> int:
    return int(testo) if testo.isascii() and testo.isdecimal() and len(testo) <= 4 else 0


def _paragrafi(corsa: Parti) -> Iterator[Parti]:
    """Yield the paragraphs of loose words: two line breaks in a row part them."""
    pezzo: Parti = []
    a_capo = 0
    for parte in [*corsa, Nodo("br"), Nodo("br")]:
        if isinstance(parte, Nodo) and parte.tag == "br":
            a_capo += 1
        elif isinstance(parte, Nodo) or parte.strip():
            a_capo = 0
        pezzo.append(parte)
        if a_capo >= 2:
            if not _vuota(pezzo):
                yield _rifila(pezzo)
            pezzo, a_capo = [], 0


def _segni(nodo: Nodo) -> list[str]:
    """Return the marks of an element, by its name and its style, the innermost first."""
    segni = [_SEGNI[nodo.tag]] if nodo.tag in _SEGNI else []
    if segni == ["strong"] and _NON_GRASSETTO.search(nodo.stile):
        segni = []
    return segni + [s for modello, s in _STILI if modello.search(nodo.stile) and s not in segni]


def _avvolgi(parti: Parti, tag: str, attributi: dict[str, str]) -> Parti:
    """Put words under a mark, going into the blocks; notes where they cannot stand come after."""
    usciti: Parti = []
    corsa: Parti = []

    def chiudi() -> None:
        nonlocal corsa
        note = [p for p in corsa if _nota(p)] if tag in _SENZA_NOTE else []
        dentro = _senza([p for p in corsa if not any(p is n for n in note)], tag)
        usciti.extend([Nodo(tag, attributi, dentro)] if not _vuota(dentro) else dentro)
        usciti.extend(note)
        corsa = []

    for parte in parti:
        if isinstance(parte, Nodo) and parte.tag in BLOCCHI:
            chiudi()
            if parte.tag not in ("table", "figure"):
                parte.figli = _avvolgi(parte.figli, tag, attributi)
            usciti.append(parte)
        elif isinstance(parte, Nodo) and parte.tag == "li":
            parte.figli = _avvolgi(parte.figli, tag, attributi)
            usciti.append(parte)
        else:
            corsa.append(parte)
    chiudi()
    return usciti


def _senza(parti: Parti, tag: str) -> Parti:
    """Return the parts without that mark, at any depth."""
    usciti: Parti = []
    for parte in parti:
        if isinstance(parte, str) or parte.tag in BLOCCHI:
            usciti.append(parte)
        elif parte.tag == tag:
            usciti += _senza(parte.figli, tag)
        else:
            usciti.append(Nodo(parte.tag, parte.attributi, _senza(parte.figli, tag)))
    return unisci_parole(usciti)


def _accosta(parti: Parti) -> Parti:
    """Return the parts with equal marks that touch in one."""
    usciti: Parti = []
    for parte in unisci_parole(parti):
        prima = usciti[-1] if usciti else None
        if (
            isinstance(parte, Nodo)
            and isinstance(prima, Nodo)
            and parte.tag in ("strong", "em", "u", "sup", "sub")
            and prima.tag == parte.tag
        ):
            prima.figli = _accosta([*prima.figli, *parte.figli])
        else:
            usciti.append(parte)
    return usciti
