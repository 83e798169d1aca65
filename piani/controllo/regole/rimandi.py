"""References to tables, sheets, actions, chapters that are not there."""

import itertools
import re
from collections.abc import Iterator

from piani.controllo.lettura import Brano, Lettura, SchedaVista
from piani.controllo.modello import Famiglia, Trovato, regola
from piani.controllo.testo import in_breve, piene

_N = r"(?:n[.°]\s*)?"
_ALTRI = r"((?:\s*(?:,|e|ed)\s+\d{1,2}(?:\.\d{1,3})?)*)"
_TABELLA = re.compile(
    rf"\b(tabell|grafic|figur|tab|graf|fig)(?:[aeoi]\s+|\.\s*){_N}(\d{{1,2}}(?:\.\d{{1,3}})?){_ALTRI}(?!\d|[.,]\d)",
    re.IGNORECASE,
)
_CAPITOLO = re.compile(
    rf"(?:\b(capitol|paragraf|cap|par)(?:[oi]|\.)|(§)|\b(sezion)[ei](?=\s+{_N}\d{{1,2}}\.\d))\s+{_N}(\d{{1,2}}(?:\.\d{{1,2}}){{0,4}})(?!\d|[.,]\d)",
    re.IGNORECASE,
)
_SCHEDA = re.compile(rf"\b[Ss]cheda\s+(?:[Oo]biettivo\s+)?{_N}([A-Z]|\d{{1,2}})\b(?![)\w/]|\.\w|['’]|\s?\d)")
_OBIETTIVO = re.compile(rf"\b[Oo]biettivo\s+{_N}([A-Z]|\d{{1,2}})\b(?![)\w/:–-]|\s[–-]|\.\w|['’]|\s?\d)")
_AZIONE = re.compile(
    rf"\b(?:azion[ei]|az\.)\s+{_N}(\d{{1,2}})\b((?:\s*(?:,|e|ed)\s+\d{{1,2}}\b)*)(?![.,]\d|\s+[A-Z]|\s+(?:del|della|dell|di)\b)",
    re.IGNORECASE,
)
# What is cited with a number of its own: acts, other plans, missions of the PNRR.
_FUORI = re.compile(
    r"\b(?:d\.?\s?g\.?\s?r|consiglio regional|region\w* lombardia|piano socio|indirizzi|d\.?\s?m|decreto|legge|allegat|pnrr|linee guida|piano nazionale|piano region|avviso|manuale|bando|mission|accordo|delibera|norm|documento unico|\bdup\b|rapporto|relazione|libro|report|\bptof\b|studio|testo unico|regolament|istat|caritas|d\.?\s?lgs|\bl\.?\s?r)",
    re.IGNORECASE,
)


def _esterno(testo: str, inizio: int, fine: int) -> bool:
    return bool(_FUORI.search(testo[max(0, inizio - 80) : inizio]) or _FUORI.search(testo[fine : fine + 50]))


_NOMI = {
    "tabell": "Tabella",
    "grafic": "Grafico",
    "figur": "Figura",
    "tab": "Tabella",
    "graf": "Grafico",
    "fig": "Figura",
}
_PARTI = {"cap": "Il capitolo", "par": "Il paragrafo", "§": "Il paragrafo", "sez": "La sezione"}
_ALTRO_NUMERO = re.compile(r"\d{1,2}(?:\.\d{1,3})?")


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
    yield from _tabelle_mancanti(testo, tabelle) if tabelle else ()
    for m in _CAPITOLO.finditer(testo) if capitoli else ():
        if m[4] not in capitoli:
            yield f"{_PARTI[(m[1] or m[2] or m[3]).casefold()[:3]]} {m[4]}", m.start(), m.end()
    for segno in (_SCHEDA, _OBIETTIVO) if codici else ():
        for m in segno.finditer(testo):
            if m[1] not in codici:
                yield f"La scheda {m[1]}", m.start(), m.end()


def _tabelle_mancanti(testo: str, tabelle: set[str]) -> Iterator[tuple[str, int, int]]:
    for m in _TABELLA.finditer(testo):
        for numero in (m[2], *_ALTRO_NUMERO.findall(m[3])):
            nome = f"{_NOMI[m[1].casefold()]} {numero}"
            # A whole number after a comma may be anything: only the first is surely that of a table.
            if nome.casefold() not in tabelle and (numero == m[2] or "." in numero):
                yield nome, m.start(), m.end()


def _numeri_delle_azioni(scheda: SchedaVista) -> set[str]:
    return {a["numero"].partition(".")[0] for a in scheda.azioni if a["numero"]}


def _azioni_mancanti(brano: Brano, testo: str) -> Iterator[Trovato]:
    if brano.scheda is None or brano.scheda.specie != "obiettivo" or brano.campo in ("continuita", "progetto_premiale"):
        return
    azioni = _numeri_delle_azioni(brano.scheda)
    if len(azioni) < 2:
        return
    for m in _AZIONE.finditer(testo):
        for numero in (m[1], *re.findall(r"\d+", m[2])):
            if numero not in azioni and not _esterno(testo, m.start(), m.end()):
                yield Trovato(
                    brano.luogo, f"L'azione {numero} non c'è: la scheda ne ha {len(azioni)}.", f"{numero} {testo}"
                )


_CITATA = re.compile(
    r"([^().;:]{12,160}?)\s*\(\s*(?:vedi |v\. |cfr\.? )?(?:l['’])?(?:azione|az\.)\s+(?:n[.°]\s*)?(\d{1,2})\s*\)",
    re.IGNORECASE,
)
_CHIAMATA = re.compile(r"\bazione\s+(?:n[.°]\s*)?(\d{1,2})\s*(?:,|\()\s*([^().;:,]{12,160})", re.IGNORECASE)
_DI_CUI = re.compile(r"([^().;:,]{12,160}),?\s+di cui all['’]azione\s+(?:n[.°]\s*)?(\d{1,2})\b", re.IGNORECASE)
_APERTA = re.compile(r"\(\s*(?:vedi |v\. |cfr\.? )?(?:l['’])?az", re.IGNORECASE)
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
            citate = _CITATA.findall(blocco.testo) if _APERTA.search(blocco.testo) else []
            citate += _DI_CUI.findall(blocco.testo)
            for detto, numero in (*citate, *((d, n) for n, d in _CHIAMATA.findall(blocco.testo))):
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
