"""Which sections a file puts elsewhere, as few moves that bring the plan there. Pure."""

from dataclasses import dataclass
from typing import Literal

from core.canonico import Json
from piani.confronto import fuori_posto

_PAROLE = {"prima": "prima di", "dopo": "dopo", "dentro": "dentro"}


@dataclass(frozen=True)
class Spostamento:
    """A section, by key and title, and where it goes: before, after or inside another one. One after the other, in order."""

    chiave: str
    titolo: str
    dove: Literal["prima", "dopo", "dentro"]
    rispetto: str
    altra: str

    @property
    def in_parole(self) -> str:
        """Return where it goes."""
        return f"{_PAROLE[self.dove]} «{self.altra}»"


def _figlie(sezioni: list[Json], genitore: str = "") -> dict[str, list[str]]:
    """Return the keys of the children of each section (of none: the chapters), in order."""
    trovate = {genitore: [str(s["chiave"]) for s in sezioni]}
    for s in sezioni:
        trovate |= _figlie(s["sezioni"], s["chiave"])
    return trovate


def _titoli(sezioni: list[Json]) -> dict[str, str]:
    return {k: t for s in sezioni for k, t in ((s["chiave"], s["titolo"]), *_titoli(s["sezioni"]).items())}


def spostamenti(prima: Json, dopo: Json) -> list[Spostamento]:
    """Return the moves that give the sections of `prima`, where they are also in `dopo`, the places they have there."""
    vecchie, nuove = _figlie(prima["sezioni"]), _figlie(dopo["sezioni"])
    titoli, noti = _titoli(dopo["sezioni"]), _titoli(prima["sezioni"])
    genitori = {f: g for g, figlie in vecchie.items() for f in figlie}
    capitoli = list(vecchie[""])
    fatti: list[Spostamento] = []
    for genitore, tutte in nuove.items():
        if genitore and genitore not in noti:
            continue
        figlie = [f for f in tutte if f in noti]
        venute = [f for f in figlie if genitori[f] != genitore]
        vanno = {*venute, *fuori_posto(vecchie[genitore], [f for f in figlie if f not in venute])}
        for n, chiave in enumerate(figlie):
            if chiave in vanno:
                ferma = next((f for f in figlie[n + 1 :] if f not in vanno), "")
                # Where no chapter stays, the first goes before the one that is there now.
                ferma = ferma or ("" if genitore else next(c for c in capitoli if c != chiave))
                fatti.append(_verso(chiave, n, figlie, genitore, ferma, {**noti, **titoli}))
    return fatti


def _verso(chiave: str, n: int, figlie: list[str], genitore: str, ferma: str, titoli: dict[str, str]) -> Spostamento:
    if n:
        return Spostamento(chiave, titoli[chiave], "dopo", figlie[n - 1], titoli[figlie[n - 1]])
    if ferma:
        return Spostamento(chiave, titoli[chiave], "prima", ferma, titoli[ferma])
    return Spostamento(chiave, titoli[chiave], "dentro", genitore, titoli[genitore])
