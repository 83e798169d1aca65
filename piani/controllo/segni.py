"""How unfinished work looks in a text: signs that stand for words, help of a form, notes of who writes. Pure.

Two kinds of patterns: those that betray themselves anywhere, and those that do only where they are the whole of a short
paragraph («Da completare», but not «Il calendario è da completare con le scuole»).
"""

import re

from piani.controllo.testo import Blocco, parole

# --- Nothing said ----------------------------------------------------------------------------------

_NIENTE = re.compile(r"\b(?:n\s*[./]?\s*(?:d|a|p|r|c)\b\.?|nd|na|np)", re.IGNORECASE)


def non_dice_nulla(testo: str) -> bool:
    """Whether a text is only signs («-», «//», «…», «n.d.»): it fills a row and says nothing."""
    return not re.search(r"[^\W_]", _NIENTE.sub(" ", testo))


# --- Help of the form ------------------------------------------------------------------------------

_CASELLA = r"(?:[□☐❑▢◻○⬜]|\[\s?\]|\(\s\)|_{2,})"
_SI = r"s[iì](?:['’])?"
_CHIEDE = (
    r"(?:indicare|specificare|descrivere|esplicitare|elencare|dettagliare|precisare|illustrare|barrare|compilare|selezionare|"
    r"crocettare|spuntare)"
)
_SE_SI = rf"(?:se (?:{_SI}|no)|in caso (?:di risposta (?:affermativa|positiva)|affermativo|positivo)|eventualmente)"

MODELLO = (
    # "SI/NO (se sì, quali", "SI/NO" alone or at the beginning: at the end of a sentence it may be the scale of an indicator.
    re.compile(rf"\b{_SI}\s*/\s*no\b\s*\([^)]*\)?", re.IGNORECASE),
    re.compile(rf"^\W*{_SI}\s*(?:/|-|–|—|\||\bo\b|oppure)\s*no\b(?=\W*$|\s*[.;:(])", re.IGNORECASE),
    re.compile(rf"{_CASELLA}\s*(?:{_SI}|no)\b|\b(?:{_SI}|no)\s*{_CASELLA}", re.IGNORECASE),
    re.compile(rf"\(\s*(?:{_SE_SI}\s*,?\s*)?{_CHIEDE}\b[^)]{{0,160}}\)?", re.IGNORECASE),
    re.compile(rf"\(\s*{_SE_SI}\s*,?\s*(?:con )?qual[ei]\b[^)]{{0,160}}\)?", re.IGNORECASE),
    re.compile(rf"^\W*{_SE_SI}\W+(?:{_CHIEDE}|qual[ei]|come\b|perch[eé]\b|con chi\b)[^.]{{0,90}}$", re.IGNORECASE),
    re.compile(
        r"\b(?:max|massimo|non oltre|entro)\.?\s*\d[\d.]*\s*(?:caratteri|battute|parole|righe)\b", re.IGNORECASE
    ),
    re.compile(
        r"\bfare clic\b.{0,30}\b(?:immettere|inserire)\b|\bscegliere un elemento\b|\bselezionare (?:una voce|un['’]opzione)\b",
        re.IGNORECASE,
    ),
    re.compile(r"individuazione di una batteria di indicatori di (?:processo|output|outcome|input)", re.IGNORECASE),
    re.compile(
        rf"^\W*{_CHIEDE}\s+(?:brevemente|sinteticamente|qui|eventuali|quali|le fonti|la casella|una)\b[^.]{{0,80}}\W*$",
        re.IGNORECASE,
    ),
    re.compile(r"^/{3,}$"),
)
CHIEDE_COSA = re.compile(rf"\(\s*{_SE_SI}\s*,?\s*(?:{_CHIEDE}|qual[ei])", re.IGNORECASE)


# --- Notes of who writes ---------------------------------------------------------------------------

_FARE = (
    r"(?:completare|finire|terminare|definire|inserire|aggiungere|integrare|verificare|controllare|ricontrollare|aggiornare|rivedere|"
    r"rileggere|scrivere|riscrivere|sistemare|correggere|confermare|chiarire|chiedere|sentire|togliere|eliminare|cancellare|spostare|"
    r"sostituire|tagliare|accorciare|copiare|incollare|riprendere|compilare|tradurre|allegare|mettere|citare|fare|decidere|stabilire|valutare)"
)
_COSE = (
    r"(?:obiettiv[oi]|sched[ae]|tabell[ae]|grafic[oi]|immagin[ei]|figur[ae]|test[oi]|paragraf[oi]|capitol[oi]|dat[oi]|part[ei]|"
    r"indicator[ei]|azion[ei]|titol[oi]|numer[oi]|nom[ei]|import[oi]|cifr[ae]|font[ei]|rig[ah]e?|descrizion[ei]|contribut[oi]|"
    r"riferiment[oi]|not[ae]|qui)"
)
_ROMANI = r"(?:secolo|edizione|giornata|congresso|convegno|legislatura|anniversario|settimana|rapporto|comma|aprile)"

OVUNQUE = (
    re.compile(r"\bx{2,}\b"),
    re.compile(
        r"(?<!Giovanni )(?<!Pio )(?<!capitolo )(?<!Capitolo )(?<!titolo )(?<!Titolo )(?<!articolo )(?<!allegato )(?<!secolo )"
        rf"\bX{{2,}}\b(?!\s+{_ROMANI})"
    ),
    re.compile(r"\b(?:Y{2,}|Z{2,}|K{2,}|N{3,}|W{4,})\b"),
    re.compile(
        r"_{3,}|\.{5,}|…{2,}|\s(?:\.{3}|…)\s+(?:gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre|20\d\d)\b|\bn[.°]?\s?(?:…|\.{3,}|_+)|€\s?(?:…|\.{3,}|_{2,}|-{2,})",
        re.IGNORECASE,
    ),
    re.compile(r"_{1,4}\s?/\s?_{1,4}|\bgg/mm/a{2,4}\b|\b00/00/0000\b", re.IGNORECASE),
    re.compile(r"#{2,}|\${2,}|\*{3,}|>{2,}|<{2,}|\?{2,}|\(\s?\?\s?\)|\[\s?(?:\?|…|\.{2,})\s?\]"),
    re.compile(r"\bT\.?\s?B\.?\s?[DC]\b\.?|\b(?:TODO|FIXME)\b"),
    re.compile(r"\blorem ipsum\b|\bdolor sit amet\b", re.IGNORECASE),
    re.compile(rf"\bDA {_FARE.upper()}\b"),
    re.compile(
        rf"[\[<{{]\s*(?:da\s+{_FARE}|{_FARE}|{_CHIEDE}|scegliere|{_COSE}|commento|vedi|mancano?)\b[^\]>}}]{{0,60}}[\]>}}]",
        re.IGNORECASE,
    ),
    re.compile(
        r"\(\s*(?:da (?:completare|definire|inserire|aggiornare|rivedere|verificare|confermare)|inserire|completare)\b[^)]{0,40}\)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\bErrore\s?[.!:]\s*(?:il segnalibro|l['’]origine|nessun|riferimento|autoriferimento)|\bError!\s|\bCommento \[\w+\]|"
        r"#(?:RIF|REF|DIV/0|N/D|N/A|VALORE|VALUE|NOME)[!?]?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:\bN\.?\s?B\.?|\bP\.?\s?S\.|\bNOTA\b|\bNota\b|\bATTENZIONE\b|\bRicordarsi\b|\bRICORDARSI\b)(?:\s+per\s+\w+)?\s*[:.–-]*\s*"
        rf"(?:di\s+|da\s+)?{_FARE}\b"
    ),
    re.compile(rf"(?:^|\s)@[A-ZÀ-Ü][a-zà-ù]+\b[^.]{{0,60}}(?:\?|\b(?:puoi|potete|{_FARE})\b)"),
    re.compile(
        rf"(?:^|[.!?»”\"]\s+)(?:finire|completare|rivedere|sistemare|correggere|inserire|aggiungere|controllare)\s+"
        rf"(?:il |la |gli |i |le )?{_COSE}\W*$",
        re.IGNORECASE,
    ),
)

# What is a note only where it is all of a short paragraph: the pattern, and how many words at most.
DA_SOLE = (
    (re.compile(rf"^(?:(?:ancora|tutto|parte|testo)\s+)?da\s+{_FARE}\b", re.IGNORECASE), 7),
    (re.compile(r"^(?:vedi|v|cfr|come|idem|idem come)\b\W*(?:detto\s+)?(?:sopra|sotto|prima|oltre)$", re.IGNORECASE), 4),
    (re.compile(r"^(?:idem|id|ok|okay|prova|test|testo|bozza|boh|manca|mancante|in sospeso|to ?do|wip|n/a)(?:\s+\w+)?$", re.IGNORECASE), 2),
    (re.compile(r"^(?:testo|frase|paragrafo) di prova\b", re.IGNORECASE), 6),
    (re.compile(r"^qui (?:va|vanno|ci va|ci vanno|manca|mancano)\b|^chi (?:lo|la|li|le) (?:scrive|compila|fa|manda|controlla)$|^segue (?:testo|tabella|elenco)$|^non so\b", re.IGNORECASE), 9),
    (re.compile(rf"^(?:aspettiamo|attendiamo|attendere|aspettare|ricordarsi di|ricordare di)\b.*\b(?:{_COSE}|delibera|{_FARE})\b", re.IGNORECASE), 9),
    (re.compile(r"^in (?:giallo|rosso|verde)\b|^(?:versione|vers|v)\.?\s?\d\b", re.IGNORECASE), 8),
    (re.compile(r"^BOZZA\b|^[Bb]ozza (?:del \d|v\.?\s?\d|n\.|da )"), 10),
    (re.compile(rf"^mancan?[oa]?n?o?\b\s+(?:ancora\s+)?(?:il |lo |la |i |gli |le |l['’]|dei |un |una )?{_COSE}\b", re.IGNORECASE), 7),
    (re.compile(rf"^{_COSE}\s+(?:è |sono )?(?:ancora )?(?:da {_FARE}|in arrivo|mancant[ei]|provvisori[oa]?)\b", re.IGNORECASE), 7),
    (re.compile(rf"^(?:per|x)\s+(?:l['’])?[A-ZÀ-Ü]\w+(?:\s+[A-ZÀ-Ü]\w+)?\s*[:,–-]\s*{_FARE}\b", re.IGNORECASE), 12),
    (
        re.compile(
            rf"^(?:vedere|{_FARE})\s+(?:ancora |poi |bene |qui |anche )*(?:il |lo |la |i |gli |le |l['’]|con |con i |dal |dai |dalla |"
            rf"conferma |se |a |ad |al |alla |all['’])*(?:{_COSE}|piano precedente|vecchio piano|conferma|tenere|lasciare|quest[oa]|definitiv|"
            r"coordinator|coordinatric|ufficio|responsabil|direttor|direttric|collegh|dottor|dott)\w*",
            re.IGNORECASE,
        ),
        12,
    ),
    (
        re.compile(
            rf"^(?:(?:il|lo|la|i|le|l['’])\s*)?(?:{_COSE}\s+)?(?:è\s+|sono\s+)?(?:ancora\s+)?in (?:corso|fase|via) di "
            r"(?:stesura|redazione|elaborazione|compilazione|scrittura|aggiornamento|definizione|completamento|revisione)$",
            re.IGNORECASE,
        ),
        10,
    ),
    (
        re.compile(
            rf"^(?:siamo )?in attesa (?:di|del|dei|della|delle|degli|dell['’])\s*(?:\w+\s+)?(?:{_COSE}|conferma|riscontro|risposta|ok)\b",
            re.IGNORECASE,
        ),
        8,
    ),
)  # fmt: skip


def guida(testo: str) -> str:
    """Return the piece of a text that is the help of a form; empty when there is none."""
    trovato = next((m for segno in MODELLO if (m := segno.search(testo))), None)
    return trovato[0].strip() if trovato else ""


def appunto(blocco: Blocco) -> tuple[int, int] | None:
    """Return where a block holds a note of who writes; None when it holds none."""
    testo = blocco.testo
    trovato = next((m for segno in OVUNQUE if (m := segno.search(testo))), None)
    if trovato:
        return trovato.start(), trovato.end()
    if blocco.tag != "li" or len(parole(testo)) <= 4:
        nudo = testo.strip(" \t*-–—>=.:;,!()[]«»\"'")
        quante = len(parole(nudo))
        if any(quante <= massimo and segno.search(nudo) for segno, massimo in DA_SOLE):
            return 0, len(testo)
    return None


_AL_POSTO = re.compile(
    rf"^\W*(?:\?+|x{{2,}}|da {_FARE}.*|(?:dato )?mancante|manca|in arrivo|tbd|\*+|#+)\W*$", re.IGNORECASE
)


def al_posto_di_un_numero(cella: str) -> bool:
    """Whether a cell says that its number is still to come: «?», «XX», «da inserire»."""
    return bool(_AL_POSTO.match(cella))
