"""Which paragraphs are headings, at what depth, with what number: from styles, numbering, or only from their look. Pure."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from piani.word.leggi.sorgente import Blocco, Paragrafo
from piani.word.leggi.testi import piega, stringi

_NUMERO = re.compile(
    r"^\s*(?:(?:capitolo|cap\.|sezione|parte)\s+)?(\d{1,2}(?:\.\d{1,2}){0,4})\s*(?:[.)\-–:]+\s*|\s+)(?=[^\W\d_«“\"'(])",
    re.IGNORECASE,
)
_INDICE = frozenset({"sommario", "indice", "indice generale", "indice dei contenuti"})
_CODICE = re.compile(r"^\s*\d{1,2}\s+[–-]\s*[^\W\d_]")
MASSIMO_TITOLO = 400
_FINTO_LUNGO, _POCHI_VERI = 160, 5
_LIVELLO_FINTO = 20
_POCHI_CAPITOLI = 3


@dataclass(frozen=True)
class Titolo:
    """A heading: its depth from 1, the number it was given by hand or by Word ("" for none), its words."""

    livello: int
    numero: str
    testo: str
    finto: bool = False


def e_titolo_indice(testo: str) -> bool:
    """Whether a heading announces the table of contents."""
    return piega(testo) in _INDICE


def numero_e_testo(paragrafo: Paragrafo) -> tuple[str, str]:
    """Return the number of a heading, that Word shows or that was typed, and its words without it."""
    testo = stringi(paragrafo.testo)
    if paragrafo.lista is not None and paragrafo.lista.ordinata:
        segno = paragrafo.lista.segno.strip().rstrip(".)").strip()
        if re.fullmatch(r"\d{1,2}(?:\.\d{1,2}){0,4}", segno):
            return segno, testo
    trovato = _NUMERO.match(testo)
    if trovato is None or _e_anno_o_data(testo):
        return "", testo
    return trovato[1], testo[trovato.end() :]


def _e_anno_o_data(testo: str) -> bool:
    return bool(re.match(r"\s*\d{1,2}[./]\d{1,2}[./]\d{2,4}", testo))


def sembra_titolo(paragrafo: Paragrafo, *, pochi: bool) -> bool:
    """Whether a paragraph without a heading's style looks like one: short, bold, with a number or alone in its line."""
    testo = stringi(paragrafo.testo)
    if not testo or len(testo) > _FINTO_LUNGO or "\n" in paragrafo.testo.strip() or testo[-1] in ".;,:":
        return False
    if paragrafo.lista is not None and not paragrafo.lista.ordinata:
        return False
    numero, resto = numero_e_testo(paragrafo)
    maiuscolo = resto.isupper() and len(resto) > 3
    if numero and paragrafo.tutto_grassetto:
        return True
    if not pochi or paragrafo.lista is not None:
        return False
    return bool(numero and maiuscolo) or (paragrafo.tutto_grassetto and (maiuscolo or len(testo) < _FINTO_LUNGO / 2))


def pochi_titoli(blocchi: Sequence[Blocco]) -> bool:
    """Whether a file uses the styles of headings so little that their look must tell them."""
    return (
        sum(isinstance(b, Paragrafo) and bool(b.titolo) and not b.vuoto and not b.indice for b in blocchi) < _POCHI_VERI
    )


def trova_titoli(blocchi: Sequence[Blocco], esclusi: set[int]) -> dict[int, Titolo]:
    """Return the headings by the index of their block. `esclusi` are blocks that belong to something else."""
    veri = [
        (n, b)
        for n, b in enumerate(blocchi)
        if isinstance(b, Paragrafo) and b.titolo and not b.vuoto and not b.indice and n not in esclusi
    ]
    veri = [(n, b) for n, b in veri if len(stringi(b.testo)) <= MASSIMO_TITOLO]
    pochi = len(veri) < _POCHI_VERI
    finti = [
        (n, b)
        for n, b in enumerate(blocchi)
        if isinstance(b, Paragrafo)
        and not b.titolo
        and not b.vuoto
        and not b.indice
        and n not in esclusi
        and sembra_titolo(b, pochi=pochi)
    ]
    if not pochi and len(finti) > len(veri):
        finti = []
    tutti = sorted([(n, b, False) for n, b in veri] + [(n, b, True) for n, b in finti], key=lambda t: t[0])
    alto = min((b.titolo for _, b, finto in tutti if not finto), default=0)
    letti = [(n, b, finto, *_numero(b, alto, finto=finto)) for n, b, finto in tutti]
    livelli = _livelli([(b.titolo or _stile_finto(numero, testo), numero) for _, b, _, numero, testo in letti])
    return {
        n: Titolo(livello, numero, testo, finto)
        for (n, _, finto, numero, testo), livello in zip(letti, livelli, strict=True)
    }


def _stile_finto(numero: str, testo: str) -> int:
    """Stand for the style that a heading has not: in capitals above, in small letters below."""
    return _LIVELLO_FINTO if numero or testo.isupper() else _LIVELLO_FINTO + 1


def _numero(paragrafo: Paragrafo, alto: int, *, finto: bool) -> tuple[str, str]:
    """Return number and words; below the chapters «1 - Mappatura» is the code of a sheet, not a number of the outline."""
    if not finto and paragrafo.titolo > alto and _CODICE.match(paragrafo.testo):
        return "", stringi(paragrafo.testo)
    return numero_e_testo(paragrafo)


def _livelli(titoli: list[tuple[int, str]]) -> list[int]:
    """Return the depth of each heading. Numbers tell it best; at the same style, those without come below those with."""
    capitoli = _capitoli(titoli)
    conti = Counter(stile for n, (stile, numero) in enumerate(titoli) if numero and n not in capitoli)
    stili_capitoli = {titoli[n][0] for n in capitoli}
    chiavi: list[tuple[int, int]] = []
    for n, (stile, numero) in enumerate(titoli):
        profondo = numero.count(".") if numero else 0
        if n in capitoli:
            chiavi.append((0, 0))
        elif numero and conti[stile] > 1:
            chiavi.append((stile, profondo))
        elif conti[stile] > 1 or (stile in stili_capitoli and not numero):
            # Deeper than every numbered heading of that style.
            massimo = max((t.count(".") for s, t in titoli if s == stile and t), default=0)
            chiavi.append((stile, massimo + 1))
        else:
            chiavi.append((stile, 0))
    ordine = {c: n for n, c in enumerate(sorted(set(chiavi)), 1)}
    return [ordine[c] for c in chiavi]


def _capitoli(titoli: list[tuple[int, str]]) -> set[int]:
    """Return the headings that count the chapters 1, 2, 3..., though their styles may differ; none when they are few."""
    soli = [(n, stile, int(numero)) for n, (stile, numero) in enumerate(titoli) if numero.isdigit()]
    if not soli:
        return set()
    usuale = min(stile for _, stile, _ in soli)
    presi: list[int] = []
    atteso, dopo = 1, -1
    while True:
        candidati = [(stile != usuale, n) for n, stile, numero in soli if numero == atteso and n > dopo]
        if not candidati:
            break
        fine = min(
            (n for n, stile, numero in soli if numero == atteso + 1 and n > dopo and stile == usuale), default=None
        )
        vicini = [c for c in candidati if fine is None or c[1] < fine] or candidati
        _, dopo = min(vicini)
        presi.append(dopo)
        atteso += 1
    return set(presi) if len(presi) >= _POCHI_CAPITOLI else set()
