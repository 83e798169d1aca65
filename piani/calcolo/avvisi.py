"""What a table should make its author think of: totals that could be computed, masks that subtraction uncovers. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from core.canonico import Json
from piani.calcolo.celle import in_parole, limite, nascosto, numero_di
from piani.calcolo.conti import SOMMABILI
from piani.numeri import in_italiano

CENTO = Fraction(100)


@dataclass(frozen=True)
class Avviso:
    """A sentence for the author; `calcolabile` is the row (from 0) whose typed total can be computed."""

    testo: str
    calcolabile: int | None = None


def _sommabili(colonne: list[Json]) -> list[int]:
    return [j for j, c in enumerate(colonne) if c["tipo"] in SOMMABILI and not c.get("calcolo")]


def _nome(riga: Json, i: int) -> str:
    return riga["valori"][0] or f"riga {i + 1}"


def _di_totale_scritto(colonne: list[Json], righe: list[Json], i: int) -> Iterator[Avviso]:
    dati = [r for r in righe if not r["totale"]]
    if len({r["unita"] for r in dati}) > 1:
        return
    uguali, diverse = 0, []
    for j in _sommabili(colonne):
        scritto = numero_di(righe[i]["valori"][j])
        addendi = [numero_di(r["valori"][j]) for r in dati]
        if scritto is None or any(a is None and r["valori"][j] for a, r in zip(addendi, dati, strict=True)):
            continue
        somma = sum((a for a in addendi if a is not None), Fraction(0))
        if somma == scritto:
            uguali += 1
        else:
            diverse.append(f"«{colonne[j]['titolo']}» (scritto {in_italiano(righe[i]['valori'][j])})")
    if uguali and not diverse:
        yield Avviso(f"Il totale di «{_nome(righe[i], i)}» si può calcolare: viene uguale a quello scritto.", i)
    elif uguali:
        yield Avviso(f"Il totale di «{_nome(righe[i], i)}» non è la somma delle righe in: {', '.join(diverse)}.")


def _decimali(colonne: list[Json], righe: list[Json]) -> Iterator[Avviso]:
    """Yield a warning for each column that hides decimals: what is read would not add up."""
    for j in _sommabili(colonne):
        scritti = [r["valori"][j] for r in righe if not r["unita"] and numero_di(r["valori"][j]) is not None]
        lunghi = [v for v in scritti if len(v.partition(".")[2].rstrip("0")) > colonne[j]["decimali"]]
        if lunghi:
            yield Avviso(
                f"Colonna «{colonne[j]['titolo']}»: {in_italiano(lunghi[0])} ha più decimali di quelli che la colonna mostra "
                f"({colonne[j]['decimali']}). Aumentali in «Colonne», o la somma non sembrerà giusta."
            )


def _scoperti(colonne: list[Json], righe: list[Json]) -> Iterator[Avviso]:
    """Yield a warning for each typed total from which a hidden number can be worked out."""
    for j in _sommabili(colonne):
        celle = [(i, r["valori"][j]) for i, r in enumerate(righe) if not r["totale"]]
        coperte = [(i, v) for i, v in celle if nascosto(v)]
        totale = next((numero_di(r["valori"][j]) for r in righe if r["totale"] and not r.get("calcolo")), None)
        if not coperte or totale is None or any(v and numero_di(v) is None and not nascosto(v) for _, v in celle):
            continue
        resto = totale - sum((numero_di(v) or Fraction(0) for _, v in celle), Fraction(0))
        massimo = sum(limite(v) - 1 for _, v in coperte)
        if len(coperte) == 1 or resto in (0, massimo, len(coperte)):
            quale = f"«{_nome(righe[coperte[0][0]], coperte[0][0])}»" if len(coperte) == 1 else "quelli"
            yield Avviso(
                f"Colonna «{colonne[j]['titolo']}»: con il totale scritto, chi legge può ricavare per differenza il numero "
                f"nascosto di {quale}. Nascondi anche un altro valore, oppure lascia calcolare il totale."
            )


def _scoperti_in_riga(colonne: list[Json], righe: list[Json]) -> Iterator[Avviso]:
    """Yield a warning where a typed column is the sum of the others, and one of these is hidden in a row."""
    usate = _sommabili(colonne)
    for totale in usate:
        addendi = [j for j in usate if j != totale and colonne[j]["tipo"] == colonne[totale]["tipo"]]
        if len(addendi) < 2 or not _e_somma(righe, totale, addendi):
            continue
        for i, r in enumerate(righe):
            coperte = [j for j in addendi if nascosto(r["valori"][j])]
            if len(coperte) == 1 and numero_di(r["valori"][totale]) is not None:
                yield Avviso(
                    f"Riga «{_nome(r, i)}»: «{colonne[totale]['titolo']}» è la somma delle altre colonne, e da lì si ricava "
                    f"il numero nascosto in «{colonne[coperte[0]]['titolo']}». Nascondi anche un altro valore della riga."
                )


def _e_somma(righe: list[Json], totale: int, addendi: list[int]) -> bool:
    """Whether the column is the sum of the others in every row where all are told, and there is such a row."""
    complete = 0
    for r in righe:
        parti = [numero_di(r["valori"][j]) for j in addendi]
        intero = numero_di(r["valori"][totale])
        if intero is None or any(p is None for p in parti):
            continue
        if sum((p for p in parti if p is not None), Fraction(0)) != intero:
            return False
        complete += bool(intero)
    return complete > 0


def avvisi(colonne: list[Json], righe: list[Json]) -> list[Avviso]:
    """Return what the author should think of. Values are as they are kept; computed ones may be blank."""
    trovati: list[Avviso] = []
    for i, r in enumerate(righe):
        if r["totale"] and not r.get("calcolo"):
            trovati += _di_totale_scritto(colonne, righe, i)
    return [*trovati, *_decimali(colonne, righe), *_scoperti(colonne, righe), *_scoperti_in_riga(colonne, righe)]


def note_di_lettura(colonne: list[Json], righe: list[Json]) -> list[str]:
    """Return the notes that page and paper add under a table: what the marks mean, shares that do not make 100."""
    numeriche = [j for j, c in enumerate(colonne) if c["tipo"] != "testo"]
    usati = {r["valori"][j] for r in righe for j in numeriche if j < len(r["valori"]) and in_parole(r["valori"][j])}
    note = [f"{v}: meno di {limite(v)}, nascosto per la riservatezza." for v in sorted(usati) if nascosto(v)]
    if "n.d." in usati:
        note.append("n.d.: dato non disponibile.")
    if "-" in usati:
        note.append("-: nessun caso.")
    if any(v.startswith(">=") for v in usati):
        note.append("almeno: la somma dei valori noti; quelli nascosti o non disponibili non sono contati.")
    for j, c in enumerate(colonne):
        if (c.get("calcolo") or {}).get("specie") == "quota":
            quote = [numero_di(r["valori"][j]) for r in righe if not r["totale"] and r["valori"][j]]
            note_quote = [q for q in quote if q is not None]
            if quote and len(note_quote) == len(quote) and sum(note_quote, Fraction(0)) != CENTO:
                note.append(f"Le quote di «{c['titolo']}» non sommano a 100 per l'arrotondamento.")
    return note
