"""The numbers of sections, tables, charts and figures: given once, before any text is read, since a text may name them.

Pure: reads the canonical document alone.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.canonico import Json

NOMI = {"tabella": "Tabella", "grafico": "Grafico", "figura": "Figura"}


class Numeratore:
    """Numbers captions by kind, from 1 in each numbered chapter: Tabella 2.1, Grafico 2.1; Figura 1 outside them."""

    def __init__(self) -> None:
        self._visti: Counter[tuple[str, str]] = Counter()

    def numero(self, specie: str, capitolo: str) -> str:
        """Return the next number of that kind in the chapter (empty: not numbered)."""
        self._visti[specie, capitolo] += 1
        conto = self._visti[specie, capitolo]
        return f"{NOMI[specie]} {capitolo}.{conto}" if capitolo else f"{NOMI[specie]} {conto}"


@dataclass(frozen=True)
class Posto:
    """Where a section stands: its number (empty without one) and the key of its chapter's page."""

    numero: str
    capitolo: str


@dataclass
class Numeri:
    """By key: the place of each section, the caption number of each table, the page each one is on."""

    sezioni: dict[str, Posto] = field(default_factory=dict)
    tabelle: dict[str, str] = field(default_factory=dict)


def numera(documento: Json) -> Numeri:
    """Return the numbers of the document. A section outside the numbering has none below it either."""
    numeri = Numeri()
    numeratore = Numeratore()
    tabelle: dict[str, list[Json]] = {}
    for tabella in documento["tabelle"]:
        tabelle.setdefault(tabella["sezione"], []).append(tabella)
    for ramo, numero, capitolo, pagina in _cammina(documento["sezioni"], "", "", ""):
        numeri.sezioni[ramo["chiave"]] = Posto(numero, pagina)
        for tabella in tabelle.get(ramo["chiave"], []):
            numeri.tabelle[tabella["chiave"]] = numeratore.numero(tabella["specie"], capitolo)
    return numeri


def _cammina(rami: list[Json], padre: str, capitolo: str, pagina: str) -> Iterator[tuple[Json, str, str, str]]:
    """Yield each section with its number, the number of its chapter, the key of its chapter."""
    conto = 0
    for ramo in rami:
        numero = ""
        if ramo["numerata"] and (padre or not pagina):
            conto += 1
            numero = f"{padre}.{conto}" if padre else str(conto)
        suo = capitolo if pagina else numero
        sua = pagina or ramo["chiave"]
        yield ramo, numero, suo, sua
        yield from _cammina(ramo["sezioni"], numero, suo, sua)
