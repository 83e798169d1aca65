"""Small tables inside an answer: of indicators with their targets, of actions, of funds, as the lines that the reader knows. Pure.

Columns are told by their titles; a table without titles that say it is read as text, a line for each row.
"""

import re
from collections.abc import Callable

from piani.word.leggi.formattato import righe
from piani.word.leggi.sorgente import Blocco, Paragrafo, Pezzo, Tabella
from piani.word.leggi.testi import piega

_ANNO = re.compile(
    r"(?:(?:anno|target|valore|valori|attes[oi]|risultat[oi]|obiettivo|t\d|al|entro|il|31|12|dicembre|fine|nel|per|l)\s+)*(20[2-3]\d)"
)
_RUOLI = (
    ("indicatore", re.compile(r"indicator[ei]\b")),
    ("atteso", re.compile(r"(?:target|(?:valor[ei]|risultat[oi]) (?:attes[oi]|target)|attes[oi])\b")),
    ("azione", re.compile(r"(?:azion[ei]|attivita|intervent[oi])\b")),
    ("numero", re.compile(r"(?:n|nr|num|numero|cod|codice)$")),
    ("euro", re.compile(r"(?:euro|import[oi]|costo|costi|ammontare|risorse economiche|budget|quota|totale)\b")),
)
_NUMERATO = re.compile(r"\s*\d{1,2}\.\d{1,2}")
_NUDO = re.compile(r"\s*(?:azione\s*(?:n\.?\s*)?)?(\d{1,2}(?:\.\d{1,2})?)\s*[.):]?\s*$", re.IGNORECASE)
_CIFRA = re.compile(r"\s*\d[\d.'’]*(?:,\d{1,2})?\s*$")
_DUE = 2


def righe_di_indicatori(blocchi: list[Blocco]) -> list[Paragrafo]:
    """Return the lines of an answer on indicators: a table of theirs gives a line each, then one for each year."""
    return _linee(blocchi, _di_indicatori)


def righe_di_azioni(blocchi: list[Blocco]) -> list[Paragrafo]:
    """Return the lines of an answer on actions: a table of theirs gives «n. words» for each row."""
    return _linee(blocchi, _di_azioni)


def righe_di_fondi(blocchi: list[Blocco]) -> list[Paragrafo]:
    """Return the lines of an answer on funds: a bare number in a column of money says euro."""
    return _linee(blocchi, _di_fondi)


def intestazioni(blocchi: list[Blocco]) -> list[str]:
    """Return the titles of the columns of the small tables, that the lines do not repeat."""
    prime = [b.griglia()[0] for b in blocchi if isinstance(b, Tabella) and b.righe]
    return [" ".join(t.split()) for riga in prime for t in riga if t]


def _linee(blocchi: list[Blocco], come: Callable[[Tabella], list[Paragrafo] | None]) -> list[Paragrafo]:
    uscite: list[Paragrafo] = []
    for blocco in blocchi:
        lette = come(blocco) if isinstance(blocco, Tabella) else None
        uscite += righe([blocco]) if lette is None else lette
    return uscite


def _griglia(tabella: Tabella) -> tuple[list[str], list[list[str]]]:
    """Return the titles of the columns, folded, and the rows that are not the titles again."""
    griglia = [[" ".join(t.split()) for t in r] for r in tabella.griglia()]
    griglia = [r for r in griglia if any(r)]
    if len(griglia) < _DUE:
        return [], []
    return [piega(t) for t in griglia[0]], [r for r in griglia[1:] if r != griglia[0]]


def _ruolo(titolo: str) -> str:
    anno = _ANNO.fullmatch(titolo)
    if anno:
        return anno[1]
    return next((nome for nome, regola in _RUOLI if regola.match(titolo)), "")


def _di_indicatori(tabella: Tabella) -> list[Paragrafo] | None:
    titoli, corpo = _griglia(tabella)
    ruoli = [_ruolo(t) for t in titoli]
    anni = [r for r in ruoli if r.isdigit()]
    annunciati = "indicatore" in ruoli and len(ruoli) >= _DUE
    if not annunciati and len(anni) < _DUE:
        return None
    nome = ruoli.index("indicatore") if annunciati else next((n for n, r in enumerate(ruoli) if not r), 0)
    if not annunciati and ruoli[nome].isdigit():
        return None
    testi: list[str] = []
    for riga in corpo:
        testi += _riga_indicatore(riga, ruoli, titoli, nome)
    return [Paragrafo((Pezzo(t),)) for t in testi if t]


def _riga_indicatore(riga: list[str], ruoli: list[str], titoli: list[str], nome: int) -> list[str]:
    testi: list[str] = []
    numero, coda, anni = "", "", []
    for n, (cella, ruolo) in enumerate(zip(riga, ruoli, strict=False)):
        nuda = _NUDO.match(cella)
        if not cella or n == nome:
            continue
        if ruolo.isdigit():
            anni.append(f"{ruolo}: {cella}")
        elif ruolo == "azione":
            testi.append(f"Azione {nuda[1]}" if nuda else cella)
        elif ruolo == "numero":
            numero = f"{cella} "
        elif ruolo == "atteso":
            coda += f" – Target: {cella}"
        else:
            coda += f" ({titoli[n].capitalize()}: {cella})" if titoli[n] else f" {cella}"
    if not riga[nome]:
        return [*testi, *([f"{numero}{coda}".strip()] if numero or coda else []), *anni]
    intero = f"{numero}{riga[nome]}{coda}"
    return [*testi, intero if _NUMERATO.match(intero) else f"Indicatore: {intero}", *anni]


def _di_azioni(tabella: Tabella) -> list[Paragrafo] | None:
    titoli, corpo = _griglia(tabella)
    ruoli = [_ruolo(t) for t in titoli]
    if "azione" not in ruoli:
        return None
    nome = ruoli.index("azione")
    testi: list[str] = []
    for riga in corpo:
        numero = next((c for c, r in zip(riga, ruoli, strict=False) if r == "numero" and c), "")
        altre = [
            f"{titoli[n].capitalize()}: {c}"
            for n, (c, r) in enumerate(zip(riga, ruoli, strict=False))
            if c and n != nome and r != "numero"
        ]
        davanti = f"{numero.rstrip('.)')}. " if numero else ""
        testi += [f"{davanti}{riga[nome]}".strip(), *altre]
    return [Paragrafo((Pezzo(t),)) for t in testi if t]


def _di_fondi(tabella: Tabella) -> list[Paragrafo] | None:
    titoli, corpo = _griglia(tabella)
    ruoli = [_ruolo(t) for t in titoli]
    if "euro" not in ruoli:
        return None
    testi = [
        " | ".join(f"€ {c}" if r == "euro" and _CIFRA.match(c) else c for c, r in zip(riga, ruoli, strict=False) if c)
        for riga in corpo
    ]
    return [Paragrafo((Pezzo(t),)) for t in testi if t]
