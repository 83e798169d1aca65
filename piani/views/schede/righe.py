"""A row of a sheet as it is drawn: its answer, what the last save had to say, two people on it at once."""

import datetime as dt
from dataclasses import dataclass

from obiettivi.actions.risposte import Riga
from obiettivi.enums import TipoCampo
from obiettivi.models import CampoScheda
from obiettivi.regole import FASE_DI

ELENCHI = {TipoCampo.AZIONI: "azioni", TipoCampo.RISORSE: "risorse"} | dict.fromkeys(FASE_DI, "indicatori")


@dataclass(frozen=True)
class SceltaVista:
    """A choice as drawn: key, official label, whether it is marked."""

    chiave: str
    etichetta: str
    segnata: bool


@dataclass(frozen=True)
class Conflitto:
    """Two people saved the same row: mine beside the saved one, with who saved it and when (None: not known).

    `segnati` are the two texts with their changes marked, mine first; `base` where both began, if known; `pulita` when
    the proposed merge found no place that both changed.
    """

    mia: "RigaVista"
    salvata: "RigaVista"
    segnati: tuple[str, str]
    base: "RigaVista | None"
    pulita: bool
    chi: str
    quando: dt.datetime | None


@dataclass(frozen=True)
class RigaVista:
    """A row of the sheet as drawn; `errori`, `avviso` and `conflitto` are what the last save had to say.

    In an adopted sheet a row is `bloccata` while it has the shared words; `aperta` if the Ambito may write it, `locale` once
    it does.
    """

    campo: CampoScheda
    riga: Riga
    revisione: int
    compilata: bool
    esempio: bool = False
    errori: tuple[str, ...] = ()
    avviso: str = ""
    conflitto: Conflitto | None = None
    bloccata: bool = False
    aperta: bool = False
    locale: bool = False

    @property
    def scelte(self) -> list[SceltaVista]:
        """The choices of the row, in the official order."""
        return [SceltaVista(s["chiave"], s["etichetta"], s["chiave"] in self.riga.scelte) for s in self.campo.scelte]

    @property
    def etichette_scelte(self) -> list[str]:
        """The labels of the choices that are marked."""
        return [s.etichetta for s in self.scelte if s.segnata]

    @property
    def elenco(self) -> str:
        """Which list of typed rows belongs to the row: azioni, risorse, indicatori, or none."""
        return ELENCHI.get(TipoCampo(self.campo.tipo), "")

    @property
    def fase(self) -> str:
        """The phase of the row's indicators, if it has any."""
        return FASE_DI.get(TipoCampo(self.campo.tipo), "")

    @property
    def lista(self) -> str:
        """The end of the ids of its list."""
        return f"{self.elenco}-{self.fase}" if self.fase else self.elenco

    @property
    def ha_testo(self) -> bool:
        """Whether the row shows a text of its own even when it is empty: all, but a title."""
        return self.campo.tipo != TipoCampo.TITOLO

    @property
    def testo_residuo(self) -> bool:
        """Whether the row's value is a list of its own, and the text only completes it."""
        return bool(self.elenco) or self.campo.tipo == TipoCampo.PUNTI_CHIAVE

    @property
    def scelte_calcolate(self) -> bool:
        """Whether the choices follow a number, so that nobody marks them: the band of a degree that is known."""
        return self.campo.tipo == TipoCampo.PERCENTUALE and bool(
            self.riga.grado_criterio or self.riga.grado is not None
        )

    @property
    def matrice(self) -> list[tuple[str, list[SceltaVista]]]:
        """The rows of the matrix, each with its cells."""
        righe = (self.campo.matrice or {}).get("righe", [])
        per_chiave = {s.chiave: s for s in self.scelte}
        return [
            (r["etichetta"], [s for chiave, s in per_chiave.items() if chiave.startswith(f"{r['chiave']}:")])
            for r in righe
        ]

    @property
    def colonne_matrice(self) -> list[str]:
        """The headings of the matrix."""
        return [c["etichetta"] for c in (self.campo.matrice or {}).get("colonne", [])]
