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


@regola(
    "misura-superata",
    "Nome di una misura che non c'è più",
    Famiglia.NOMI,
    fonte="Le norme che hanno chiuso ogni misura: D.Lgs. 147/2017, D.L. 4/2019, L. 197/2022, D.L. 48/2023",
    rimedio="Usa il nome di oggi; se parli del passato, scrivi l'anno.",
    esempio="«Accordo con il Centro per l'Impiego su RdC e ReI»: oggi è l'Assegno di Inclusione.",
)
def misura_superata(piano: Lettura) -> Iterator[Trovato]:
    """A measure that has ended is named as if it were there."""
    for voce in piano.catalogo.superati:
        segno = re.compile(voce["segno"])
        for brano in piano.brani:
            for blocco in brano.blocchi:
                trovato = segno.search(blocco.testo)
                if trovato and not _racconta(brano, blocco, voce["parole_di_oggi"], int(voce["dal"][:4])):
                    frase = f"«{trovato[0]}»: {voce['nome']} non c'è più dal {voce['dal'][:4]}, oggi è {voce['oggi']}."
                    yield Trovato(brano.luogo, frase, f"{voce['nome']} {blocco.testo}")


_PERIODO = re.compile(r"(?<![\d/.-])(20\d\d)\s?[-–/]\s?(20\d\d|\d\d)(?![\d/-]|\.\d)")
_ZONALE = re.compile(r"programmazione|piano di zona|piani di zona|triennio|triennal|\bpdz\b", re.IGNORECASE)
_EUROPEA = re.compile(
    r"europe|\bfse|\bfesr|\bpon\b|\bpor\b|\bpn\b|comunitari|settenni|\bpnrr\b|strategi|strutturali", re.IGNORECASE
)
MASSIMI_ANNI = 4


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
    """A period of zonal planning lasts three years, four at most; European programmes are another thing."""
    for brano in piano.brani:
        for blocco in brano.blocchi:
            for m in _PERIODO.finditer(blocco.testo):
                inizio = int(m[1])
                fine = int(m[2]) if len(m[2]) == 4 else inizio // 100 * 100 + int(m[2])
                intorno = blocco.testo[max(0, m.start() - 60) : m.end() + 30]
                if _ZONALE.search(intorno) and not _EUROPEA.search(intorno) and not 0 < fine - inizio < MASSIMI_ANNI:
                    yield Trovato(brano.luogo, f"«{m[0]}»: un triennio non va dal {inizio} al {fine}.", blocco.testo)


_LEGANTI = {
    "con": r"(?:con|c\.?/|c\.|e|-|–)",
    "santo": r"(?:santo|san|s\.)",
    "san": r"(?:san|s\.)",
    "santa": r"(?:santa|s\.)",
}


_FACOLTATIVI = frozenset({"con", "di", "sul", "al"})


@lru_cache(maxsize=256)
def _varianti(comune: str) -> re.Pattern[str] | None:
    """Return what finds the name of a Comune of three words or more, however its small words are written."""
    pezzi = re.split(r"[\s'’-]+", comune)
    if len(pezzi) < 3:
        return None
    forme = []
    for pezzo in pezzi:
        forma = _LEGANTI.get(pezzo.casefold(), re.escape(pezzo))
        forme.append(f"(?:{forma})?" if pezzo.casefold() in _FACOLTATIVI else forma)
    return re.compile(r"\b" + r"[\s'’-]*".join(forme) + r"(?!\w)", re.IGNORECASE)


def _stesso(scritto: str, comune: str) -> bool:
    return " ".join(normale(scritto).split()) == " ".join(normale(comune).split())


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
    for comune in piano.comuni:
        segno = _varianti(comune)
        if segno is None:
            continue
        for luogo, testo in _testi(piano):
            for m in segno.finditer(testo):
                if not _stesso(m[0], comune):
                    yield Trovato(luogo, f"«{m[0].strip()}»: il nome ufficiale è {comune}.", m[0])


def _testi(piano: Lettura) -> Iterator[tuple[Luogo, str]]:
    for brano in piano.brani:
        for blocco in brano.blocchi:
            yield brano.luogo, blocco.testo
    for tabella in piano.tabelle:
        for riga in tabella.righe:
            yield tabella.luogo, " ".join(riga.celle)


REGOLE = (misura_superata, periodo_sbagliato, comune_in_due_modi)
