"""Targets out of the words of an indicator: «50%», «almeno 3», «t0+10%», «50% nel 2025, 60% nel 2026». Pure."""

import re
from collections.abc import Sequence
from itertools import pairwise

from core.canonico import Json
from piani.word.leggi.testi import piega

_QUANTO = re.compile(
    r"^(?P<segno>almeno|maggior[ei] o ugual[ei] (?:a|al|all['’])|minimo|min\.?|non meno di|≥|>=|\\geq|=|pari a)?\s*(?:n\.?\s*)?(?P<cifra>\d{1,3}(?:\.\d{3})+|\d+(?:[.,]\d{1,2})?)\s*(?P<per>%|\\%)?[.;,)]*$",
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
_PAROLE = ("un", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci")
_A_PAROLE = rf"un[oa]?\b|(?:{'|'.join(_PAROLE[1:])})\b"
# A number that some words set as the least, wherever it stands.
_ALMENO = re.compile(
    rf"(?:\balmeno|\bminimo|\bnon meno di|\bnon inferiore (?:a|al)|≥|>=|>(?!\s*20[2-3]\d(?!\d)))\s*(?:il\s+|l['’]\s*|n\.?\s*|a[ld]?\s+)?(?P<cifra>(?:{_CIFRA})(?!\d|[.,]\d)|{_A_PAROLE})"
    r"\s*(?P<per>%)?",
    re.IGNORECASE,
)
_ENTRO = re.compile(
    r"\bentro\s+(?:il|la fine del|fine|l['’]anno|dicembre)?\s*(?:\d{1,2}[./]\d{1,2}[./])?(20[2-3]\d)\b", re.IGNORECASE
)
# «almeno 3 (una all'anno)»: of each year is the number in brackets.
_CIASCUN_ANNO = re.compile(
    rf"\(\s*(?:almeno\s+)?(?P<cifra>\d{{1,3}}|{_A_PAROLE})\s+(?:all['’]\s*anno|per anno|ogni anno|l['’]\s*anno)\s*\)",
    re.IGNORECASE,
)
_OGNI_ANNO = re.compile(
    r"\b(?:annui|annue|annuo|annua|annual[ei]|annualmente|ogni anno|per anno|all['’]\s*anno|l['’]\s*anno)\b(?!\s+20)",
    re.IGNORECASE,
)
# «Realizzazione di 6 incontri», «N. 3 protocolli»: what comes out is that many; the number must be the only one.
_FATTI = re.compile(
    rf"^\s*(?:[^\W\d_]+(?:zione|sione|mento|sura|tura|vio|esa|cità)\s+(?:e\s+[^\W\d_]+\s+)?di\s+)?(?:n\.?\s*|nr\.?\s*)?"
    rf"(?P<cifra>\d{{1,3}}(?![\d.,/%°)])|{_A_PAROLE})\s+(?!anni\b|mes[ei]\b|or[ae]\b|giorn[oi]\b|su\b|o\b|delle\b|dei\b)[^\W\d_]{{3,}}",
    re.IGNORECASE,
)
_RISPETTO = re.compile(
    r"\b(?:nel|entro il|al)\s+(?P<quando>20[2-3]\d)\b.*\b(?:increment|aument)\w*\s+rispetto\s+al\s+(?P<base>20[2-3]\d)\b"
    r"|\b(?:increment|aument)\w*\b.*\b(?:nel|entro il|al)\s+(?P<quando2>20[2-3]\d)\s+rispetto\s+al\s+(?P<base2>20[2-3]\d)\b",
    re.IGNORECASE | re.DOTALL,
)
_VERSO = (
    ("aumento", re.compile(r"^\s*(?:incremento|aumento|crescita|miglioramento)\b", re.IGNORECASE)),
    ("diminuzione", re.compile(r"^\s*(?:riduzione|diminuzione|calo)\b", re.IGNORECASE)),
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
    ciascuno = _CIASCUN_ANNO.search(testo)
    if ciascuno:
        atteso = {"tipo": "minimo", "valore": _cifra(ciascuno["cifra"]), "testo": ""}
        return [({"anno": anno, **atteso}, False) for anno in anni]
    trovati = _una_volta(list(_ALMENO.finditer(testo)))
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


def _una_volta(trovati: list[re.Match[str]]) -> list[re.Match[str]]:
    """Two ways of saying one number, «almeno un progetto / N. di progetti ≥ 1», are one."""
    valori = {(_cifra(t["cifra"]), bool(t["per"])) for t in trovati}
    segni = {t[0][:1] in "≥>" for t in trovati}
    return trovati[:1] if len(trovati) == 2 and len(valori) == 1 and len(segni) == 2 else trovati


def attesi_dal_verbo(testo: str, anni: Sequence[int]) -> list[tuple[Json, bool]]:
    """Return the targets of a result that says what will come out: «Stesura di 1 report», «un report all'anno», «Aumento ...».

    A number in figures, alone in the words, is that many; in letters it counts only for each year.
    """
    rispetto = _RISPETTO.search(testo)
    if rispetto:
        base, quando = rispetto["base"] or rispetto["base2"], rispetto["quando"] or rispetto["quando2"]
        vuoto: Json = {"valore": None, "testo": ""}
        return [
            ({"anno": int(base), "tipo": "base", **vuoto}, False),
            ({"anno": int(quando), "tipo": "aumento", **vuoto}, False),
        ]
    fatti = _FATTI.match(testo)
    numeri = re.findall(r"\d+", testo)
    if fatti and len(numeri) <= 1 and (numeri or _OGNI_ANNO.search(testo)) and bool(numeri) == fatti["cifra"].isdigit():
        cifra = _cifra(fatti["cifra"])
        if _OGNI_ANNO.search(testo):
            return [({"anno": a, "tipo": "minimo", "valore": cifra, "testo": ""}, False) for a in anni]
        return [({"anno": None, "tipo": "uguale", "valore": cifra, "testo": ""}, False)]
    verso = next((tipo for tipo, regola in _VERSO if regola.match(testo)), "")
    return [({"anno": None, "tipo": verso, "valore": None, "testo": ""}, False)] if verso and not numeri else []


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
    parola = testo.casefold()
    if parola in ("uno", "una"):
        return "1"
    if parola in _PAROLE:
        return str(_PAROLE.index(parola) + 1)
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", testo):
        return testo.replace(".", "")
    return testo.replace(",", ".")
