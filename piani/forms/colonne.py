"""The columns of a data table as a grid: one line a column, and a blank one at the end."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from core.exceptions import DatiNonValidi
from core.testo import TestoTroppoLungo, riga
from piani.actions.tabelle import NULLA
from piani.models import Colonna

TIPI_COLONNA = (("testo", "Testo"), ("numero", "Numero"), ("euro", "Euro"), ("percentuale", "Percentuale"))
_CAMPI = ("posto", "titolo", "gruppo", "tipo", "decimali", "unita")


@dataclass
class RigaColonna:
    """A column as typed: `chiave` is the one it had when the page was made, empty for the new one."""

    n: int
    chiave: str = ""
    posto: str = ""
    titolo: str = ""
    gruppo: str = ""
    tipo: str = "testo"
    decimali: str = "0"
    unita: str = ""
    togli: bool = False

    @property
    def numero(self) -> int:
        """The column's number for people."""
        return self.n + 1


def griglia_colonne(colonne: Sequence[Colonna]) -> list[RigaColonna]:
    """Return the columns as saved, and a blank one."""
    salvate = [_salvata(n, c) for n, c in enumerate(colonne)]
    return [*salvate, RigaColonna(len(salvate))]


def _salvata(n: int, c: Colonna) -> RigaColonna:
    return RigaColonna(n, c["chiave"], str(n + 1), c["titolo"], c["gruppo"], c["tipo"], str(c["decimali"]), c["unita"])


def colonne_scritte(dati: QueryDict) -> list[RigaColonna]:
    """Return the grid as it was sent, the blank line too."""
    righe: list[RigaColonna] = []
    while f"k{len(righe)}-titolo" in dati:
        n = len(righe)
        campi = {c: dati.get(f"k{n}-{c}", "") for c in _CAMPI}
        righe.append(RigaColonna(n, dati.get(f"k{n}-chiave", ""), togli=bool(dati.get(f"k{n}-togli")), **campi))
    return righe


def griglia_unita(scritte: Sequence[RigaColonna], salvate: Sequence[Colonna]) -> list[RigaColonna]:
    """Return what was typed, then the columns that somebody else added meanwhile: saving it loses neither."""
    note = {r.chiave for r in scritte}
    attuali = {c["chiave"] for c in salvate}
    altrui = [_salvata(n, c) for n, c in enumerate(salvate) if c["chiave"] not in note]
    righe = [*scritte[:-1], *altrui, *scritte[-1:]]
    for n, r in enumerate(righe):
        r.n, r.chiave = n, r.chiave if r.chiave in attuali else ""
    return righe


def colonne_da(scritte: Sequence[RigaColonna]) -> list[tuple[str | None, Colonna]]:
    """Return the columns that were typed, in the order asked, each with the key it had; new ones if they have a title.

    Raises DatiNonValidi: an unknown kind, a text too long.
    """
    scelte = [r for r in scritte if not r.togli and (r.chiave or r.titolo.strip())]
    scelte.sort(key=lambda r: int(r.posto) if r.posto.isdecimal() else r.numero)
    return [(r.chiave or None, _colonna(r)) for r in scelte]


def _colonna(r: RigaColonna) -> Colonna:
    if r.tipo not in dict(TIPI_COLONNA):
        raise DatiNonValidi(f"Colonna {r.numero}: il tipo non è tra quelli previsti. {NULLA}")
    try:
        titolo, gruppo, unita = riga(r.titolo, massimo=200), riga(r.gruppo, massimo=200), riga(r.unita, massimo=40)
    except TestoTroppoLungo as errore:
        raise DatiNonValidi(f"Colonna {r.numero}: {errore} {NULLA}") from None
    decimali = min(2, int(r.decimali)) if r.decimali.isdecimal() and r.tipo != "testo" else 0
    return {"chiave": "", "titolo": titolo, "gruppo": gruppo, "tipo": r.tipo, "decimali": decimali, "unita": unita}
