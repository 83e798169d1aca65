"""Where a quoted passage stands in a text that changes: exact, elsewhere, changed, or no more.

A quote keeps the words before and after it (the idea of the TextQuoteSelector of the W3C): they tell equal passages apart.
Pure: texts in, places out. Blanks of any kind count as one space.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache

CONTESTO = 64
# A passage this long does not come twice by chance: it is the same even where its neighbours are others.
PAROLE_DA_SOLE = 5
SIMILE = 0.6
SIMILE_CON_CONTESTO = 0.4
VICINI_SIMILI = 0.5
PAROLE_MINIME = 3
DISTACCO = 0.05
PROVE = 6
_PAROLA = re.compile(r"\S+")


class StatoAncora(StrEnum):
    """What became of a passage; the value is how it is told."""

    TROVATO = "trovato"
    SPOSTATO = "spostato"
    CAMBIATO = "cambiato"
    PERSO = "non c'è più"


@dataclass(frozen=True)
class Citazione:
    """A passage, and a few words of what stood before and after it."""

    esatta: str
    prima: str = ""
    dopo: str = ""


@dataclass(frozen=True)
class Ancora:
    """Where a passage stands: `parte` is the key of its text, `inizio` and `fine` count in ``in_riga(text)``."""

    stato: StatoAncora
    parte: str = ""
    inizio: int = 0
    fine: int = 0

    @property
    def c_e(self) -> bool:
        """Whether it stands somewhere."""
        return self.stato is not StatoAncora.PERSO


_PERSA = Ancora(StatoAncora.PERSO)


def in_riga(testo: str) -> str:
    """Return the text with one space for each run of blanks, and none at its ends."""
    return " ".join(testo.split())


def cita(testo: str, passo: str, *, prima: str = "", dopo: str = "") -> Citazione | None:
    """Return the quote of `passo` with its neighbours in `testo`; None if it is not there word for word.

    `prima` and `dopo`, as the reader's page saw them, choose among equal passages.
    """
    intero, cercato = in_riga(testo), in_riga(passo)
    posti = list(_posti(intero, cercato))
    if not posti:
        return None
    voluta = Citazione(cercato, in_riga(prima), in_riga(dopo))
    inizio = max(posti, key=lambda p: (_vicinanza(intero, p, p + len(cercato), voluta), -p))
    fine = inizio + len(cercato)
    return Citazione(cercato, _coda(intero[:inizio].rstrip()), _testa(intero[fine:].lstrip()))


def ancora(citazione: Citazione, testi: Mapping[str, str], parte: str) -> Ancora:
    """Return where the passage stands now: first in its own part, word for word, then in another, then in its own, changed.

    Between equal passages that the neighbours do not tell apart, and for short words whose neighbours are all others, it
    is lost rather than wrong.
    """
    if not (cercato := in_riga(citazione.esatta)):
        return _PERSA
    voluta = Citazione(cercato, in_riga(citazione.prima), in_riga(citazione.dopo))
    proprio = in_riga(testi.get(parte, ""))
    trovata = _esatta(proprio, voluta, parte)
    if trovata and trovata.stato is StatoAncora.TROVATO:
        return trovata
    cambiata = _cambiata(proprio, voluta, parte)
    if trovata is None and cambiata:
        return cambiata
    return trovata or _altrove(voluta, testi, parte) or _PERSA


# --- Word for word -------------------------------------------------------------------------------


def _posti(testo: str, cercato: str) -> Iterator[int]:
    posto = testo.find(cercato) if cercato else -1
    while posto >= 0:
        yield posto
        posto = testo.find(cercato, posto + 1)


def _coda(testo: str) -> str:
    """Return the last words of a text, whole."""
    return testo if len(testo) <= CONTESTO else testo[-CONTESTO:].partition(" ")[2]


def _testa(testo: str) -> str:
    """Return the first words of a text, whole."""
    return testo if len(testo) <= CONTESTO else testo[:CONTESTO].rpartition(" ")[0]


def _vicinanza(testo: str, inizio: int, fine: int, voluta: Citazione) -> float:
    """Return how much the neighbours are those of the quote: 0 nothing, 2 both the same.

    An end of the text where the quote had an end is a neighbour as good as another.
    """
    prima, dopo = testo[max(0, inizio - CONTESTO) : inizio], testo[fine : fine + CONTESTO]
    return _somiglia(_coda(voluta.prima), _coda(prima), dal_fondo=True) + _somiglia(voluta.dopo, dopo, dal_fondo=False)


def _somiglia(voluto: str, attuale: str, *, dal_fondo: bool) -> float:
    volute, attuali = voluto.split(), attuale.split()
    if not volute or not attuali:
        return float(not volute and not attuali)
    attuali = attuali[-len(volute) :] if dal_fondo else attuali[: len(volute)]
    return SequenceMatcher(None, volute, attuali, autojunk=False).ratio()


def _esatta(testo: str, voluta: Citazione, parte: str) -> Ancora | None:
    """Return the occurrence that the neighbours point at; `SPOSTATO` if only its length vouches for it."""
    lungo = len(voluta.esatta)
    posti = sorted(((_vicinanza(testo, p, p + lungo, voluta), p) for p in _posti(testo, voluta.esatta)), reverse=True)
    if not posti:
        return None
    vicinanza, posto = posti[0]
    if len(posti) > 1 and vicinanza - posti[1][0] < DISTACCO:
        return None
    if vicinanza >= VICINI_SIMILI:
        return Ancora(StatoAncora.TROVATO, parte, posto, posto + lungo)
    if len(posti) == 1 and len(voluta.esatta.split()) >= PAROLE_DA_SOLE:
        return Ancora(StatoAncora.SPOSTATO, parte, posto, posto + lungo)
    return None


def _altrove(voluta: Citazione, testi: Mapping[str, str], parte: str) -> Ancora | None:
    """Return the passage, moved to another part; None if two parts could have it."""
    trovate = [
        t for chiave, testo in testi.items() if chiave != parte and (t := _esatta(in_riga(testo), voluta, chiave))
    ]
    if len(trovate) > 1:
        trovate = [t for t in trovate if t.stato is StatoAncora.TROVATO]
    if len(trovate) != 1:
        return None
    return Ancora(StatoAncora.SPOSTATO, trovate[0].parte, trovate[0].inizio, trovate[0].fine)


# --- Changed -------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _parole(testo: str) -> tuple[tuple[str, int, int], ...]:
    return tuple((m[0].strip(".,;:!?()«»\"'").casefold() or m[0], m.start(), m.end()) for m in _PAROLA.finditer(testo))


def _cambiata(testo: str, voluta: Citazione, parte: str) -> Ancora | None:
    """Return the stretch most like the passage, if it is enough like it and no other is as good."""
    volute = [p for p, _, _ in _parole(voluta.esatta)]
    parole = _parole(testo)
    if len(volute) < PAROLE_MINIME or not parole:
        return None
    prove = sorted((_prova(testo, parole, volute, n, voluta) for n in _inizi(parole, volute)), reverse=True)
    buone: list[tuple[float, int, int]] = []
    for punti, inizio, fine in prove:
        if punti and all(fine <= i or inizio >= f for _, i, f in buone):
            buone.append((punti, inizio, fine))
    if not buone or (len(buone) > 1 and buone[0][0] - buone[1][0] < DISTACCO):
        return None
    return Ancora(StatoAncora.CAMBIATO, parte, buone[0][1], buone[0][2])


def _inizi(parole: tuple[tuple[str, int, int], ...], volute: list[str]) -> list[int]:
    """Return where the windows with most words of the passage begin. Linear in the text."""
    chiede, lunga = Counter(volute), len(volute)
    ha: Counter[str] = Counter()
    comuni, conti = 0, []
    for n, (entra, _, _) in enumerate(parole):
        ha[entra] += 1
        comuni += ha[entra] <= chiede[entra]
        if n >= lunga:
            esce = parole[n - lunga][0]
            comuni -= ha[esce] <= chiede[esce]
            ha[esce] -= 1
        conti.append((comuni, -max(0, n - lunga + 1)))
    scelti: list[int] = []
    for comuni, meno in sorted(conti, reverse=True):
        if len(scelti) == PROVE or comuni < 2:
            break
        if all(abs(-meno - altro) >= max(2, lunga // 2) for altro in scelti):
            scelti.append(-meno)
    return scelti


def _prova(
    testo: str, parole: tuple[tuple[str, int, int], ...], volute: list[str], inizio: int, voluta: Citazione
) -> tuple[float, int, int]:
    """Return (likeness and neighbours, start, end) of the stretch about there; no points where it is not like enough."""
    mezza = max(2, len(volute) // 2)
    da, a = max(0, inizio - mezza), min(len(parole), inizio + len(volute) + mezza)
    finestra = [p for p, _, _ in parole[da:a]]
    uguali = [b for b in SequenceMatcher(None, finestra, volute, autojunk=False).get_matching_blocks() if b.size]
    if not uguali:
        return 0.0, 0, 0
    prima = da + uguali[0].a
    ultima = da + uguali[-1].a + uguali[-1].size
    simile = 2 * sum(b.size for b in uguali) / (ultima - prima + len(volute))
    dal, al = parole[prima][1], parole[ultima - 1][2]
    vicinanza = _vicinanza(testo, dal, al, voluta)
    basta = SIMILE_CON_CONTESTO if vicinanza >= 2 * VICINI_SIMILI else SIMILE
    return (simile + vicinanza / 2, dal, al) if simile >= basta else (0.0, 0, 0)
