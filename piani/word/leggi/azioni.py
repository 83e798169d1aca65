"""Actions out of an answer: «Azione 1:», «1.», «1.1», «A)», or the numbers that Word counts. Pure.

What comes before the first is left as text; a list that cannot be told for sure (a number twice) is left whole.
"""

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from core.canonico import Json
from piani.word.leggi.esito import Capito, Sicurezza
from piani.word.leggi.formattato import segno_di, semplice, senza_segno
from piani.word.leggi.sorgente import Paragrafo, taglia

_PAROLA = r"(?:azione|attivit[aà]|az\.|intervento)"
_INIZI = (
    re.compile(
        rf"^\s*[-–•]?\s*{_PAROLA}\s*(?:n\.?\s*)?((?-i:[A-Z])?\.?\d{{1,2}}(?:\.\d{{1,2}})?|(?-i:[A-Z])(?=\s*[):.\-–]))\s*[):.\-–]*\s*",
        re.IGNORECASE,
    ),
    re.compile(r"^\s*(\d{1,2}(?:\.\d{1,2})?)\s*[.)\-–:]+(?!\d)\s*(?=\S)"),
    re.compile(r"^\s*(\d{1,2}\.\d{1,2})\s+(?=\S)"),
    re.compile(r"^\s*([A-Z]\.?\d{1,2}(?:\.\d{1,2})?)\s*[).:\-–]*\s+(?=\S)"),
    re.compile(r"^\s*([A-Z])\s*[.)]\s+(?=\S)"),
)
_IN_LINEA = re.compile(rf"(?<=[\s.;:])(?={_PAROLA}\s*(?:n\.?\s*)?\d{{1,2}}(?:\.\d{{1,2}})?\s*[):.\-–])", re.IGNORECASE)
_NUMERO_LISTA = re.compile(r"^(\d{1,2}(?:\.\d{1,2})?|[A-Za-z])[.)]?$")
_SUBITO = 3
_DUE = 2


@dataclass
class _Azione:
    numero: str
    linee: list[Paragrafo] = field(default_factory=list)


def spezza(linee: list[Paragrafo]) -> list[Paragrafo]:
    """Split the lines in which an «Azione n:» begins in the middle."""
    uscite: list[Paragrafo] = []
    for linea in linee:
        tagli = [0, *[m.start() for m in _IN_LINEA.finditer(linea.testo)], len(linea.testo)]
        pezzi = [taglia(linea, a, b) for a, b in pairwise(tagli)]
        uscite += [p for p in (pezzi if len(pezzi) > 1 else [linea]) if not p.vuoto]
    return uscite


def numero_di(linea: Paragrafo) -> tuple[str, Paragrafo] | None:
    """Return the number that opens a line and the rest of it."""
    if linea.lista is not None and linea.lista.ordinata:
        segno = _NUMERO_LISTA.match(linea.lista.segno)
        if segno and linea.lista.livello == 0:
            return segno[1], replace(linea, lista=None)
    if linea.lista is not None and linea.lista.ordinata:
        return None
    for inizio in _INIZI:
        trovato = inizio.match(linea.testo)
        if trovato:
            resto = replace(taglia(linea, trovato.end()), lista=None)
            return trovato[1].upper().strip("."), resto
    return None


def leggi_azioni(linee: list[Paragrafo]) -> tuple[Capito, list[Json]]:
    """Return the actions of a row, at most two levels, and what is not one of them."""
    prima, azioni = _numerate(linee)
    if not azioni:
        return _puntate(linee)
    capito = Capito(resto=prima)
    numeri = [a.numero for a in azioni]
    dubbio = _non_si_separano(azioni)
    if dubbio is not None:
        capito.resto = list(linee)
        if linee:
            capito.dubita(*dubbio)
        return capito, []
    if capito.resto:
        capito.parole.append("le parole prima della prima azione restano come testo")
    albero = _albero(azioni)
    capito.parole.insert(0, f"{len(azioni)} azioni")
    if not _in_fila(numeri):
        capito.dubita(Sicurezza.PROBABILE, "i numeri delle azioni non sono in fila")
    return capito, albero


def _numerate(linee: list[Paragrafo]) -> tuple[list[Paragrafo], list[_Azione]]:
    """Return the lines before the first number, and what each number opens."""
    prima: list[Paragrafo] = []
    azioni: list[_Azione] = []
    for linea in spezza(linee):
        trovato = numero_di(linea)
        if trovato is not None and (azioni or _puo_cominciare(trovato[0])):
            azioni.append(_Azione(trovato[0], [trovato[1]] if not trovato[1].vuoto else []))
        elif azioni:
            azioni[-1].linee.append(linea)
        else:
            prima.append(linea)
    return prima, azioni


def _puntate(linee: list[Paragrafo]) -> tuple[Capito, list[Json]]:
    """Actions that are only the items of a bulleted list, to the end of the answer: the portal counts them."""
    voci = [n for n, p in enumerate(linee) if _puntata(p)]
    capito = Capito(resto=list(linee))
    if len(voci) < _DUE or voci != list(range(voci[0], len(linee))):
        if linee:
            capito.dubita(Sicurezza.PROBABILE, "azioni senza numero: restano come testo")
        return capito, []
    azioni = [_Azione(str(n), [replace(senza_segno(p), lista=None)]) for n, p in enumerate(linee[voci[0] :], 1)]
    capito.resto = linee[: voci[0]]
    capito.parole.append(f"{len(azioni)} azioni")
    capito.dubita(Sicurezza.PROBABILE, "nel file non hanno un numero: lo dà il portale, nell'ordine")
    return capito, _albero(azioni)


def _puntata(linea: Paragrafo) -> bool:
    if linea.lista is not None:
        return not linea.lista.ordinata and linea.lista.livello == 0
    return bool(segno_di(linea)[0])


def _non_si_separano(azioni: list[_Azione]) -> tuple[Sicurezza, str] | None:
    if len({a.numero for a in azioni}) != len(azioni) or any(not a.linee for a in azioni):
        return Sicurezza.DA_GUARDARE, "i numeri delle azioni si ripetono: restano come testo"
    return None


def _puo_cominciare(numero: str) -> bool:
    if re.fullmatch(r"[A-Z]\.?0?1(?:\.1)?", numero):
        return True
    return numero in ("1", "1.1", "A", "01") or (numero.isdigit() and int(numero) <= _SUBITO)


def _in_fila(numeri: list[str]) -> bool:
    soli = [int(n) for n in numeri if n.isdigit()]
    return soli == list(range(1, len(soli) + 1))


def _albero(azioni: list[_Azione]) -> list[Json]:
    madri: dict[str, Json] = {}
    radici: list[Json] = []
    for azione in azioni:
        dati: Json = {
            "numero": azione.numero[:10],
            "testo": semplice(azione.linee),
            "testo_modalita": "",
            "realizzazione": None,
            "nota": "",
            "azioni": [],
        }
        madre = madri.get(azione.numero.rpartition(".")[0])
        if madre is not None:
            madre["azioni"].append(dati)
        else:
            radici.append(dati)
            madri[azione.numero] = dati
    return radici


def numeri(azioni: list[Json]) -> set[str]:
    """Return the numbers of the actions, of both levels."""
    return {v["numero"] for a in azioni for v in (a, *a["azioni"])}
