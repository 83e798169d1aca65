"""References to tables, sheets, actions, chapters that are not there."""

import itertools
import re
from collections.abc import Iterator

from piani.controllo.lettura import Brano, Lettura, SchedaVista
from piani.controllo.modello import Famiglia, Trovato, regola
from piani.controllo.testo import in_breve, piene

_TABELLA = re.compile(r"\b(tabell|grafic|figur)[aeoi]\s+(?:n\.\s*)?(\d{1,2}(?:\.\d{1,3})?)(?!\d|[.,]\d)", re.IGNORECASE)
_CAPITOLO = re.compile(r"\b(capitol|paragraf)[oi]\s+(?:n\.\s*)?(\d{1,2}(?:\.\d{1,2}){0,4})(?!\d|[.,]\d)", re.IGNORECASE)
_SCHEDA = re.compile(r"\bscheda\s+(?:obiettivo\s+)?([A-Z]|\d{1,2})\b(?![)\w/]|\.\w|['’]|\s?\d)")
_OBIETTIVO = re.compile(r"\bobiettivo\s+([A-Z]|\d{1,2})\b(?![)\w/]|\.\w|['’]|\s?\d)")
_AZIONE = re.compile(
    r"\bazion[ei]\s+(?:n\.\s*)?(\d{1,2})\b(?![.,]\d|\s+[A-Z]|\s+(?:del|della|dell|di)\b)", re.IGNORECASE
)
# What is cited with a number of its own: acts, other plans, missions of the PNRR.
_FUORI = re.compile(
    r"\b(?:d\.?\s?g\.?\s?r|consiglio regional|region\w* lombardia|piano socio|indirizzi|d\.?\s?m|decreto|legge|allegat|pnrr|linee guida|piano nazionale|piano region|avviso|manuale|bando|mission|accordo|delibera|norm)",
    re.IGNORECASE,
)


def _esterno(testo: str, inizio: int, fine: int) -> bool:
    return bool(_FUORI.search(testo[max(0, inizio - 80) : inizio]) or _FUORI.search(testo[fine : fine + 50]))


_NOMI = {"tabell": "Tabella", "grafic": "Grafico", "figur": "Figura"}


@regola(
    "rimando-pendente",
    "Rimando a ciò che non c'è",
    Famiglia.RIMANDI,
    fonte="I rimandi non possono restare pendenti",
    rimedio="Correggi il numero o la lettera, o togli il rimando.",
    esempio="«Come mostra la Tabella 2.9», ma le tabelle del capitolo 2 sono quattro.",
)
def rimando_pendente(piano: Lettura) -> Iterator[Trovato]:
    """Tables, charts, chapters, sheets and actions that are cited exist."""
    tabelle = {t.numero.casefold() for t in piano.tabelle}
    capitoli = {s.numero for s in piano.sezioni if s.numero}
    lettere = {a.codice for a in piano.catalogo.aree}
    for brano in piano.brani:
        for blocco in brano.blocchi:
            testo = blocco.testo
            for cosa, inizio, fine in _mancanti(testo, tabelle, capitoli, piano.codici | lettere):
                if not _esterno(testo, inizio, fine):
                    yield Trovato(
                        brano.luogo,
                        f"{cosa} non c'è: «{in_breve(testo[max(0, inizio - 40) : fine + 20], 90)}».",
                        f"{cosa} {testo}",
                    )
            yield from _azioni_mancanti(brano, testo)
    yield from _collegati(piano)


_COLLEGATO = re.compile(r'href="#rif:(tabella|sezione|scheda):([^"]+)"[^>]*>([^<]*)')


def _collegati(piano: Lettura) -> Iterator[Trovato]:
    """Yield the typed references whose table, section or sheet is gone."""
    presenti = {("tabella", t.dati["chiave"]) for t in piano.tabelle} | {("sezione", s.chiave) for s in piano.sezioni}
    presenti |= {("scheda", chiave) for s in piano.schede for chiave in (s.codice, f"{s.specie}:{s.codice}")}
    testi = [(s.luogo, s.testo) for s in piano.sezioni]
    testi += [(s.luogo(r["campo"]), r["testo"]) for s in piano.schede for r in s.dati["risposte"]]
    for luogo, testo in testi:
        for cosa, chiave, parole in _COLLEGATO.findall(testo):
            if (cosa, chiave) not in presenti:
                yield Trovato(luogo, f"Il rimando «{in_breve(parole, 60)}» porta a una {cosa} che non c'è più.", chiave)


def _mancanti(testo: str, tabelle: set[str], capitoli: set[str], codici: set[str]) -> Iterator[tuple[str, int, int]]:
    for m in _TABELLA.finditer(testo) if tabelle else ():
        nome = f"{_NOMI[m[1].casefold()]} {m[2]}"
        if nome.casefold() not in tabelle:
            yield nome, m.start(), m.end()
    for m in _CAPITOLO.finditer(testo) if capitoli else ():
        if m[2] not in capitoli:
            yield f"{'Il capitolo' if m[1].casefold() == 'capitol' else 'Il paragrafo'} {m[2]}", m.start(), m.end()
    for segno in (_SCHEDA, _OBIETTIVO) if codici else ():
        for m in segno.finditer(testo):
            if m[1] not in codici:
                yield f"La scheda {m[1]}", m.start(), m.end()


def _numeri_delle_azioni(scheda: SchedaVista) -> set[str]:
    return {a["numero"].partition(".")[0] for a in scheda.azioni if a["numero"]}


def _azioni_mancanti(brano: Brano, testo: str) -> Iterator[Trovato]:
    if brano.scheda is None or brano.scheda.specie != "obiettivo" or brano.campo in ("continuita", "progetto_premiale"):
        return
    azioni = _numeri_delle_azioni(brano.scheda)
    if len(azioni) < 2:
        return
    for m in _AZIONE.finditer(testo):
        if m[1] not in azioni and not _esterno(testo, m.start(), m.end()):
            yield Trovato(brano.luogo, f"L'azione {m[1]} non c'è: la scheda ne ha {len(azioni)}.", f"{m[1]} {testo}")


_CITATA = re.compile(r"([^().;:]{12,160}?)\s*\(\s*azione\s+(\d{1,2})\s*\)", re.IGNORECASE)
_APERTA = re.compile(r"\(\s*azione", re.IGNORECASE)
PAROLE_UTILI = 5


@regola(
    "azione-citata",
    "Azione citata con il numero sbagliato",
    Famiglia.RIMANDI,
    fonte="Visto in Piani stampati: l'Agenzia dell'Abitare è l'Azione 2, la riga 22 la dice 1",
    visto="G4",
    rimedio="Correggi il numero dell'azione.",
    esempio="«Sono innovativi la costituzione dell'Agenzia dell'Abitare (Azione 1)»: l'Agenzia è nell'Azione 2.",
)
def azione_citata(piano: Lettura) -> Iterator[Trovato]:
    """What is said of an action, with its number between brackets, is in that action and not in another."""
    for brano in piano.brani:
        if brano.scheda is None or brano.scheda.specie != "obiettivo" or brano.campo == "azioni":
            continue
        azioni = {
            a["numero"]: _gruppi(f"{a['testo']} {a['testo_modalita']}")
            for a in brano.scheda.dati["azioni"]
            if a["numero"]
        }
        for blocco in brano.blocchi:
            # The pattern is slow where there is nothing to find.
            for detto, numero in _CITATA.findall(blocco.testo) if _APERTA.search(blocco.testo) else ():
                giusta = _azione_di(detto, numero, azioni)
                if giusta:
                    frase = f"«{in_breve(detto.strip(), 80)} (Azione {numero})»: sembra l'azione {giusta}."
                    yield Trovato(brano.luogo, frase, blocco.testo)


def _gruppi(testo: str) -> set[tuple[str, str]]:
    utili = [p[:7] for p in piene(testo)]
    return set(itertools.pairwise(utili))


def _azione_di(detto: str, numero: str, azioni: dict[str, set[tuple[str, str]]]) -> str:
    """Return the number of the only action that shares two words in a row with what is said, when the cited one has none."""
    utili = [p[:7] for p in piene(detto)][-PAROLE_UTILI:]
    suoi = set(itertools.pairwise(utili))
    if numero not in azioni or suoi & azioni[numero]:
        return ""
    adatte = [n for n, gruppi in azioni.items() if suoi & gruppi]
    return adatte[0] if len(adatte) == 1 else ""


REGOLE = (rimando_pendente, azione_citata)
