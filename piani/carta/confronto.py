"""The comparison of two versions on paper, for who reads with a pencil."""

import datetime as dt
from functools import cached_property

from core.canonico import Json
from core.formati import data as in_lettere
from piani.carta.fascicoli import Fascicolo, Testa, a_gruppi
from piani.raffronto import CapitoloConfrontato, raffronta

# What `Stampa.scheda` says of a comparison: the hash of the older version follows.
CONFRONTO = "confronto:"


class FascicoloConfronto(Fascicolo):
    """What changed from `prima` to `documento`, by chapter, with the changed words marked. Always a working paper."""

    template = "piani/stampa/confronto.html"

    def __init__(
        self,
        documento: Json,
        *,
        prima: Json,
        prima_data: dt.date,
        bozza: bool,
        data: dt.date,
        testa: Testa | None = None,
    ) -> None:
        super().__init__(documento, bozza=bozza, data=data, testa=testa)
        self.prima = prima
        self.prima_data = prima_data

    @property
    def titolo(self) -> str:
        """What the paper is, then the plan's title."""
        return f"Confronto di due versioni - {super().titolo}"

    @cached_property
    def capitoli(self) -> list[CapitoloConfrontato]:
        """The changed parts, by chapter."""
        return raffronta(self.prima, self.documento)

    @property
    def quante(self) -> int:
        """How many parts changed."""
        return sum(len(c.parti) for c in self.capitoli)

    @property
    def prima_in_lettere(self) -> str:
        """The day of the older version."""
        return in_lettere(self.prima_data)

    @property
    def impronta_prima(self) -> list[str]:
        """The older version's SHA-256 in groups."""
        return a_gruppi(str(self.prima["sha256"]))
