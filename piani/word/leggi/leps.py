"""Which LEPS, and which of the Region's indicators, some words name: only when they say it, or nearly. Pure."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from core.canonico import Json
from piani.word.leggi.catalogo import Conosciuto, IndicatoreRegione
from piani.word.leggi.testi import piega

_PAROLE_LEPS = 0.6
_COMUNI = frozenset(
    ["per", "con", "del", "della", "dei", "delle", "alla", "nel", "nella", "degli", "agli", "gli", "una", "uno"]
)
# Words that many services have in their names: they tell nothing when two others are left.
_GENERICHE = frozenset(["servizi", "servizio", "sociali", "sociale", "processo", "interventi"])
_DI_CONTORNO = frozenset(
    ["allegato", "ppt", "scheda", "progetto", "obiettivo", "area", "policy", "leps", "dell", "nell"]
)
# Words that open an indicator and do not say what it counts.
_MISURA = frozenset(
    ["numero", "num", "nr", "n", "incremento", "aumento", "definizione", "aggiornamento", "o", "e", "di"]
)
# How like it must be among all, and among those of the LEPS of the sheet; how much liker than any other; words needed.
_SICURO, _SICURO_PROPRIO, _DISTACCO, _MINIME = 0.8, 0.7, 0.1, 3
_RADICE = 6
# The regional ones say what comes out, not how the work goes on.
_FASI = ("output", "outcome")
_INTERO = 0.45
_INCISO = re.compile(r"[(,:;]|\s[–-]\s|\bladdove\b")
_SIGLA = re.compile(r"\b[A-Z]{3,5}\b")


def leps_nel(testo: str, noto: Conosciuto, *, sigle: bool = False) -> list[str]:
    """Return the LEPS whose name is in a text, or nearly, the likest first. `sigle`: the short names count too."""
    letto = piega(testo)
    parole = set(letto.split())
    voti: list[tuple[float, int, str]] = []
    for leps in noto.leps:
        proprie = _proprie(leps.etichetta)
        if not proprie:
            continue
        comuni = sum(1 for p in proprie if p in parole or any(_quasi(p, q) for q in parole))
        voto = comuni / len(proprie)
        if sigle and voto < _PAROLE_LEPS and parole & _sigle(leps.etichetta, leps.chiave, noto):
            voto, comuni = _PAROLE_LEPS, max(1, comuni)
        voti.append((voto, comuni, leps.chiave))
    buoni = sorted((v for v in voti if v[0] >= _PAROLE_LEPS), key=lambda v: (-v[1], -v[0]))
    return [chiave for _, _, chiave in buoni]


def leps_intero(testo: str, noto: Conosciuto) -> str:
    """Return the LEPS of which a title says every word, and not much else; "" for none, or for more than one."""
    parole = {p for p in piega(testo).split() if len(p) > 2} - _COMUNI - _DI_CONTORNO
    interi = [
        x.chiave
        for x in noto.leps
        if len(tutte := {p for p in piega(x.etichetta).split() if len(p) > 2} - _COMUNI - _DI_CONTORNO) > 1
        and tutte <= parole
        and len(tutte) >= len(parole) / 2
    ]
    return interi[0] if len(interi) == 1 else ""


def _proprie(nome: str) -> set[str]:
    tutte = {p for p in piega(nome).split() if len(p) > 2} - _COMUNI
    return tutte - _GENERICHE if len(tutte - _GENERICHE) > 1 else tutte


def _sigle(nome: str, chiave: str, noto: Conosciuto) -> set[str]:
    """The short names of a LEPS: the capitals of its name, and what its indicators are called by."""
    sue = {i.codice.partition("-")[0] for i in noto.indicatori if i.leps == chiave}
    return {s.casefold() for s in _SIGLA.findall(nome)} | sue


def _quasi(a: str, b: str) -> bool:
    return len(a) > 5 and a[:4] == b[:4] and SequenceMatcher(None, a, b).ratio() > 0.85


# --- The indicators of the Region --------------------------------------------------------
def indicatore_nel(testo: str, indicatori: Iterable[IndicatoreRegione], soglia: float = _SICURO) -> str:
    """Return the code of the regional indicator that some words are; "" when none is, or two might be."""
    lette = _versioni(testo)
    voti = [(*_voto(lette, _versioni(i.testo)), i.codice) for i in indicatori]
    if not voti:
        return ""
    voto, _, codice = max(voti)
    altri = max((simile for _, simile, altro in voti if altro != codice), default=0.0)
    return codice if voto >= soglia and voto - altri >= _DISTACCO else ""


def _versioni(testo: str) -> list[list[str]]:
    """The words of an indicator: all, those of its first line, and those before its first remark."""
    riga = testo.strip().split("\n")[0]
    tagliate = [t for t in (testo, riga, _INCISO.split(riga)[0]) if t]
    versioni = [
        [p[:_RADICE] for p in piega(t).split() if p not in _MISURA and p not in _COMUNI and len(p) > 2]
        for t in tagliate
    ]
    return [v for n, v in enumerate(versioni) if len(v) >= _MINIME and v not in versioni[:n]]


def _voto(lette: list[list[str]], note: list[list[str]]) -> tuple[float, float]:
    """Return how sure it is that two indicators are one, and how much the one is inside the other, sure or not."""
    coppie = [_uguali(una, altra) for una in lette for altra in note]
    return max((v for v, _ in coppie), default=0.0), max((s for _, s in coppie), default=0.0)


def _uguali(una: list[str], altra: list[str]) -> tuple[float, float]:
    """What the shorter has of the longer, in the same order: alone, and only if it is not a crumb of it."""
    blocchi = SequenceMatcher(None, una, altra, autojunk=False).get_matching_blocks()
    comuni = sum(b.size for b in blocchi)
    corta, lunga = sorted((len(una), len(altra)))
    parte = comuni / corta
    return (parte * (0.9 + 0.1 * comuni / lunga) if comuni / lunga >= _INTERO else 0.0), parte


def lega_indicatori(scheda: Json, noto: Conosciuto) -> int:
    """Write in each indicator of a sheet the regional one it is, and return how many were found.

    With a LEPS on the sheet only its own are asked. Without, they are all asked, and two of one LEPS tell the LEPS.
    """
    propri = [i for i in noto.indicatori if not scheda["leps"] or i.leps in scheda["leps"]]
    soglia = _SICURO_PROPRIO if scheda["leps"] else _SICURO
    trovati = {
        n: c
        for n, i in enumerate(scheda["indicatori"])
        if i["fase"] in _FASI and (c := indicatore_nel(i["testo"], propri, soglia))
    }
    if not scheda["leps"]:
        di = {i.codice: i.leps for i in noto.indicatori}
        soli = {di[c] for c in trovati.values()}
        if len(soli) != 1 or len(set(trovati.values())) < 2:
            return 0
        scheda["leps"] = list(soli)
    for n, codice in trovati.items():
        scheda["indicatori"][n]["leps_indicatore"] = codice
    return len(trovati)
