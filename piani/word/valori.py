"""Typed values in the words of a Word file, and back: what a person changes by hand is read as it was meant. Pure.

Each `..._scritto` has its `..._letto`; NonCapito says that the words are not one of the values, and they are then kept.
"""

import datetime as dt
import re
import unicodedata
from decimal import Decimal, InvalidOperation

from core.canonico import Json, decimale
from core.canonico import importo as importo_canonico
from core.formati import data, euro, numero

PRECISIONI = {"esatto": "", "circa": "circa", "massimo": "al massimo"}
PERIODI = {
    "triennio": "per il triennio",
    "annuale": "all'anno",
    "una_tantum": "una tantum",
    "per_unita": "per unità e per anno",
}
NATURE = {"pubblica": "Pubblica", "privata": "Privata", "mista": "Pubblica e privata", "non_indicata": "Non indicata"}
UNITA = {
    "numero": "numero",
    "percentuale": "%",
    "si_no": "sì/no",
    "rapporto": "rapporto",
    "giorni": "giorni",
    "ore": "ore",
    "elenco": "elenco",
    "documento": "documento",
    "altro": "altro",
}
QUALIFICHE = {"capofila": "Ente capofila", "sottoscrittore": "Sottoscrittore", "aderente": "Aderente"}
ESITI = {"riproposto": "Riproposto", "confluito": "Confluito", "chiuso": "Chiuso"}
NORME = {
    "legge": "Legge",
    "decreto_legislativo": "D.Lgs.",
    "dpcm": "D.P.C.M.",
    "decreto_ministeriale": "D.M.",
    "legge_regionale": "L.R.",
    "dgr": "D.G.R.",
    "altro": "Atto",
}
SI_NO = {True: "Sì", False: "No"}
_MESI = {data(dt.date(2000, m, 1)).split("\u00a0")[1].split()[0]: m for m in range(1, 13)}
_MIGLIAIA = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d+)?")
_SEMPLICE = re.compile(r"-?\d+([.,]\d+)?")
_SEGNI = {
    "soglia": "≥",
    "minimo": "almeno",
    "uguale": "=",
    "aumento": "in aumento",
    "diminuzione": "in diminuzione",
    "base": "T0",
    "nessuno": "nessun valore atteso",
    "traguardo": "traguardo",
}
_ATTESO = re.compile(
    r"(?P<segno>≥|>=|almeno|=|in aumento|in diminuzione|T0|nessun valore atteso|traguardo)?"
    r"(?: ?(?:di )?(?P<valore>-?\d[\d.,]*)(?: ?%)?)?(?: ?\((?P<testo>.*)\))?",
    re.DOTALL | re.IGNORECASE,
)
_BASE = re.compile(
    r"(?P<valore>-?\d[\d.,]*(?= ?%?(?:$| \()))?(?: ?%)?(?: ?\((?P<anno>(?:19|20)\d\d)?(?:, )?(?P<testo>.*)\))?",
    re.DOTALL,
)


class NonCapito(ValueError):
    """The words are not one of the values that stand there."""


def piano(testo: str) -> str:
    """Return the words for a comparison: spaces made single, no case, typographic apostrophes made plain."""
    unico = " ".join(testo.replace("\u00a0", " ").split())
    return unicodedata.normalize("NFC", unico).replace("\u2019", "'").casefold()


def tra(testo: str, parole: dict[str, str]) -> str:
    """Return the key whose label the words are. Raises NonCapito."""
    cercate = piano(testo)
    for chiave, etichetta in parole.items():
        if piano(etichetta) == cercate:
            return chiave
    raise NonCapito(testo)


def cifre_lette(testo: str) -> str:
    """Return "1.300,50" (or "7.50") as 1300.50, with the digits that are written. Raises NonCapito."""
    pulito = testo.replace("\u00a0", " ").strip().removesuffix("%").removesuffix("€").strip()
    if _MIGLIAIA.fullmatch(pulito):
        pulito = pulito.replace(".", "")
    elif not _SEMPLICE.fullmatch(pulito):
        raise NonCapito(testo)
    return pulito.replace(",", ".")


def numero_letto(testo: str) -> str:
    """Return "1.300,50" as a canonical decimal, in its shortest form. Raises NonCapito."""
    return decimale(Decimal(cifre_lette(testo))) or "0"


def numero_scritto(valore: str, unita: str = "") -> str:
    """Return a canonical decimal in Italian, with % where that is its unit; what is not a number stays as it is."""
    try:
        scritto = numero(Decimal(valore))
    except InvalidOperation:
        return valore
    return f"{scritto}%" if unita == "percentuale" else scritto


def data_scritta(iso: str | None) -> str:
    """Return an ISO date as 2 dicembre 2024; None as nothing."""
    return data(dt.date.fromisoformat(iso)).replace("\u00a0", " ") if iso else ""


def data_letta(testo: str) -> str | None:
    """Return "2 dicembre 2024" or "02/12/2024" as an ISO date; nothing as None. Raises NonCapito."""
    pezzi = piano(testo).replace("/", " ").split()
    if not pezzi:
        return None
    try:
        giorno, mese, anno = pezzi
        return dt.date(int(anno), _MESI.get(mese) or int(mese), int(giorno.rstrip("°º"))).isoformat()
    except ValueError as errore:
        raise NonCapito(testo) from errore


def intero_letto(testo: str) -> int | None:
    """Return "75%" or "75" as a whole number; nothing as None. Raises NonCapito."""
    pulito = piano(testo).removesuffix("%").strip()
    if not pulito or pulito == "–":
        return None
    if not pulito.isascii() or not pulito.isdigit() or len(pulito) > 4:
        raise NonCapito(testo)
    return int(pulito)


def percento_scritto(valore: int | None) -> str:
    """Return 75 as "75%"; None as nothing."""
    return "" if valore is None else f"{valore}%"


# --- Targets and baselines of the indicators ------------------------------------------------------


def atteso_scritto(atteso: Json, unita: str) -> str:
    """Return a target: "≥ 50%", "almeno 9 (1 a semestre)", "Rete creata (sì/no)"."""
    tipo, valore, testo = atteso["tipo"], atteso["valore"], atteso["testo"]
    segno = _SEGNI[tipo]
    if tipo == "traguardo" and not valore and testo and _e_traguardo(testo):
        return str(testo)
    quanto = numero_scritto(valore, unita) if valore else ""
    unione = " di " if tipo in ("aumento", "diminuzione") else " "
    if tipo == "uguale" and quanto:
        segno, unione = "", ""
    misura = f"{segno}{unione}{quanto}" if quanto else segno
    return f"{misura} ({testo})" if testo else misura


def _e_traguardo(testo: str) -> bool:
    """Whether the bare words are read again as a milestone, and not as a measure."""
    return _ATTESO.fullmatch(testo) is None


def atteso_letto(testo: str) -> Json:
    """Return type, value and text of a target; what is no measure is a milestone in words."""
    trovato = _ATTESO.fullmatch(testo.replace("\u00a0", " ").strip())
    if trovato is None or not (trovato["segno"] or trovato["valore"]):
        return {"tipo": "traguardo", "valore": None, "testo": testo.strip()}
    segno = (trovato["segno"] or "=").casefold().replace(">=", "≥")
    tipo = next(t for t, s in _SEGNI.items() if s.casefold() == segno)
    try:
        valore = numero_letto(trovato["valore"]) if trovato["valore"] else None
    except NonCapito:
        return {"tipo": "traguardo", "valore": None, "testo": testo.strip()}
    return {"tipo": tipo, "valore": valore, "testo": trovato["testo"] or ""}


def base_scritta(base: Json | None, unita: str) -> str:
    """Return a baseline: "12 (2023, T0)"; None as nothing."""
    if base is None:
        return ""
    dentro = ", ".join(str(v) for v in (base["anno"], base["testo"]) if v)
    misura = numero_scritto(base["valore"], unita) if base["valore"] else ""
    return f"{misura} ({dentro})".strip() if dentro else misura


def base_letta(testo: str) -> Json | None:
    """Return a baseline; nothing as None, words that are no measure as its text."""
    pulito = testo.replace("\u00a0", " ").strip()
    if not pulito:
        return None
    trovata = _BASE.fullmatch(pulito)
    if trovata is None:
        return {"valore": None, "anno": None, "testo": pulito}
    try:
        valore = numero_letto(trovata["valore"]) if trovata["valore"] else None
    except NonCapito:
        return {"valore": None, "anno": None, "testo": pulito}
    return {
        "valore": valore,
        "anno": int(trovata["anno"]) if trovata["anno"] else None,
        "testo": trovata["testo"] or "",
    }


# --- Money ----------------------------------------------------------------------------------------


def importo_scritto(risorsa: Json) -> str:
    """Return "circa 510.000,00 €", or that the amount is not stated."""
    if risorsa["importo"] is None:
        parola = PRECISIONI[risorsa["precisione"]]
        return f"{parola} non indicato".strip()
    return f"{PRECISIONI[risorsa['precisione']]} {euro(risorsa['importo'])}".strip()


def importo_letto(testo: str) -> Json:
    """Return amount and how sure it is. Raises NonCapito."""
    resto = piano(testo)
    precisione = "esatto"
    for chiave, parola in PRECISIONI.items():
        if parola and resto.startswith(parola):
            precisione, resto = chiave, resto.removeprefix(parola).strip()
    if resto in ("non indicato", "", "–"):
        return {"importo": None, "precisione": precisione}
    try:
        quanto = Decimal(numero_letto(resto.removeprefix("€").removeprefix("euro").removesuffix("euro")))
    except NonCapito:
        raise NonCapito(testo) from None
    if quanto < 0:
        raise NonCapito(testo)
    return {"importo": importo_canonico(quanto), "precisione": precisione}


def periodo_scritto(risorsa: Json) -> str:
    """Return "per il triennio", "all'anno, 2025"."""
    anno = f", {risorsa['anno']}" if risorsa["anno"] else ""
    return f"{PERIODI[risorsa['periodo']]}{anno}"


def periodo_letto(testo: str) -> Json:
    """Return what the amount covers, and the year. Raises NonCapito."""
    parole, _, anno = testo.partition(",")
    return {"periodo": tra(parole, PERIODI), "anno": intero_letto(anno)}
