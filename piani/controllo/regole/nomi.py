"""Names that have changed, periods that do not exist, Comuni written two ways."""

import re
from collections.abc import Iterator
from functools import lru_cache

from piani.controllo.lettura import Brano, Lettura
from piani.controllo.modello import Famiglia, Luogo, Trovato, regola
from piani.controllo.testo import Blocco, anni, normale

_STORIA = re.compile(
    r"\bex\b|\bgià\b|\bprecedent|\bsostituit|\babolit|\bsuperat|\bstoric|\bd\.?\s?l\.?\s|\bdecreto|\blegge\b|\bin materia di\b|\bora\b|\boggi\b|\bcessat",
    re.IGNORECASE,
)


def _racconta(brano: Brano, blocco: Blocco, attuale: str, anno: int) -> bool:
    """Whether the old name is there as history: an outcome, a year of then, an act, the new name beside it."""
    if brano.sezione.voce == "esiti" or (brano.scheda is not None and brano.scheda.specie == "esito"):
        return True
    testo = blocco.testo
    return bool(_STORIA.search(testo) or re.search(attuale, testo)) or any(a < anno for a, _, _ in anni(testo))


_TRA_VIRGOLETTE = re.compile(r"[«“\"]([^«»“”\"]{12,200})[»”\"]")
PAROLE_DI_UN_TITOLO = 4


def _titoli_tra_virgolette(piano: Lettura) -> dict[str, str]:
    """Return the titles that the plan quotes, by their normal form: a project keeps the name it was given then."""
    detti = (t for b in piano.brani for x in b.blocchi for t in _TRA_VIRGOLETTE.findall(x.testo))
    return {normale(t): t for t in detti if len(t.split()) >= PAROLE_DI_UN_TITOLO}


@regola(
    "misura-superata",
    "Nome di una misura che non c'è più",
    Famiglia.NOMI,
    fonte="Le norme che hanno chiuso ogni misura, scritte nel rilievo: per esempio L. 197/2022 e D.L. 48/2023 per il RdC",
    rimedio="Usa il nome di oggi; se parli del passato, scrivi l'anno.",
    esempio="«Accordo con il Centro per l'Impiego su RdC e ReI»: oggi è l'Assegno di Inclusione.",
)
def misura_superata(piano: Lettura) -> Iterator[Trovato]:
    """A measure that has ended is named as if it were there."""
    titoli = _titoli_tra_virgolette(piano)
    for voce in piano.catalogo.superati:
        segno = re.compile(voce["segno"])
        for brano in piano.brani:
            for blocco in brano.blocchi:
                trovato = segno.search(blocco.testo)
                if trovato and any(
                    titolo in normale(blocco.testo) for titolo in titoli if segno.search(titoli[titolo])
                ):
                    continue
                if trovato and not _racconta(brano, blocco, voce["parole_di_oggi"], int(voce["dal"][:4])):
                    frase = f"«{trovato[0]}»: {voce['nome']} non c'è più dal {voce['dal'][:4]}, oggi è {voce['oggi']}. Norma: {voce['fonte']}."
                    yield Trovato(brano.luogo, frase, f"{voce['nome']} {blocco.testo}")


# Two years joined by a dash, a bar or «dal ... al», as they are typed: with a figure missing, a letter O for a zero. A bar may
# also join number and year of an act.
_PERIODO = re.compile(
    r"(?<![\w/.-])(?:(?P<da>20\d\d)\s?[-–/]\s?(?P<a>20\d\d|\d\d)|(?P<dal>2[\dO]\d?[\dO])(?:\s?[-–]\s?|\sal\s)(?P<al>2[\dO]\d?[\dO]))"
    r"(?![\w/-]|\.\d)"
)
_TRE_ANNI = re.compile(r"\btriennio\b[^.;\d]{0,12}(20\d\d),\s?(20\d\d)\s+e\s+(20\d\d)\b", re.IGNORECASE)
_ZONALE = re.compile(r"programmazione|piano di zona|piani di zona|triennio|triennal|\bpdz\b", re.IGNORECASE)
_ALTRA = re.compile(
    r"europe|\bfse|\bfesr|\bfsc\b|\bpon\b|\bpor\b|\bpn\b|comunitari|settenni|\bpnrr\b|strategi|strutturali|coesione|prevenzione|"
    r"nazional|ministerial|piano regional|programma regional|anticorruzione|scolastic|\bptof\b|bilancio|\bdup\b|\bpovertà\b",
    re.IGNORECASE,
)
_DI_TRIENNIO = re.compile(r"\btriennio\b[^.;\d]{0,12}$", re.IGNORECASE)
MASSIMI_ANNI = 4
ANNI_DI_UN_TRIENNIO = 2
_SECOLO = range(1990, 2060)


@regola(
    "periodo-sbagliato",
    "Periodo che non esiste",
    Famiglia.NOMI,
    fonte="Visto in Piani stampati: «programmazione precedente (2012-2023)»",
    visto="G2, B16",
    rimedio="Scrivi il triennio giusto.",
    esempio="«In continuità con la programmazione precedente (2012-2023)»",
)
def periodo_sbagliato(piano: Lettura) -> Iterator[Trovato]:
    """A period of zonal planning lasts three years, four when the last one was prolonged; other programmes are another thing."""
    corrente = int(piano.documento["triennio"][:4])
    for brano in piano.brani:
        for blocco in brano.blocchi:
            testo = blocco.testo
            for m in _PERIODO.finditer(testo):
                if _zonale(testo, m.start(), m.end()) and _sbagliato(
                    m["da"] or m["dal"],
                    m["a"] or m["al"],
                    corrente,
                    triennio=bool(_DI_TRIENNIO.search(testo[: m.start()])),
                ):
                    yield Trovato(brano.luogo, f"«{m[0]}»: non è il periodo di una programmazione zonale.", testo)
            for m in _TRE_ANNI.finditer(testo):
                if [int(m[i]) - int(m[1]) for i in (1, 2, 3)] != [0, 1, 2]:
                    yield Trovato(brano.luogo, f"«{m[0]}»: non sono tre anni di fila.", testo)


def _zonale(testo: str, inizio: int, fine: int) -> bool:
    """Whether what names the period is zonal planning: the last word that says so before it, else the first after."""
    prima, dopo = testo[max(0, inizio - 60) : inizio], testo[fine : fine + 30]
    if _ALTRA.search(prima):
        return False
    return bool(_ZONALE.search(prima)) or (bool(_ZONALE.search(dopo)) and not _ALTRA.search(dopo))


def _sbagliato(da: str, a: str, corrente: int, *, triennio: bool) -> bool:
    """Whether no plan lasts from `da` to `a`, as they are typed; `corrente` is the first year of this one."""
    if "O" in da + a or len(da) != 4 or len(a) == 3:
        return True
    inizio = int(da)
    fine = int(a) if len(a) == 4 else inizio // 100 * 100 + int(a)
    durata = fine - inizio
    if inizio not in _SECOLO or fine not in _SECOLO or not 0 < durata < MASSIMI_ANNI:
        return True
    # The triennium before was prolonged by a year: no other was.
    return triennio and durata != ANNI_DI_UN_TRIENNIO and fine >= corrente


_LEGANTI = {
    "con": r"(?:con|c\.?/|c\.|e|-|–)",
    "santo": r"(?:santo|sant|san|s\.?)",
    "san": r"(?:san|sant|s\.?)",
    "santa": r"(?:santa|sant|s\.?)",
    "sant": r"(?:sant|santo|santa|san|s\.?)",
}
_FACOLTATIVI = frozenset(
    {"con", "di", "sul", "sull", "al", "del", "della", "de", "d", "sopra", "in", "per", "su", "a", "la"}
)
_STACCO = r"[\s'’.–-]*"
MINIMA_ABBREVIATA = 4


@lru_cache(maxsize=1024)
def _varianti(comune: str) -> re.Pattern[str] | None:
    """Return what finds the name of a Comune of two words or more, however its small words are written, and shortened.

    One full word at most may be cut short, with a full stop: «Cassano M.», «G. Olona».
    """
    pezzi = [p for p in re.split(r"[\s'’-]+", comune) if p]
    if len(pezzi) < 2:
        return None
    pieni = [i for i, p in enumerate(pezzi) if p.casefold() not in _LEGANTI and p.casefold() not in _FACOLTATIVI]
    corti = [i for i in pieni if len(pezzi[i]) >= MINIMA_ABBREVIATA] if len(pieni) > 1 else []
    forme = [_forma(pezzi, None), *(_forma(pezzi, i) for i in corti)]
    return re.compile(rf"\b(?:{'|'.join(forme)})(?!\w)", re.IGNORECASE)


def _forma(pezzi: list[str], corto: int | None) -> str:
    scritti = []
    for i, pezzo in enumerate(pezzi):
        nome = pezzo.casefold()
        forma = _LEGANTI.get(nome, re.escape(pezzo))
        if i == corto:
            forma = (
                "(?:"
                + "|".join(re.escape(pezzo[:n]) for n in range(1, min(6, len(pezzo))))
                + r")\.(?:[a-zà-ù]{1,3}\b)?"
            )
        scritti.append(
            f"(?:{forma}{_STACCO})?" if nome in _FACOLTATIVI else f"{forma}{_STACCO if i < len(pezzi) - 1 else ''}"
        )
    return "".join(scritti)


def _stesso(scritto: str, comune: str) -> bool:
    """Whether it is written as the official name, but for case, accents and the kind of apostrophe."""
    return normale(scritto).replace(" - ", "-") == normale(comune) or normale(scritto) == normale(comune)


def _a_un_passo(scritto: str, giusto: str) -> bool:
    """Whether a word is another with one letter more, one less, one changed or two swapped."""
    if scritto == giusto or abs(len(scritto) - len(giusto)) > 1:
        return False
    i = next(
        (k for k, (x, y) in enumerate(zip(scritto, giusto, strict=False)) if x != y), min(len(scritto), len(giusto))
    )
    resto, altro = scritto[i:], giusto[i:]
    return (
        resto[1:] == altro[1:]
        or resto[1:] == altro
        or resto == altro[1:]
        or (resto[:2] == altro[:2][::-1] and resto[2:] == altro[2:])
    )


MINIMA_CON_REFUSO = 7
_CON_MAIUSCOLA = re.compile(r"(?<![\w.] )(?<!^)\b[A-Z][a-zà-ù]{5,}\b")


def _refusi(piano: Lettura) -> dict[str, str]:
    """Return the words with a capital, inside a sentence, that are a long word of a name of the Ambito but for a letter."""
    nomi = {p.casefold(): c for c in piano.comuni for p in re.split(r"[\s'’-]+", c) if len(p) >= MINIMA_CON_REFUSO}
    noti = {p.casefold() for c in (*piano.comuni, *piano.catalogo.altri_comuni) for p in re.split(r"[\s'’-]+", c)}
    scritte = {p for _, testo in _testi(piano) for p in _CON_MAIUSCOLA.findall(testo)}
    trovati = {}
    for parola in scritte:
        nuda = normale(parola)
        if nuda not in noti:
            vicini = [c for n, c in nomi.items() if n[0] == nuda[0] and _a_un_passo(nuda, n)]
            if vicini:
                trovati[parola] = vicini[0]
    return trovati


@regola(
    "comune-in-due-modi",
    "Nome di un Comune scritto in un altro modo",
    Famiglia.NOMI,
    fonte="Elenco ufficiale dei Comuni dell'Ambito",
    rimedio="Usa il nome ufficiale.",
    esempio="«Oggiona S. Stefano» per Oggiona con Santo Stefano.",
)
def comune_in_due_modi(piano: Lettura) -> Iterator[Trovato]:
    """The names of the Comuni of the Ambito are those of the official list."""
    noti = [(comune, segno) for comune in piano.comuni if (segno := _varianti(comune)) is not None]
    refusi = _refusi(piano)
    for luogo, testo in _testi(piano):
        for comune, segno in noti:
            for m in segno.finditer(testo):
                if m[0][0].isupper() and not _stesso(m[0], comune):
                    yield Trovato(luogo, f"«{m[0].strip()}»: il nome ufficiale è {comune}.", m[0])
        for parola in refusi.keys() & set(_CON_MAIUSCOLA.findall(testo)) if refusi else ():
            yield Trovato(luogo, f"«{parola}»: forse è {refusi[parola]}.", parola)


def _testi(piano: Lettura) -> Iterator[tuple[Luogo, str]]:
    for brano in piano.brani:
        for blocco in brano.blocchi:
            yield brano.luogo, blocco.testo
    for tabella in piano.tabelle:
        for riga in tabella.righe:
            yield tabella.luogo, " ".join(riga.celle)


REGOLE = (misura_superata, periodo_sbagliato, comune_in_due_modi)
