"""Funding lines out of an answer: amount, sources, how sure, for how long. Pure.

Each line of text with an amount becomes a funding line with its words as a note; the others stay as text.
"""

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from core.canonico import Json
from piani.word.leggi.catalogo import Conosciuto
from piani.word.leggi.esito import Capito, Sicurezza
from piani.word.leggi.formattato import senza_segno
from piani.word.leggi.sorgente import Paragrafo, taglia
from piani.word.leggi.testi import piega, stringi

_CIFRA = r"\d{1,3}(?:[.'’]\d{3})+(?:,\d{1,2})?|\d+\.\d{2}(?!\d)|\d+(?:,\d{1,2})?"
# A point before one or two digits is of a decimal, when millions are meant.
_MLN = r"\d{1,3}\.\d{1,2}(?=\s*(?:mln|milion[ei]))"
_EURO = r"(?:€|euro\b|eur\b)"
_IMPORTO = re.compile(
    rf"(?:{_EURO}\.?\s*(?P<dopo>{_MLN}|{_CIFRA})(?P<mila1>\s*(?:mila|mln|milion[ei]))?)"
    rf"|(?:(?<![\d.,/])(?P<prima>{_MLN}|{_CIFRA})(?P<mila2>\s*(?:mila|mln|milion[ei])\.?(?:\s+di)?)?\s*{_EURO})"
    rf"|(?:(?<![\d.,/])(?P<milioni>{_MLN}|\d{{1,3}}(?:,\d{{1,2}})?)(?P<mila3>\s*mln\b))"
    r"|(?:(?<![\d.,/])(?P<nuda>\d{1,3}(?:\.\d{3})+,\d{2})(?![\d%]))",
    re.IGNORECASE,
)
_TAGLIO = re.compile(r"[;+]\s|\s[-–]\s|\.\s+(?=[A-Z])|,\s|\s(?:e|oltre|ed)\s")
_GRANDE = re.compile(
    r"(?<![\d./,])\d{1,3}(?:\.\d{3})+(?![\d/]|\s*(?:abitanti|persone|utenti|ore|famiglie))|\d\s?mila\b"
)
_FINO = re.compile(r"fino\s+al\s+(\d{1,2})[/.](\d{1,2})[/.](20\d\d)", re.IGNORECASE)
_CENTINAIA = Decimal(10) ** 12
# The names by which a source of the catalogue goes, beside its own.
_SIGLE = {
    "fnps": r"\bfnps\b|fondo nazionale (?:per le )?politiche sociali",
    "fna": r"\bfna\b|non autosufficienz",
    "fsr": r"\bfsr\b|fondo sociale regionale",
    "pnrr": r"\bpnrr\b",
    "fami": r"\bfami\b",
    "dopo-di-noi": r"dopo di noi",
    "prins": r"\bprins\b",
    "fondi-europei": r"\bfse\b|\bfesr\b|fondi europei|fondo sociale europeo|pr fse|por fse",
    "fondi-ambito": r"fond[oi] (?:d )?(?:dell )?ambito|risorse (?:d )?(?:dell )?ambito",
    "comuni": r"risorse proprie|risorse comunali|bilanci[o]? comunal|fondi comunali|quot[ae] (?:dei )?comun",
    "utenza": r"compartecipazione|utenza",
    "fondo-intesa-famiglia": r"intesa famiglia",
}


def leggi_risorse(linee: list[Paragrafo], noto: Conosciuto) -> tuple[Capito, list[Json]]:
    """Return the funding lines of a row, and the lines without an amount."""
    capito = Capito()
    risorse: list[Json] = []
    for linea in linee:
        nuda = senza_segno(linea)
        pezzi = _pezzi(nuda)
        if not pezzi:
            capito.resto.append(linea)
            continue
        for pezzo, importo in pezzi:
            if risorse and re.match(r"(?:per un )?tot(?:ale|\.)", pezzo, re.IGNORECASE):
                risorse[-1]["nota"] += f" {pezzo}"
                capito.dubita(Sicurezza.PROBABILE, f"«{pezzo[:40]}» è un totale: non è contato due volte")
            else:
                risorse.append(_risorsa(pezzo, importo, noto))
    if risorse:
        capito.parole.append("1 importo in euro" if len(risorse) == 1 else f"{len(risorse)} importi in euro")
        capito.dubita(Sicurezza.PROBABILE, "guarda periodo e fonti di ogni importo")
    elif linee:
        capito.parole.append("nessun importo: resta come testo")
    if any(_GRANDE.search(p.testo) for p in capito.resto):
        capito.dubita(Sicurezza.DA_GUARDARE, "c'è un numero che può essere un importo, ma non dice euro")
    return capito, risorse


def _pezzi(linea: Paragrafo) -> list[tuple[str, Decimal]]:
    """Cut a line so that each piece has one amount; the pieces together are the whole line."""
    testo = linea.testo
    importi = [(m, v) for m in _IMPORTO.finditer(testo) if (v := _valore(m)) is not None]
    if not importi:
        return []
    tagli = [0]
    for (prima, _), (dopo, _) in pairwise(importi):
        fra = list(_TAGLIO.finditer(testo, prima.end(), dopo.start()))
        tagli.append(fra[0].end() if fra else prima.end())
    tagli.append(len(testo))
    return [
        (stringi(taglia(linea, a, b).testo), valore)
        for a, b, (_, valore) in zip(tagli, tagli[1:], importi, strict=False)
    ]


def _valore(trovato: re.Match[str]) -> Decimal | None:
    cifra = trovato["dopo"] or trovato["prima"] or trovato["milioni"] or trovato["nuda"]
    mila = piega(trovato["mila1"] or trovato["mila2"] or trovato["mila3"] or "")
    if re.fullmatch(r"\d+\.\d{1,2}", cifra):
        cifra = cifra.replace(".", ",")
    try:
        valore = Decimal(re.sub(r"[.'’]", "", cifra).replace(",", "."))
    except InvalidOperation:
        return None
    if mila.startswith("mila"):
        valore *= 1000
    elif mila:
        valore *= 1_000_000
    return valore if valore < _CENTINAIA else None


def _risorsa(testo: str, importo: Decimal, noto: Conosciuto) -> Json:
    letto = piega(testo)
    fonti = _fonti(letto, noto)
    return {
        "importo": f"{importo:.2f}",
        "fonti": fonti,
        "natura": _natura(letto, fonti, noto),
        "periodo": _periodo(letto),
        "anno": _anno(testo),
        "precisione": _precisione(letto),
        "condivisa": bool(
            re.search(
                r"per (?:tutti )?(?:gli|i) \w+ ?ambiti|ambiti aderenti|intera rete|tutta la rete|tra gli ambiti", letto
            )
        ),
        "condivisa_con": [],
        "fino_al": _fino(testo),
        "nota": testo,
    }


def _fonti(letto: str, noto: Conosciuto) -> list[str]:
    trovate = {f.chiave for f in noto.fonti if piega(f.nome) in letto}
    chiavi = {f.chiave for f in noto.fonti}
    trovate |= {c for c, regola in _SIGLE.items() if c in chiavi and re.search(regola, letto)}
    if "fnps" in trovate and "quota vincolata" in letto and "fnps-quota-vincolata" in chiavi:
        trovate = trovate - {"fnps"} | {"fnps-quota-vincolata"}
    if re.search(r"fondo poverta|poverta estrema|quota servizi", letto):
        quota = [
            c
            for c, segno in (
                ("fondo-poverta-quota-servizi", "quota servizi"),
                ("fondo-poverta-estrema", "poverta estrema"),
            )
            if segno in letto and c in chiavi
        ]
        trovate |= set(quota or [c for c in ("fondo-nazionale-poverta",) if c in chiavi])
    return [f.chiave for f in noto.fonti if f.chiave in trovate]


def _natura(letto: str, fonti: list[str], noto: Conosciuto) -> str:
    if re.search(r"\bprivat", letto):
        return "mista" if re.search(r"\bpubblic", letto) else "privata"
    if re.search(r"\bpubblic", letto):
        return "pubblica"
    nature = {f.natura for f in noto.fonti if f.chiave in fonti}
    return nature.pop() if len(nature) == 1 else "non_indicata"


def _periodo(letto: str) -> str:
    if re.search(
        r"(?:annu[oi]|annual[ei]|all anno|l anno) (?:per|cadaun|a) (?:ogni|ciascun|operatore)|per ogni (?:assistente|operatore)",
        letto,
    ):
        return "per_unita"
    if re.search(
        r"\bannu[oiae]\b|\bannual[ei]\b|\ball anno\b|\bogni anno\b|\bper anno\b|\bannui\b|l anno\b|\beuro anno\b|\d anno\b",
        letto,
    ):
        return "annuale"
    return "una_tantum" if re.search(r"una tantum|lavori|ristrutturazione|studio di fattibilita", letto) else "triennio"


def _anno(testo: str) -> int | None:
    trovato = re.search(r"(?:per l['’]anno|nel|anno)\s+(20[2-3]\d)(?!\s*[-–/]\s*\d)", testo, re.IGNORECASE)
    return int(trovato[1]) if trovato else None


def _precisione(letto: str) -> str:
    if re.search(r"\bcirca\b|\bindicativ|\bstimat|\bca\b|approssimativ", letto):
        return "circa"
    return "massimo" if re.search(r"\bmassim|\bfino a \b|\bmax\b|\bnon oltre\b", letto) else "esatto"


def _fino(testo: str) -> str | None:
    trovato = _FINO.search(testo)
    if trovato is None:
        return None
    giorno, mese, anno = (int(t) for t in trovato.groups())
    try:
        return dt.date(anno, mese, giorno).isoformat()
    except ValueError:
        return None
