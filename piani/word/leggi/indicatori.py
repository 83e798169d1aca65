"""Indicators and yearly targets out of an answer: «n.m ...», «Indicatore: ...», «2025: ...», «Anno 2026: t0+10%». Pure.

Only what is announced as an indicator becomes one; the prose around stays as text, before the list.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, zip_longest

from core.canonico import Json
from piani.word.leggi.attesi import attesi_dal_verbo, attesi_nel, bersaglio, per_anno
from piani.word.leggi.esito import Capito, Sicurezza
from piani.word.leggi.formattato import segno_di, semplice, senza_segno
from piani.word.leggi.sorgente import Paragrafo, taglia
from piani.word.leggi.testi import piega, stringi

_ANNO = re.compile(
    r"^\s*[-–•]?\s*(?:(?:per\s+l['’]\s*)?anno|nel|entro(?:\s+(?:il|fine))?|al|target)?\s*(20[2-3]\d)\s*(?:[:=–-]|(?=[≥>≤<]))\s*(?=\S)",
    re.IGNORECASE,
)
_IN_LINEA = re.compile(
    r"(?<=[\s.;:,(])(?=(?:azione\s*(?:n\.?\s*)?\d{1,2}(?:\.\d{1,2})?\s*[):.]"
    r"|indicatore(?:\s+(?:n\.?\s*)?\d[\d.]*)?\s*:|anno\s+20[2-3]\d\s*(?:[:=–-]|(?:[≥>≤<]=?|\\geq)\s*\d)))"
    r"|(?<=[\s.;:,(])(?<!anno )(?<!anno\u00a0)(?=20[2-3]\d\s*:)",
    re.IGNORECASE,
)
_NUMERATO = re.compile(r"^\s*(\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)\s*[.):\-–]*\s*(?=\S)")
_INDICATORE = re.compile(
    r"^\s*(?:ob\.?\s*\d{1,2}\s*[/,-]?\s*)?ind(?:icatore|\.)\s*(?:(?:di\s+)?(?:input|processo|output|outcome|impatto|risultato)"
    r"(?:\s+\w+)?)?\s*(?:n\.?\s*)?(\d{1,2}(?:\.\d{1,2})*)?\s*[):.\-–]+\s*(?=\S)",
    re.IGNORECASE,
)
_TITOLO = re.compile(
    r"^(?:(?:la|una)?\s*batteria di )?indicator[ei]?(?: (?:di|in|per|quantitativi|qualitativi|e|input|processo|output|outcome|"
    r"impatto|risultato|esito|sono|seguenti|i|dell|intervento|principali|individuati|collegati|derivati|analisi|del|"
    r"bisogno|dall|al|monitoraggio))*$"
)
_AZIONE = re.compile(r"^\s*[-–•]?\s*azione\s*(?:n\.?\s*)?(\d{1,2}(?:\.\d{1,2})?)\s*[):.\-–]*\s*", re.IGNORECASE)
_NOMINATA = re.compile(
    r"\s*(?:n\.|n°|nr\.|numero|%|percentuale|tasso|incremento|aumento|riduzione|diminuzione)\s", re.IGNORECASE
)
MASSIMO_NUMERO, MASSIMO_NOME = 10, 300
_ATTESI = ("output", "outcome")


@dataclass
class _Indicatore:
    testo: list[Paragrafo] = field(default_factory=list)
    numero: str = ""
    azione: str = ""
    attesi: list[Json] = field(default_factory=list)
    unita_percento: bool = False


def spezza(linee: list[Paragrafo]) -> list[Paragrafo]:
    """Split the lines in which an action, an indicator or a year begins in the middle."""
    uscite: list[Paragrafo] = []
    for linea in linee:
        testo = linea.testo
        tagli = [m.start() for m in _IN_LINEA.finditer(testo) if testo[: m.start()].strip(" -–•(")]
        punti = [0, *tagli, len(testo)]
        pezzi = [taglia(linea, a, b) for a, b in pairwise(punti)]
        if len(pezzi) > 1:
            pezzi = [pezzi[0], *[replace(p, lista=None) for p in pezzi[1:]]]
        uscite += [p for p in pezzi if not p.vuoto]
    return uscite


class _Lettore:
    def __init__(self, azioni: set[str], fase: str) -> None:
        self.azioni = azioni
        self.fase = fase
        self.sospesa: Paragrafo | None = None
        self.trovati: list[_Indicatore] = []
        self.corrente: _Indicatore | None = None
        self.azione = ""
        self.in_elenco = False
        self.livello = 0
        self.resto: list[Paragrafo] = []

    def linea(self, linea: Paragrafo, dopo: Paragrafo | None) -> None:
        """Take a line: a year, an indicator, a heading, or words. `dopo` is the line below."""
        if self._anno(linea) or self._annuncio(linea) or self._azione_sola(linea) or self._numerato(linea):
            return
        if self._voce(linea) or self._seguito(linea) or self._sopra_gli_anni(linea, dopo):
            return
        self.corrente = None
        if not segno_di(linea)[0] and not (linea.lista):
            self.in_elenco = False
        self._testo(linea)

    def _testo(self, linea: Paragrafo) -> None:
        """Keep a line as text, after the name of the action it stands under."""
        if self.sospesa is not None:
            self.resto.append(self.sospesa)
            self.sospesa = None
        self.resto.append(linea)

    def chiudi(self) -> None:
        """The answer is over: an action that nothing followed stays as text."""
        if self.sospesa is not None:
            self.resto.append(self.sospesa)
            self.sospesa = None

    def _nuovo(self, linea: Paragrafo, numero: str = "", azione: str = "") -> bool:
        nudo = senza_segno(replace(linea, lista=None))
        self.corrente = _Indicatore([nudo] if not nudo.vuoto else [], numero[:MASSIMO_NUMERO], azione or self.azione)
        self.trovati.append(self.corrente)
        self.sospesa = None
        return True

    def _anno(self, linea: Paragrafo) -> bool:
        trovato = _ANNO.match(linea.testo)
        if trovato is None or self.corrente is None:
            return False
        anno = int(trovato[1])
        if any(a["anno"] == anno for a in self.corrente.attesi):
            return False
        atteso, percento = bersaglio(stringi(linea.testo[trovato.end() :]), anno)
        self.corrente.attesi.append(atteso)
        self.corrente.unita_percento |= percento
        return True

    def _annuncio(self, linea: Paragrafo) -> bool:
        """A line that only announces indicators: it stays as text, and opens the list."""
        if not _TITOLO.match(piega(linea.testo)):
            return False
        self.in_elenco, self.corrente = True, None
        self._testo(linea)
        return True

    def _azione_sola(self, linea: Paragrafo) -> bool:
        trovato = _AZIONE.match(linea.testo)
        if trovato is None:
            return False
        self.chiudi()
        self.azione = trovato[1] if trovato[1] in self.azioni else ""
        resto = taglia(linea, trovato.end())
        # What is expected of an action is listed under its name.
        self.in_elenco = self.in_elenco or (self.fase in _ATTESI and bool(self.azione))
        if self.azione and resto.vuoto:
            self.corrente, self.sospesa = None, linea
            return True
        if not _INDICATORE.match(resto.testo):
            self.corrente = None
            self._testo(linea)
            return True
        if not self.azione:
            self._testo(taglia(linea, 0, trovato.end()))
        return self._numerato(resto)

    def _numerato(self, linea: Paragrafo) -> bool:
        nudo = senza_segno(linea)
        trovato = _INDICATORE.match(nudo.testo)
        if trovato:
            numero = trovato[1] or ""
            madre = numero.rpartition(".")[0]
            return self._nuovo(taglia(nudo, trovato.end()), numero, madre if madre in self.azioni else "")
        trovato = _NUMERATO.match(nudo.testo)
        if trovato is None or re.match(r"\d{1,2}\.\d{1,2}\.(?:19|20)", trovato[0]):
            return False
        madre = trovato[1].rpartition(".")[0]
        return self._nuovo(taglia(nudo, trovato.end()), trovato[1], madre if madre in self.azioni else "")

    def _voce(self, linea: Paragrafo) -> bool:
        """An item of the list that was announced."""
        if not self.in_elenco:
            return False
        segno, _ = segno_di(linea)
        puntata = bool(segno) or linea.lista is not None
        nominata = _NOMINATA.match(linea.testo)
        if not puntata and not nominata:
            return False
        livello = linea.lista.livello if linea.lista else 0
        if self.corrente is not None and livello > self.livello:
            return False
        self.livello = livello
        return self._nuovo(linea)

    def _sopra_gli_anni(self, linea: Paragrafo, dopo: Paragrafo | None) -> bool:
        """Words that the years with their values come under: an indicator that nothing announces."""
        if dopo is None or not _ANNO.match(dopo.testo) or len(linea.testo) > MASSIMO_NOME:
            return False
        if self.corrente is not None and not self.corrente.attesi:
            return False
        return self._nuovo(linea)

    def _seguito(self, linea: Paragrafo) -> bool:
        """The rest of an indicator: a deeper item, or a sentence that goes on."""
        if self.corrente is None:
            return False
        inizio = linea.testo.lstrip()[:1]
        profonda = linea.lista is not None and linea.lista.livello > self.livello
        if profonda or (segno_di(linea)[0] and bool(self.corrente.numero)) or inizio.islower():
            self.corrente.testo.append(linea)
            return True
        return False


def leggi_indicatori(
    linee: list[Paragrafo], fase: str, azioni: set[str], anni: Sequence[int]
) -> tuple[Capito, list[Json]]:
    """Return the indicators of a row and the words that are none of them. `anni` are those of the triennium."""
    lettore = _Lettore(azioni, fase)
    spezzate = spezza(linee)
    for linea, dopo in zip_longest(spezzate, spezzate[1:]):
        lettore.linea(linea, dopo)
    lettore.chiudi()
    capito = Capito()
    if any(not i.testo for i in lettore.trovati):
        capito.resto = list(linee)
        capito.dubita(Sicurezza.DA_GUARDARE, "un indicatore è senza parole: la risposta resta come testo")
        return capito, []
    capito.resto = lettore.resto if lettore.trovati else list(linee)
    if lettore.trovati:
        con = sum(1 for i in lettore.trovati if i.attesi)
        capito.parole.append(f"{len(lettore.trovati)} indicatori, {con} con valori attesi per anno")
        senza_numero = any(not i.numero for i in lettore.trovati)
        capito.sicurezza = Sicurezza.PROBABILE if senza_numero else Sicurezza.CERTO
    elif linee:
        capito.dubita(Sicurezza.PROBABILE, "nessun indicatore riconosciuto: la risposta resta come testo")
    return capito, [_dati(i, fase, anni) for i in lettore.trovati]


def _dati(indicatore: _Indicatore, fase: str, anni: Sequence[int]) -> Json:
    _attesi_nel_testo(indicatore, anni, risultati=fase in _ATTESI)
    testo = semplice(indicatore.testo)
    return {
        "numero": indicatore.numero,
        "azione": indicatore.azione,
        "fase": fase,
        "testo": testo,
        "formula": "",
        "unita": unita(testo, percento=indicatore.unita_percento),
        "base": None,
        "leps_indicatore": "",
        "obiettivi": sorted(indicatore.attesi, key=lambda a: a["anno"] or 0),
    }


def _attesi_nel_testo(indicatore: _Indicatore, anni: Sequence[int], *, risultati: bool) -> None:
    """Take the targets that stand in the words of an indicator: the years at the end of its last line, or a least number."""
    if indicatore.attesi or not indicatore.testo:
        return
    ultima = indicatore.testo[-1]
    prima, in_fila = per_anno(ultima.testo)
    if in_fila and (prima.strip() or len(indicatore.testo) > 1):
        indicatore.testo[-1] = taglia(ultima, 0, len(prima))
        indicatore.testo = [p for p in indicatore.testo if not p.vuoto]
        letti = [bersaglio(valore, anno) for anno, valore in in_fila]
    else:
        testo = semplice(indicatore.testo)
        letti = attesi_nel(testo, anni) or (attesi_dal_verbo(testo, anni) if risultati else [])
    indicatore.attesi = [atteso for atteso, _ in letti]
    indicatore.unita_percento |= any(percento for _, percento in letti)


def unita(testo: str, *, percento: bool) -> str:
    """Return the unit that the words of an indicator prove; a number when they prove none."""
    letto = piega(testo)
    if re.search(r"[(\[]\s*s[iì]\s*/\s*no\s*[)\]]\s*[.;]?\s*$", testo, re.IGNORECASE):
        return "si_no"
    if percento or letto.startswith(("%", "percentual", "tasso")):
        return "percentuale"
    if re.search(r"\bn\.?\s.+/\s*n\.?\s", testo, re.IGNORECASE) or letto.startswith("rapporto"):
        return "rapporto"
    if re.match(r"(?:n |n° |nr |numero |num |incremento n)", letto):
        return "numero"
    return "numero" if not letto else "altro"
