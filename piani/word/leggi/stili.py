"""Styles and numbering of a Word file: which paragraph is a heading, in a list, bold; which number it shows. Pure."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from piani.word.leggi.sorgente import Lista

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TITOLO = re.compile(r"^(?:heading|titolo|intestazione|title|überschrift|titre)\s*(\d)$", re.IGNORECASE)
_INDICE = re.compile(r"^(?:toc|sommario|indice)\s*\d*|^(?:toc heading|titolo sommario|index)", re.IGNORECASE)
_CITAZIONE = re.compile(r"quote|citazion", re.IGNORECASE)
_ROMANI = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"))
_ROMANI_PICCOLI = ((9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MASSIMO_LIVELLO = 8
# As many as Word draws in a table, and as far as it counts in a list.
MASSIME_COLONNE, MASSIMO_CONTO = 63, 32_767


def attributo(elemento: ET.Element | None, nome: str) -> str | None:
    """Return an attribute of the main namespace, None when it is not there."""
    if elemento is None:
        return None
    valore = elemento.get(W + nome)
    # Files of the strict kind, and some converters, leave the prefix out.
    return valore if valore is not None else elemento.get(nome)


def acceso(proprieta: ET.Element | None, nome: str) -> bool | None:
    """Return whether a switch such as ``w:b`` is on; None when it is not named."""
    trovato = None if proprieta is None else proprieta.find(W + nome)
    if trovato is None:
        return None
    return (attributo(trovato, "val") or "true").lower() not in ("0", "false", "off", "none")


@dataclass
class Stile:
    """A paragraph or character style, as far as we read it."""

    nome: str
    base: str = ""
    livello: int | None = None
    numero: str = ""
    livello_lista: int | None = None
    grassetto: bool | None = None
    corsivo: bool | None = None
    sottolineato: bool | None = None


@dataclass
class Stili:
    """The styles by id."""

    per_id: dict[str, Stile] = field(default_factory=dict)
    predefinito: str = ""

    def catena(self, chiave: str) -> list[Stile]:
        """Return a style and those it is based on, nearest first."""
        catena: list[Stile] = []
        visti: set[str] = set()
        while chiave in self.per_id and chiave not in visti:
            visti.add(chiave)
            catena.append(self.per_id[chiave])
            chiave = self.per_id[chiave].base
        return catena

    def titolo(self, chiave: str) -> int:
        """Return the outline level of a style, from 1; 0 for body text."""
        for stile in self.catena(chiave):
            trovato = _TITOLO.match(stile.nome.strip())
            if trovato:
                return int(trovato[1])
            if stile.livello is not None:
                return stile.livello + 1 if stile.livello <= _MASSIMO_LIVELLO else 0
        return 0

    def indice(self, chiave: str) -> bool:
        """Whether a style is of the table of contents."""
        return any(_INDICE.match(s.nome.strip()) for s in self.catena(chiave)[:1])

    def citazione(self, chiave: str) -> bool:
        """Whether a style is of a quotation."""
        return any(_CITAZIONE.search(s.nome) for s in self.catena(chiave)[:2])

    def aspetto(self, chiave: str, nome: str) -> bool:
        """Return whether a style turns on `grassetto`, `corsivo` or `sottolineato`."""
        for stile in self.catena(chiave):
            valore = getattr(stile, nome)
            if valore is not None:
                return bool(valore)
        return False


def leggi_stili(xml: bytes | None) -> Stili:
    """Read ``styles.xml``."""
    stili = Stili()
    if not xml:
        return stili
    for elemento in ET.fromstring(xml).iter(f"{W}style"):  # noqa: S314 - documenti.ooxml has refused any DTD
        chiave = attributo(elemento, "styleId") or ""
        paragrafo, carattere = elemento.find(f"{W}pPr"), elemento.find(f"{W}rPr")
        numerazione = None if paragrafo is None else paragrafo.find(f"{W}numPr")
        livello = attributo(None if paragrafo is None else paragrafo.find(f"{W}outlineLvl"), "val")
        stili.per_id[chiave] = Stile(
            nome=attributo(elemento.find(f"{W}name"), "val") or chiave,
            base=attributo(elemento.find(f"{W}basedOn"), "val") or "",
            livello=int(livello) if livello and livello.isdecimal() else None,
            numero=attributo(None if numerazione is None else numerazione.find(f"{W}numId"), "val") or "",
            livello_lista=_intero(attributo(None if numerazione is None else numerazione.find(f"{W}ilvl"), "val")),
            grassetto=acceso(carattere, "b"),
            corsivo=acceso(carattere, "i"),
            sottolineato=acceso(carattere, "u"),
        )
        if attributo(elemento, "type") == "paragraph" and attributo(elemento, "default") in ("1", "true"):
            stili.predefinito = chiave
    return stili


def _intero(testo: str | None) -> int | None:
    return int(testo) if testo and re.fullmatch(r"-?[0-9]{1,6}", testo) else None


def misura(elemento: ET.Element | None, *, minima: int) -> int:
    """Return how many columns an element tells, within what Word itself allows."""
    letta = _intero(attributo(elemento, "val"))
    return minima if letta is None else max(minima, min(letta, MASSIME_COLONNE))


@dataclass
class _Livello:
    formato: str = "bullet"
    testo: str = ""
    inizio: int = 1


class Numeri:
    """The numbering of a file. Call `segno` on each paragraph in order: it counts."""

    def __init__(self, xml: bytes | None) -> None:
        self._astratti: dict[str, dict[int, _Livello]] = {}
        self._numeri: dict[str, str] = {}
        self._da_capo: dict[str, dict[int, int]] = {}
        self._conti: dict[str, dict[int, int]] = defaultdict(dict)
        if xml:
            self._leggi(ET.fromstring(xml))  # noqa: S314 - documenti.ooxml has refused any DTD

    def _leggi(self, radice: ET.Element) -> None:
        for astratto in radice.iter(f"{W}abstractNum"):
            livelli: dict[int, _Livello] = {}
            for livello in astratto.iter(f"{W}lvl"):
                livelli[_intero(attributo(livello, "ilvl")) or 0] = _Livello(
                    formato=attributo(livello.find(f"{W}numFmt"), "val") or "decimal",
                    testo=attributo(livello.find(f"{W}lvlText"), "val") or "",
                    inizio=_intero(attributo(livello.find(f"{W}start"), "val")) or 1,
                )
            self._astratti[attributo(astratto, "abstractNumId") or ""] = livelli
        for numero in radice.iter(f"{W}num"):
            chiave = attributo(numero, "numId") or ""
            self._numeri[chiave] = attributo(numero.find(f"{W}abstractNumId"), "val") or ""
            self._da_capo[chiave] = {
                _intero(attributo(o, "ilvl")) or 0: inizio
                for o in numero.iter(f"{W}lvlOverride")
                if (inizio := _intero(attributo(o.find(f"{W}startOverride"), "val"))) is not None
            }

    def segno(self, numero: str, livello: int) -> Lista | None:
        """Return how a paragraph of that numbering stands in its list; None when the numbering is off."""
        astratto = self._numeri.get(numero)
        if numero in ("", "0") or astratto is None:
            return None
        livelli = self._astratti.get(astratto, {})
        questo = livelli.get(livello, _Livello())
        if questo.formato in ("bullet", "none"):
            return Lista(livello, ordinata=False, segno="•", chiave=astratto)
        conti = self._conti[astratto]
        # A list that says where it begins counts anew, the first time it is met.
        for da_capo, inizio in self._da_capo.pop(numero, {}).items():
            conti[da_capo] = inizio - 1
        conti[livello] = conti.get(livello, questo.inizio - 1) + 1
        for sotto in [k for k in conti if k > livello]:
            del conti[sotto]
        testo = re.sub(r"%(\d)", lambda m: self._scritto(livelli, conti, int(m[1]) - 1), questo.testo)
        return Lista(livello, ordinata=True, segno=testo.strip(), chiave=astratto)

    @staticmethod
    def _scritto(livelli: dict[int, _Livello], conti: dict[int, int], livello: int) -> str:
        formato = livelli.get(livello, _Livello("decimal")).formato
        return cifra(conti.get(livello, 1), formato)


def cifra(numero: int, formato: str) -> str:
    """Return a number as a list shows it: decimal, lowerLetter, upperRoman..."""
    if not 0 < numero <= MASSIMO_CONTO:
        return str(numero)
    if formato.endswith("Letter"):
        giro, resto = divmod(numero - 1, 26)
        testo = chr(ord("a") + resto) * (giro + 1)
    elif formato.endswith("Roman"):
        testo = ""
        resta = numero
        for valore, segno in (*_ROMANI, *_ROMANI_PICCOLI):
            while resta >= valore:
                testo += segno
                resta -= valore
    else:
        return f"{numero:02d}" if formato == "decimalZero" else str(numero)
    return testo.upper() if formato.startswith("upper") else testo
