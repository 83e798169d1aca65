"""Targets out of the words of an indicator: «50%», «almeno 3», «t0+10%», «50% nel 2025, 60% nel 2026». Pure."""

import re
from collections.abc import Sequence
from itertools import pairwise

from core.canonico import Json
from piani.word.leggi.testi import piega

_QUANTO = re.compile(
    r"^(?P<segno>almeno|minimo|min\.?|non meno di|≥|>=|\\geq|=|pari a)?\s*(?:n\.?\s*)?(?P<cifra>\d{1,3}(?:\.\d{3})+|\d+(?:[.,]\d{1,2})?)\s*(?P<per>%|\\%)?[.;,)]*$",
    re.IGNORECASE,
)
# More than a number that is no year: the least is told by the words, which are kept.
_OLTRE = re.compile(
    r"^(?:>|oltre(?:\s+il)?|più di|superiore (?:a|al|all['’])|maggiore (?:di|del|dell['’]))\s*(?:n\.?\s*)?"
    r"(?!20[2-3]\d(?!\d))(?P<cifra>\d{1,3}(?:\.\d{3})+|\d+(?:[.,]\d{1,2})?)\s*(?P<per>%)?(?:\s+[^\W\d_]+)?[.;,)]*$",
    re.IGNORECASE,
)
_SOTTO = re.compile(r"^<\s*(?!20[2-3]\d(?!\d))\d", re.IGNORECASE)
_CRESCE = re.compile(r"(?<![\w+])\+\s*\d+(?:[.,]\d+)?\s*%")
_BASE = re.compile(r"^\(?\s*t\s*0\s*\)?\s*[.;]?$", re.IGNORECASE)
_PIU = re.compile(
    r"t\s?0\s?\+|^>|>\s*(?:20\d\d|t0|(?:di\s+)?[^\W\d_]{2,}|n\b)|\baumento\b|\bincremento\b", re.IGNORECASE
)
_MENO = re.compile(
    r"t\s?0\s?-|^<|<\s*(?:20\d\d|t0|(?:di\s+)?[^\W\d_]{2,}|n\b)|\bdiminuzione\b|\briduzione\b", re.IGNORECASE
)
_CIFRA = r"\d{1,3}(?:\.\d{3})+|\d+(?:[.,]\d{1,2})?"
# A number that some words set as the least, wherever it stands.
_ALMENO = re.compile(
    rf"(?:\balmeno|\bminimo|\bnon meno di|\bnon inferiore (?:a|al)|≥|>=|>(?!\s*20[2-3]\d(?!\d)))\s*(?:il\s+|l['’]\s*|n\.?\s*|a[ld]?\s+)?(?P<cifra>{_CIFRA})(?!\d|[.,]\d)"
    r"\s*(?P<per>%)?",
    re.IGNORECASE,
)
_ENTRO = re.compile(
    r"\bentro\s+(?:il|la fine del|fine|l['’]anno|dicembre)?\s*(?:\d{1,2}[./]\d{1,2}[./])?(20[2-3]\d)\b", re.IGNORECASE
)
_OGNI_ANNO = re.compile(
    r"\b(?:annui|annue|annuo|annua|annual[ei]|annualmente|ogni anno|per anno|all['’]\s*anno|l['’]\s*anno)\b(?!\s+20)",
    re.IGNORECASE,
)
_SI_NO = re.compile(r"[(\[]\s*s[iì]\s*/\s*no\s*[)\]]\s*[.;]?\s*$", re.IGNORECASE)
_ANNO = r"20[2-3]\d"
_VALORE = rf"(?:(?:almeno|≥|>=|>|<|t0\s*\+)\s*)?(?:{_CIFRA})\s*%?"
_ANNO_VALORE = re.compile(
    rf"\b(?P<anno>{_ANNO})\s*[:=]?\s*(?P<valore>{_VALORE})(?=\s*(?:[,;/|.)]|$|\be\b|\s{_ANNO}))", re.IGNORECASE
)
_VALORE_ANNO = re.compile(
    rf"(?P<valore>{_VALORE})\s*(?:\(\s*|nel\s+|entro\s+(?:il\s+)?|al\s+|per il\s+)(?P<anno>{_ANNO})\s*\)?",
    re.IGNORECASE,
)


def per_anno(testo: str) -> tuple[str, list[tuple[int, str]]]:
    """Return the words before a run of years with their values, and the run: «2025 50%, 2026 60%», «50% nel 2025, ...».

    Two years at least, each once, and nothing else from the first to the end but commas: otherwise nothing.
    """
    for regola in (_ANNO_VALORE, _VALORE_ANNO):
        trovati = list(regola.finditer(testo))
        anni = [int(t["anno"]) for t in trovati]
        if len(trovati) < 2 or anni != sorted(set(anni)):
            continue
        resti = [testo[a.end() : b.start()] for a, b in pairwise(trovati)]
        resti.append(testo[trovati[-1].end() :])
        if all(re.fullmatch(r"[\s,;/|.)]*(?:e)?\s*", r) for r in resti):
            return testo[: trovati[0].start()], [(a, t["valore"].strip()) for a, t in zip(anni, trovati, strict=True)]
    return testo, []


def attesi_nel(testo: str, anni: Sequence[int]) -> list[tuple[Json, bool]]:
    """Return the targets that some words set without naming each year; none when unsure.

    The only least number: of every year («ogni anno»), of a year («entro il 2026»), or of the three years. «(sì/no)»
    is something to be done.
    """
    trovati = list(_ALMENO.finditer(testo))
    if not trovati and _SI_NO.search(testo):
        return [({"anno": None, "tipo": "traguardo", "valore": None, "testo": ""}, False)]
    cresce = _CRESCE.findall(testo)
    if len(trovati) + len(cresce) != 1:
        return []
    entro = _ENTRO.findall(testo)
    quali: Sequence[int | None] = [int(entro[0])] if len(entro) == 1 else [None]
    if _OGNI_ANNO.search(testo) and not entro:
        quali = anni
    if cresce:
        return [({"anno": anno, "tipo": "aumento", "valore": None, "testo": cresce[0]}, False) for anno in quali]
    percento = bool(trovati[0]["per"])
    atteso = {"tipo": "soglia" if percento else "minimo", "valore": _cifra(trovati[0]["cifra"]), "testo": ""}
    return [({"anno": anno, **atteso}, percento) for anno in quali]


def bersaglio(testo: str, anno: int | None) -> tuple[Json, bool]:
    """Return the target that some words state, and whether it is a percentage. Words that the type says are not kept."""
    dati: Json = {"anno": anno, "tipo": "traguardo", "valore": None, "testo": testo}
    if _BASE.match(testo):
        return {**dati, "tipo": "base", "testo": "" if testo.casefold().strip(".; ") == "t0" else testo}, False
    quanto = _QUANTO.match(testo)
    if quanto:
        segno = (quanto["segno"] or "").casefold()
        minimo = segno not in ("", "=", "pari a")
        percento = bool(quanto["per"])
        tipo = ("soglia" if percento else "minimo") if minimo else "uguale"
        scritto = (
            testo if segno not in ("≥", "") or testo.endswith((".", ";", ",", ")")) or "n" in testo.casefold() else ""
        )
        return {**dati, "tipo": tipo, "valore": _cifra(quanto["cifra"]), "testo": scritto}, percento
    oltre = _OLTRE.match(testo)
    if oltre:
        percento = bool(oltre["per"])
        return {**dati, "tipo": "soglia" if percento else "minimo", "valore": _cifra(oltre["cifra"])}, percento
    letto = piega(testo)
    if _SOTTO.match(testo):
        return dati, False
    if _PIU.search(testo):
        return {**dati, "tipo": "aumento"}, False
    if _MENO.search(testo):
        return {**dati, "tipo": "diminuzione"}, False
    return {**dati, "tipo": "nessuno" if letto in ("nessuno", "non previsto") else "traguardo"}, False


def _cifra(testo: str) -> str:
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", testo):
        return testo.replace(".", "")
    return testo.replace(",", ".")
