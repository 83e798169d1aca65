"""The result written: `<ins>` and `<del>` with words for who does not see them, unchanged lines folded; or plain words."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from django.utils.safestring import SafeString, mark_safe

from piani.differenze.linee import A_CAPO, Parola
from piani.differenze.righe import Cambio, Pezzo, Riga

_NOMI = {
    "p": "paragrafo", "blockquote": "citazione", "tr": "riga di tabella", "li-ul": "voce di elenco",
    "li-ol": "voce numerata", "h1": "titolo", "h2": "titolo", "h3": "titolo", "h4": "titolo più piccolo",
    "h5": "titolo più piccolo", "h6": "titolo più piccolo",
}  # fmt: skip
_TAG = {"strong", "em", "u", "sup", "sub"}
_SEGNI = {"+": ("ins", "aggiunto"), "-": ("del", "tolto")}


def in_html(righe: Sequence[Riga], *, intorno: int = 1, piega: bool = True) -> SafeString:
    """Return the lines as HTML, always well formed: every word is escaped.

    Unchanged lines farther than `intorno` from a change are folded (`piega` False, for paper: only counted).
    """
    mostrate = _mostrate(righe, intorno)
    pezzi = []
    for visibile, insieme in groupby(range(len(righe)), key=lambda n: n in mostrate):
        gruppo = [righe[n] for n in insieme]
        pezzi.append("".join(_riga(r) for r in gruppo) if visibile else _piega(gruppo, piega=piega))
    return mark_safe("".join(pezzi))


# Words that a plain line shows before and after a change.
_VICINE = 4


def in_parole(righe: Sequence[Riga]) -> list[str]:
    """Return the changed lines as plain words, those around a change only: "con [-12-] {+15+} Comuni"."""
    return ["".join(_parole_segnate(r.pezzi)).strip() for r in righe if r.cambio is not Cambio.UGUALE]


def _parole_segnate(pezzi: Sequence[Pezzo]) -> Iterator[str]:
    for n, pezzo in enumerate(pezzi):
        spazio = " " if pezzo.parole[0].spazio else ""
        if pezzo.segno:
            apre, chiude = ("[-", "-]") if pezzo.segno == "-" else ("{+", "+}")
            yield f"{spazio or ' '}{apre}{_piane(pezzo.parole)}{chiude}"
        elif len(pezzo.parole) <= 2 * _VICINE:
            yield f"{spazio}{_piane(pezzo.parole)}"
        else:
            prima = f"{spazio}{_piane(pezzo.parole[:_VICINE])} " if n else ""
            dopo = f" {_piane(pezzo.parole[-_VICINE:])}" if n < len(pezzi) - 1 else ""
            yield f"{prima}…{dopo}"


def _piane(parole: Sequence[Parola]) -> str:
    return "".join(f"{' ' if n and p.spazio else ''}{p.testo}" for n, p in enumerate(parole)).replace(A_CAPO, " ")


def _mostrate(righe: Sequence[Riga], intorno: int) -> set[int]:
    cambiate = [n for n, r in enumerate(righe) if r.cambio is not Cambio.UGUALE]
    mostrate = {m for n in cambiate for m in range(n - intorno, n + intorno + 1)}
    # One line alone takes as much room as the words that say it is folded.
    return mostrate | {n for n in range(len(righe)) if {n - 1, n + 1} <= mostrate}


def _piega(righe: list[Riga], *, piega: bool) -> str:
    quante = len(righe)
    frase = "1 riga uguale" if quante == 1 else f"{quante} righe uguali"
    if not piega:
        return f'<p class="dif-piegate">{frase}</p>'
    dentro = "".join(_riga(r) for r in righe)
    return f'<details class="dif-piegate"><summary>{frase}</summary>{dentro}</details>'


def _riga(riga: Riga) -> str:
    forma, livello = riga.linea.forma, min(riga.linea.livello, 4)
    marca = f'<span class="dif-marca" aria-hidden="true">{escape(riga.linea.marca)}</span> ' if riga.linea.marca else ""
    corpo = "".join(_pezzi(riga.pezzi))
    return f'<p class="dif-riga dif-{forma} dif-livello-{livello} dif-{riga.cambio}">{_nota(riga)}{marca}{corpo}</p>'


def _nota(riga: Riga) -> str:
    frase = ""
    if riga.spostata:
        frase = "Spostata da qui" if riga.cambio is Cambio.TOLTA else "Spostata qui"
    elif riga.prima:
        prima, dopo = _NOMI.get(riga.prima.partition("/")[0], "testo"), _NOMI.get(riga.linea.forma, "testo")
        frase = f"Era: {prima}" if prima != dopo else "Ha cambiato livello"
    return f'<span class="dif-nota">{frase}</span> ' if frase else ""


def _pezzi(pezzi: Sequence[Pezzo]) -> Iterator[str]:
    for pezzo in pezzi:
        spazio = " " if pezzo.parole[0].spazio else ""
        corpo = "".join(_tratti(pezzo))
        if not pezzo.segno:
            yield f"{spazio}{corpo}"
            continue
        tag, parola = _SEGNI[pezzo.segno]
        voce = '<span class="visually-hidden">'
        yield f"{spazio}<{tag}>{voce}[{parola}: </span>{corpo}{voce}]</span></{tag}>"


def _tratti(pezzo: Pezzo) -> Iterator[str]:
    """Yield the words with their formats; in what changed, a link and a picture tell their address too."""
    for n, (forme, insieme) in enumerate(groupby(pezzo.parole, key=lambda p: p.forme)):
        gruppo = list(insieme)
        spazio = " " if n and gruppo[0].spazio else ""
        testo = _testo(gruppo)
        for forma in reversed(forme):
            tag, _, indirizzo = forma.partition(":")
            if tag in _TAG:
                testo = f"<{tag}>{testo}</{tag}>"
            elif tag == "a":
                coda = f" <small>({escape(indirizzo)})</small>" if pezzo.segno and indirizzo else ""
                testo = f'<span class="dif-link">{testo}</span>{coda}'
        yield f"{spazio}{testo}"


def _testo(parole: list[Parola]) -> str:
    pezzi = []
    for n, parola in enumerate(parole):
        if parola.testo == A_CAPO:
            pezzi.append("<br>")
        else:
            pezzi.append(f"{' ' if n and parola.spazio else ''}{escape(parola.testo)}")
    return "".join(pezzi)
