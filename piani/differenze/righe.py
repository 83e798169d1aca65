"""Lines compared: first which are the same, then, in those that changed, which words."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

from piani.differenze.allinea import tratti
from piani.differenze.linee import Linea, Parola

# Two lines tell the same thing in other words when they share this much of their words.
SIMILI = 0.4
MASSIME_COPPIE = 2500
VICINE = 4
PAROLE_DI_UNA_SPOSTATA = 4

Segno = Literal["", "+", "-"]


class Cambio(StrEnum):
    """What happened to a line."""

    UGUALE = "uguale"
    AGGIUNTA = "aggiunta"
    TOLTA = "tolta"
    CAMBIATA = "cambiata"


@dataclass(frozen=True)
class Pezzo:
    """Words with one mark: "" in both, "+" only in the new, "-" only in the old."""

    segno: Segno
    parole: tuple[Parola, ...]


@dataclass(frozen=True)
class Riga:
    """A line of the result. `prima` is the old line's form, when only that changed or changed too; `spostata` says that an
    equal line was taken away, or added, elsewhere."""

    cambio: Cambio
    linea: Linea
    pezzi: tuple[Pezzo, ...]
    prima: str = ""
    spostata: bool = False


def confronta_linee(prima: Sequence[Linea], dopo: Sequence[Linea]) -> list[Riga]:
    """Return the lines of both texts with their marks.

    Symmetric: the other way round the same words are marked, the marks exchanged.
    """
    a, b = [x.chiave for x in prima], [x.chiave for x in dopo]
    girato = b < a
    if girato:
        prima, dopo, a, b = dopo, prima, b, a
    righe: list[Riga] = []
    for uguale, a1, a2, b1, b2 in tratti(a, b):
        if uguale:
            lette = prima[a1:a2] if girato else dopo[b1:b2]
            righe += [Riga(Cambio.UGUALE, x, (Pezzo("", x.parole),)) for x in lette]
        else:
            cambiate = list(_tratto(prima[a1:a2], dopo[b1:b2]))
            righe += _prima_le_tolte([_specchio(r, x) for r, x in cambiate] if girato else [r for r, _ in cambiate])
    return _segna_spostate(righe)


def _tratto(prima: Sequence[Linea], dopo: Sequence[Linea]) -> Iterator[tuple[Riga, Linea]]:
    """Yield the lines of a stretch that differs, each with its old line (itself, when there is one only)."""
    fine_a = fine_b = 0
    for x, y in [*_coppie(prima, dopo), (len(prima), len(dopo))]:
        for vecchia in prima[fine_a:x]:
            yield Riga(Cambio.TOLTA, vecchia, (Pezzo("-", vecchia.parole),)), vecchia
        for nuova in dopo[fine_b:y]:
            yield Riga(Cambio.AGGIUNTA, nuova, (Pezzo("+", nuova.parole),)), nuova
        if x < len(prima):
            yield _cambiata(prima[x], dopo[y]), prima[x]
        fine_a, fine_b = x + 1, y + 1


def _forma(linea: Linea) -> str:
    return f"{linea.forma}/{linea.livello}"


def _cambiata(vecchia: Linea, nuova: Linea) -> Riga:
    prima = _forma(vecchia) if _forma(vecchia) != _forma(nuova) else ""
    return Riga(Cambio.CAMBIATA, nuova, _pezzi(vecchia.parole, nuova.parole), prima)


def _specchio(riga: Riga, vecchia: Linea) -> Riga:
    """Return the line as the other way round would have it."""
    if riga.cambio is not Cambio.CAMBIATA:
        cambio = Cambio.TOLTA if riga.cambio is Cambio.AGGIUNTA else Cambio.AGGIUNTA
        return replace(riga, cambio=cambio, pezzi=(_altro_segno(riga.pezzi[0]),))
    pezzi = [_altro_segno(p) for p in riga.pezzi]
    for n in range(len(pezzi) - 1):
        if (pezzi[n].segno, pezzi[n + 1].segno) == ("+", "-"):
            pezzi[n], pezzi[n + 1] = pezzi[n + 1], pezzi[n]
    return replace(riga, linea=vecchia, pezzi=tuple(pezzi), prima=_forma(riga.linea) if riga.prima else "")


def _altro_segno(pezzo: Pezzo) -> Pezzo:
    segni: dict[Segno, Segno] = {"+": "-", "-": "+", "": ""}
    return replace(pezzo, segno=segni[pezzo.segno])


def _prima_le_tolte(righe: list[Riga]) -> list[Riga]:
    """Put, between two changed lines, those taken away before those added."""
    ordinate: list[Riga] = []
    gruppo: list[Riga] = []
    for riga in righe:
        if riga.cambio is Cambio.CAMBIATA:
            ordinate += [*sorted(gruppo, key=lambda r: r.cambio is Cambio.AGGIUNTA), riga]
            gruppo = []
        else:
            gruppo.append(riga)
    return [*ordinate, *sorted(gruppo, key=lambda r: r.cambio is Cambio.AGGIUNTA)]


# --- Which old line became which new one ----------------------------------------------------------


def _sacco(linea: Linea) -> Counter[str]:
    return Counter(p.testo for p in linea.parole)


def _simili(a: Counter[str], b: Counter[str]) -> float:
    comuni = sum((a & b).values())
    return 2 * comuni / (a.total() + b.total())


def _coppie(prima: Sequence[Linea], dopo: Sequence[Linea]) -> list[tuple[int, int]]:
    a, b = [_sacco(x) for x in prima], [_sacco(x) for x in dopo]
    if len(a) * len(b) > MASSIME_COPPIE:
        return _coppie_vicine(a, b)
    return _coppie_migliori(a, b)


def _coppie_vicine(a: list[Counter[str]], b: list[Counter[str]]) -> list[tuple[int, int]]:
    """Long stretches: each line with the first like it, among the next few."""
    coppie = []
    libero = 0
    for x, sacco in enumerate(a):
        for y in range(libero, min(libero + VICINE, len(b))):
            if _simili(sacco, b[y]) >= SIMILI:
                coppie.append((x, y))
                libero = y + 1
                break
    return coppie


def _coppie_migliori(a: list[Counter[str]], b: list[Counter[str]]) -> list[tuple[int, int]]:
    """Short stretches: the couples, in order, that share most."""
    meglio = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    quanto = [[_simili(x, y) for y in b] for x in a]
    for x in range(len(a) - 1, -1, -1):
        for y in range(len(b) - 1, -1, -1):
            insieme = quanto[x][y] + meglio[x + 1][y + 1] if quanto[x][y] >= SIMILI else 0.0
            meglio[x][y] = max(insieme, meglio[x + 1][y], meglio[x][y + 1])
    coppie = []
    x = y = 0
    while x < len(a) and y < len(b):
        if quanto[x][y] >= SIMILI and meglio[x][y] == quanto[x][y] + meglio[x + 1][y + 1]:
            coppie.append((x, y))
            x, y = x + 1, y + 1
        elif meglio[x][y] == meglio[x + 1][y]:
            x += 1
        else:
            y += 1
    return coppie


# --- Words ----------------------------------------------------------------------------------------


def _pezzi(a: tuple[Parola, ...], b: tuple[Parola, ...]) -> tuple[Pezzo, ...]:
    pezzi: list[Pezzo] = []
    for uguale, a1, a2, b1, b2 in _senza_isole(list(tratti(a, b)), a):
        if uguale:
            pezzi.append(Pezzo("", b[b1:b2]))
            continue
        pezzi += [Pezzo("-", a[a1:a2])] if a2 > a1 else []
        pezzi += [Pezzo("+", b[b1:b2])] if b2 > b1 else []
    return tuple(pezzi)


def _senza_isole(
    trovati: list[tuple[bool, int, int, int, int]], a: tuple[Parola, ...]
) -> list[tuple[bool, int, int, int, int]]:
    """A lone mark, or a lone short word, between two changes is read with them."""
    uniti: list[tuple[bool, int, int, int, int]] = []
    for n, tratto in enumerate(trovati):
        uguale, a1, a2, b1, b2 = tratto
        isola = uguale and 0 < n < len(trovati) - 1 and a2 - a1 == 1 and len(a[a1].testo) <= 3
        if uniti and not uniti[-1][0] and (isola or not uguale):
            uniti[-1] = (False, uniti[-1][1], a2, uniti[-1][3], b2)
        else:
            uniti.append((uguale, a1, a2, b1, b2))
    return uniti


# --- Moved lines ----------------------------------------------------------------------------------


def _segna_spostate(righe: list[Riga]) -> list[Riga]:
    posti: defaultdict[object, list[int]] = defaultdict(list)
    for n, riga in enumerate(righe):
        if riga.cambio is Cambio.TOLTA and len(riga.linea.parole) >= PAROLE_DI_UNA_SPOSTATA:
            posti[riga.linea.parole].append(n)
    segnate = list(righe)
    for n, riga in enumerate(righe):
        if riga.cambio is Cambio.AGGIUNTA and posti[riga.linea.parole]:
            da = posti[riga.linea.parole].pop(0)
            segnate[da], segnate[n] = replace(righe[da], spostata=True), replace(riga, spostata=True)
    return segnate
