"""What became of an objective of the last triennium: the new sheet that its outcome form names, by title or by code. Pure."""

import re
from difflib import SequenceMatcher

from core.canonico import Json
from core.testo import testo_semplice
from piani.word.leggi.esito import Sicurezza
from piani.word.leggi.resoconto import Voce, origine
from piani.word.leggi.testi import breve, piega

CAMPO = "riproposto"
_CODICE = re.compile(
    r"\b(?:obiettiv[oi]|sched[ae]|codice)\s+(?:n\.?\s*°?\s*|nr\.?\s*|numero\s+)?[«\"“]?((?-i:[A-Z])|\d{1,2})(?![\w.])(?!\s+(?:obiettiv|sched|azion))",
    re.IGNORECASE,
)
_CONFLUITO = re.compile(
    r"\bconflui|\baccorpa|\bassorb|\bricompres|\bintegrat[oi] n|\bripres[oi] (?:n|d)|\bunit[oi] a|\btrasforma"
)
# A title must have this many letters to be looked for in a sentence; how like two titles of one objective are.
_LUNGO, _UGUALE = 15, 0.9
# A shorter one may be only words: «agenzia dell'abitare». It counts in quotation marks, or after «obiettivo».
_PAROLE = 5
_VIRGOLETTE = re.compile(r"[«“\"]\s*([^«»“”\"]{4,200}?)\s*[»”\"]")
_PREFISSO = re.compile(r"^\s*(?:[A-Z]|\d{1,2})\s*[–-]\s*|\s*\(\s*prioritario\s*\)\s*$", re.IGNORECASE)


def lega_esiti(esiti: list[Json], schede: list[Json]) -> list[Voce]:
    """Write in each outcome form the sheets that follow it, where it says so; return what to tell of each.

    A sheet is named by its title or by its code. A yes that names none is tied to the sheet with the same title.
    A no that names none is an end. Anything else is left to people.
    """
    voci: list[Voce] = []
    for esito in esiti:
        risposta = next((r for r in esito["risposte"] if r["campo"] == CAMPO), None)
        if risposta is None:
            continue
        testo = " ".join(testo_semplice(risposta["testo"]).split())
        esito["seguito"], grado, capito = _seguito(esito, testo, risposta["scelte"], schede)
        if capito:
            nome = f"{esito['codice']} {breve(esito['intestazione'], 60)}"
            voci.append(Voce("riga", "dalla risposta", "Che cosa ne è stato dopo", capito, grado, origine(testo), nome))
    return voci


def _seguito(esito: Json, testo: str, scelte: list[str], schede: list[Json]) -> tuple[list[Json], Sicurezza, str]:
    nominate = _nominate(testo, schede)
    uguale = _stesso_titolo(esito, schede)
    if nominate:
        seguiti = [_voce(s, "riproposto" if s is uguale else "confluito") for s in nominate]
        grado = Sicurezza.PROBABILE
        parole = ", ".join(
            f"{v['esito']} in «{breve(s['titolo'], 60)}»" for v, s in zip(seguiti, nominate, strict=True)
        )
        return seguiti, grado, parole
    if _CONFLUITO.search(piega(testo)):
        return [], Sicurezza.DA_GUARDARE, "confluisce in un'altra scheda, che non si è riconosciuta: collegala tu"
    if scelte == ["si"] and uguale is not None:
        return [_voce(uguale, "riproposto")], Sicurezza.PROBABILE, f"riproposto in «{breve(uguale['titolo'], 60)}»"
    if scelte == ["no"]:
        return [{"codice": "", "esito": "chiuso", "motivo": ""}], Sicurezza.PROBABILE, "chiuso"
    return [], Sicurezza.CERTO, ""


def _voce(scheda: Json, esito: str) -> Json:
    return {"codice": scheda["codice"], "esito": esito, "motivo": ""}


def _nominate(testo: str, schede: list[Json]) -> list[Json]:
    """The sheets whose title, or code after «obiettivo», is in a text; a code that two kinds of sheet have is none."""
    letto = f" {piega(testo)} "
    virgolette = {nudo(v) for v in _VIRGOLETTE.findall(testo)}
    codici = {c.upper() for c in _CODICE.findall(testo)}
    return [
        s
        for s in schede
        if (t := nudo(s["titolo"])) in virgolette
        or (len(t) >= _LUNGO and (f"obiettivo {t} " in letto or f"scheda {t} " in letto or f"intervento {t} " in letto))
        or (len(t.split()) >= _PAROLE and f" {t} " in letto)
        or s["codice"].upper() in codici
    ]


def nudo(titolo: str) -> str:
    """Return a title folded, without its code and without «(prioritario)»."""
    return piega(_PREFISSO.sub("", _PREFISSO.sub("", titolo)))


def _stesso_titolo(esito: Json, schede: list[Json]) -> Json | None:
    suo = nudo(esito["titolo"] or esito["intestazione"])
    if not suo:
        return None
    voti = sorted(
        ((SequenceMatcher(None, suo, nudo(s["titolo"])).ratio(), n) for n, s in enumerate(schede)), reverse=True
    )
    if not voti or voti[0][0] < _UGUALE or (len(voti) > 1 and voti[1][0] >= _UGUALE):
        return None
    return schede[voti[0][1]]
