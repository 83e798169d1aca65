"""A row of a table seen as a row of a sheet: its label, its answer. Pure."""

import re
from dataclasses import dataclass, replace

from piani.word.leggi.etichette import Etichette, Trovata
from piani.word.leggi.sorgente import Blocco, Cella, Paragrafo, Tabella, taglia
from piani.word.leggi.testi import piega

_NUMERO = re.compile(r"^\s*(?:n\.?\s*)?\d{1,2}\s*[.)]?\s*$", re.IGNORECASE)
_TRATTINI = re.compile(r"^[\s\-–—_|]*$")
# Labels that plans add to the official ones, as they begin, and what they say.
_LOCALI = {
    "area": ("area di policy", "macroarea", "macro area", "area policy", "macroaree", "macro aree"),
    "leps": ("leps", "livello essenziale", "livelli essenziali"),
    "titolo": ("titolo obiettivo", "titolo dell obiettivo", "titolo intervento", "titolo"),
    "descrizione": ("descrizione obiettivo", "descrizione dell obiettivo", "descrizione"),
    "codice": ("obiettivo n", "n obiettivo", "numero obiettivo", "codice obiettivo", "scheda n", "codice"),
    "testata": ("obiettivo precedente programmazione", "dimensione di analisi"),
}
PRIME_CELLE = 3
# The local labels that are told even when they stand alone in a row of one cell, or over their answer.
NETTE = ("area", "leps", "titolo", "descrizione")
_TRE = 3


@dataclass(frozen=True)
class RigaScheda:
    """A row: `trovata` is None for a label that no format has; `locale` names the ones plans add themselves."""

    etichetta: str
    trovata: Trovata | None
    risposta: tuple[Blocco, ...]
    tabella: int
    numero: int
    locale: str = ""
    celle: tuple[Cella, ...] = ()

    @property
    def testo(self) -> str:
        """The words of the answer."""
        return Cella(self.risposta).testo

    @property
    def separatore(self) -> bool:
        """Whether it only draws a line."""
        intera = self.etichetta + self.testo
        return bool(intera) and bool(_TRATTINI.match(intera)) and "/" not in intera


def locale_di(etichetta: str) -> str:
    """Return which local label this is: area, leps, titolo, descrizione, codice, testata; "" for none."""
    letta = piega(etichetta)
    for nome, inizi in _LOCALI.items():
        for inizio in inizi:
            if letta == inizio or (letta.startswith(f"{inizio} ") and len(letta) < len(inizio) + 30):
                return nome
    return ""


def righe_scheda(tabella: Tabella, etichette: Etichette) -> list[RigaScheda]:
    """Return the rows of a table that have words."""
    righe = [r for n, celle in enumerate(tabella.righe, 1) for r in _righe(celle, tabella.posto, n, etichette)]
    righe = _in_colonna(righe)
    piene = [r for r in righe if r.etichetta or r.risposta]
    ufficiali = {r.trovata.formato for r in piene if r.trovata and not r.trovata.breve}
    return [
        senza_etichetta(r) if r.trovata and r.trovata.breve and ufficiali - {r.trovata.formato} else r for r in piene
    ]


def senza_etichetta(riga: RigaScheda) -> RigaScheda:
    """Return a row as if its label were none of the formats'."""
    return replace(riga, trovata=None, locale=locale_di(riga.etichetta))


def _in_colonna(righe: list[RigaScheda]) -> list[RigaScheda]:
    """Where the labels stand in the second column, what stands there alone is a label too, of the office's own."""
    seconde = [r for r in righe if r.trovata and len(r.celle) >= _TRE and not r.celle[0].testo]
    prime = [r for r in righe if r.trovata and r.celle[0].testo and len(r.celle) >= _TRE]
    if len(seconde) <= len(prime):
        return righe
    return [
        replace(r, etichetta=r.celle[1].testo, risposta=_blocchi(list(r.celle[2:])), locale=locale_di(r.celle[1].testo))
        if r.trovata is None
        and not r.etichetta
        and r.locale != "gruppo"
        and len(r.celle) >= _TRE
        and r.celle[1].testo
        and r.celle[2].testo
        else r
        for r in righe
    ]


def _righe(celle: tuple[Cella, ...], tabella: int, numero: int, etichette: Etichette) -> list[RigaScheda]:
    """The row, and before it the name of the group of rows that a first column holds."""
    gruppo = _gruppo(celle, etichette)
    if not gruppo:
        return [_riga(celle, tabella, numero, etichette)]
    sopra = RigaScheda("", None, celle[0].blocchi, tabella, numero, locale="gruppo", celle=celle)
    return [sopra, _riga((replace(celle[0], blocchi=()), *celle[1:]), tabella, numero, etichette)]


def _gruppo(celle: tuple[Cella, ...], etichette: Etichette) -> bool:
    """Whether the first cell only names a group of rows: the label is, for sure, in the second, and an answer after it."""
    if len(celle) < _TRE or not celle[0].testo or not celle[1].testo or _NUMERO.match(celle[0].testo):
        return False
    if locale_di(celle[0].testo) or etichette.cerca(celle[0].testo) is not None:
        return False
    seconda = etichette.cerca(celle[1].testo)
    ufficiale = seconda is not None and seconda.certa and not seconda.breve
    return ufficiale or (locale_di(celle[1].testo) in NETTE and bool(celle[2].testo))


def _riga(celle: tuple[Cella, ...], tabella: int, numero: int, etichette: Etichette) -> RigaScheda:
    utili = list(celle)
    # A column that only numbers the rows says nothing.
    if len(utili) > 2 and _NUMERO.match(utili[0].testo or "-"):
        utili = utili[1:]
    dentro = _nella_cella(utili, etichette)
    if dentro is not None:
        etichetta, trovata, risposta = dentro
        return RigaScheda(etichetta, trovata, risposta, tabella, numero, celle=celle)
    for n, cella in enumerate(utili[:PRIME_CELLE]):
        nota = etichette.cerca(cella.testo) if cella.testo else None
        if nota is not None and not (n and utili[0].testo):
            return RigaScheda(cella.testo, nota, _blocchi(utili[n + 1 :]), tabella, numero, celle=celle)
    piene = [c for c in utili if c.testo]
    if len(utili) == 1 or (len(piene) == 1 and piene[0].colonne >= sum(c.colonne for c in utili)):
        netta = _locale_in_testa(piene)
        if netta is not None:
            return RigaScheda(netta[0], None, netta[1], tabella, numero, locale_di(netta[0]), celle)
        return RigaScheda("", None, _blocchi(piene), tabella, numero, locale="intera", celle=celle)
    etichetta = utili[0].testo
    return RigaScheda(etichetta, None, _blocchi(utili[1:]), tabella, numero, locale_di(etichetta), celle)


def _locale_in_testa(piene: list[Cella]) -> tuple[str, tuple[Blocco, ...]] | None:
    """Return a label that plans add, and its answer, out of a cell that holds both, or the label alone."""
    primo = piene[0].blocchi[0] if piene else None
    if not isinstance(primo, Paragrafo):
        return None
    if locale_di(primo.testo) in NETTE:
        return primo.testo, piene[0].blocchi[1:]
    davanti, segno, dopo = primo.testo.partition(":")
    if segno and dopo.strip() and locale_di(davanti) in NETTE:
        return davanti, (taglia(primo, len(davanti) + 1), *piene[0].blocchi[1:])
    return None


def _blocchi(celle: list[Cella]) -> tuple[Blocco, ...]:
    return tuple(b for c in celle for b in c.blocchi)


def _nella_cella(celle: list[Cella], etichette: Etichette) -> tuple[str, Trovata, tuple[Blocco, ...]] | None:
    """Look for a label and its answer in one cell: in paragraphs of their own, or one after the other."""
    piene = [c for c in celle if c.testo]
    if len(piene) != 1 or not isinstance(piene[0].blocchi[0], Paragrafo):
        return None
    return etichetta_in_testa(piene[0].blocchi, etichette)


def etichetta_in_testa(
    blocchi: tuple[Blocco, ...], etichette: Etichette, *, esatta: bool = False
) -> tuple[str, Trovata, tuple[Blocco, ...]] | None:
    """Return the label that opens some blocks, and the blocks of its answer; None when none does.

    `esatta`: only a label written as the official one, with its answer after it in the same paragraph.
    """
    primo = blocchi[0]
    if not isinstance(primo, Paragrafo):
        return None
    trovato = etichette.prefisso(primo.testo)
    if trovato is not None and trovato[1] < len(primo.testo):
        trovata, fine = trovato
        return primo.testo[:fine], trovata, (taglia(primo, fine), *blocchi[1:])
    testi: list[str] = []
    for n, blocco in enumerate(blocchi[:PRIME_CELLE], 1):
        if esatta or not isinstance(blocco, Paragrafo):
            break
        testi.append(blocco.testo)
        nota = etichette.cerca(" ".join(testi))
        if nota is not None and nota.certa:
            return " ".join(testi), nota, blocchi[n:]
    return None


def unisci_etichette(righe: list[RigaScheda], etichette: Etichette) -> list[RigaScheda]:
    """Join a label that a page break cut with its rest, a row below."""
    unite: list[RigaScheda] = []
    for riga in righe:
        precedente = unite[-1] if unite else None
        insieme = _insieme(precedente, riga, etichette)
        if precedente is not None and insieme is not None:
            etichetta = f"{precedente.etichetta} {riga.etichetta}"
            unite[-1] = replace(
                precedente,
                etichetta=etichetta,
                trovata=insieme,
                risposta=(*precedente.risposta, *riga.risposta),
                locale="",
            )
        else:
            unite.append(riga)
    return unite


def _insieme(prima: RigaScheda | None, riga: RigaScheda, etichette: Etichette) -> Trovata | None:
    """Return the label that the two rows make together, when it is liker than each."""
    if prima is None or not prima.etichetta or not riga.etichetta or prima.celle[0].colonne > 1:
        return None
    soli = [r.trovata.punti if r.trovata else 0.0 for r in (prima, riga)]
    if min(soli) >= 1.0 or (soli[0] >= 1.0 and not (prima.trovata and prima.trovata.tronca)):
        return None
    if riga.trovata is not None and riga.trovata.certa:
        return None
    unita = etichette.cerca(f"{prima.etichetta} {riga.etichetta}")
    if unita is None or unita.tronca:
        return None
    # A label with its hint is like enough already: only a liker one counts.
    return (
        unita
        if unita.punti > max(soli)
        or (
            unita.punti >= max(soli)
            and riga.trovata is None
            and not riga.testo
            and prima.trovata is not None
            and prima.trovata.tronca
        )
        else None
    )
