"""The matrix of the sheets of an ASST: seven rows by seven columns of crosses. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from piani.word.leggi.catalogo import Campo, Scelta
from piani.word.leggi.esito import Capito, Sicurezza
from piani.word.leggi.sorgente import Cella, Paragrafo, Tabella
from piani.word.leggi.testi import piega

_CROCI = frozenset({"x", "si", "sì", "✓", "✔", "☒", "☑", "●", "•", "1", "xx", "[x]", "(x)", "■"})
_VUOTE = frozenset({"", "no", "-", "–", "☐", "□", "0", "[]", "[ ]"})
_INTESTAZIONE = 3


def voce_di(testo: str, voci: Iterable[Scelta]) -> str:
    """Return the key of the row or column that a cell names, by its number («AT 1») or its name; "" for none."""
    letto = piega(testo).replace(" ", "")
    for voce in voci:
        nome = piega(voce.etichetta).replace(" ", "")
        if letto == nome or re.match(rf"{re.escape(voce.chiave.casefold())}(?!\d)", letto):
            return voce.chiave
    return ""


def righe_di_matrice(celle: tuple[Cella, ...]) -> list[tuple[Cella, ...]]:
    """Return the rows that a row of the sheet holds: itself, or those of the table drawn inside its cell."""
    dentro = [t for c in celle for t in c.blocchi if isinstance(t, Tabella)]
    if not dentro:
        return [celle]
    fuori = tuple(replace(c, blocchi=tuple(b for b in c.blocchi if isinstance(b, Paragrafo))) for c in celle)
    return [fuori, *(r for t in dentro for r in t.righe)]


def leggi_matrice(campo: Campo, righe: Sequence[tuple[Cella, ...]], capito: Capito) -> list[Paragrafo]:
    """Add to `capito` the crosses found in some rows; return what was in the cells and is no cross."""
    colonne: dict[int, str] = {}
    trovate: list[str] = []
    resto: list[Paragrafo] = []
    for riga in righe:
        celle = _distese(riga)
        intestate = {n: k for n, c in enumerate(celle) if c and (k := voce_di(c.testo, campo.colonne_matrice))}
        if len(intestate) >= _INTESTAZIONE:
            colonne = intestate
            continue
        nome, dove = _riga(celle, campo)
        if not nome:
            resto += [p for c in celle[1:] if c for p in c.paragrafi]
            continue
        segni, altri = _segni(celle[dove + 1 :], dove + 1, colonne)
        trovate += [f"{nome}:{c}" for c in segni]
        resto += altri
    ammesse = {s.chiave for s in campo.scelte}
    capito.scelte += [t for t in dict.fromkeys(trovate) if t in ammesse]
    if not colonne or not capito.scelte:
        capito.dubita(Sicurezza.DA_GUARDARE, "la matrice non si è letta, o non ha crocette")
    else:
        capito.parole.append(f"{len(capito.scelte)} crocette")
    return resto


def _segni(celle: list[Cella | None], da: int, colonne: dict[int, str]) -> tuple[list[str], list[Paragrafo]]:
    """Return the columns that a row crosses, and the words that are no cross."""
    segni: list[str] = []
    altri: list[Paragrafo] = []
    for n, cella in enumerate(celle, da):
        segno = cella.testo.strip().casefold() if cella else ""
        if segno in _CROCI and n in colonne:
            segni.append(colonne[n])
        elif cella is not None and segno not in _VUOTE:
            altri += cella.paragrafi
    return segni, altri


def _distese(riga: tuple[Cella, ...]) -> list[Cella | None]:
    return [voce for c in riga for voce in (c, *[None] * (c.colonne - 1))]


def _riga(celle: list[Cella | None], campo: Campo) -> tuple[str, int]:
    for n, cella in enumerate(celle[:3]):
        if cella and cella.testo and (nome := voce_di(cella.testo, campo.righe_matrice)):
            return nome, n
    return "", 0
