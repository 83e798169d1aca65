"""What counts as compiled, how actions are numbered, what the funds of a sheet total. Pure: no database."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from typing import Protocol

from obiettivi.enums import Fase, PeriodoRisorsa, TipoCampo

FASE_DI = {
    TipoCampo.INDICATORI_INPUT: Fase.INPUT,
    TipoCampo.INDICATORI_PROCESSO: Fase.PROCESSO,
    TipoCampo.INDICATORI_OUTPUT: Fase.OUTPUT,
    TipoCampo.INDICATORI_OUTCOME: Fase.OUTCOME,
}


class Campo(Protocol):
    """A row of a format."""

    @property
    def tipo(self) -> str: ...  # noqa: D102 - the protocol says it - the protocol says it


class Compilata(Protocol):
    """An answer."""

    @property
    def scelte(self) -> list[str]: ...  # noqa: D102 - the protocol says it - the protocol says it
    @property
    def testo(self) -> str: ...  # noqa: D102 - the protocol says it
    @property
    def non_pertinente(self) -> bool: ...  # noqa: D102 - the protocol says it


@dataclass(frozen=True)
class Contenuto:
    """What a sheet holds in its typed tables."""

    titolo: str = ""
    grado: int | None = None
    azioni: int = 0
    risorse: int = 0
    aree: int = 0
    punti: int = 0
    indicatori: Mapping[str, int] = field(default_factory=dict)

    def ha(self, tipo: str) -> bool:
        """Tell whether the table of this kind of row has something."""
        fase = FASE_DI.get(TipoCampo(tipo))
        if fase is not None:
            return bool(self.indicatori.get(fase))
        return {
            TipoCampo.TITOLO: bool(self.titolo),
            TipoCampo.PERCENTUALE: self.grado is not None,
            TipoCampo.AZIONI: self.azioni > 0,
            TipoCampo.RISORSE: self.risorse > 0,
            TipoCampo.AREE: self.aree > 0,
            TipoCampo.PUNTI_CHIAVE: self.punti > 0,
        }.get(TipoCampo(tipo), False)


def compilata(campo: Campo, risposta: Compilata | None, contenuto: Contenuto) -> bool:
    """Tell whether a row has its answer: choices, a text, typed rows, or "non pertinente"."""
    if risposta is not None and (risposta.non_pertinente or risposta.scelte or risposta.testo):
        return True
    return contenuto.ha(campo.tipo)


# --- Actions ------------------------------------------------------------------
@dataclass(frozen=True)
class NodoAzione:
    """An action in its list: id, parent's id (None at the top), its number now."""

    id: int
    genitore: int | None
    numero: str


def numeri_automatici(nodi: Iterable[NodoAzione], manuali: Mapping[int, str] | None = None) -> dict[int, str]:
    """Return the number of each action, in the order given: 1, 2... and n.1, n.2... under action n.

    `manuali` maps ids to numbers a person chose: those stay, and the automatic ones step over them.
    """
    elenco = list(nodi)
    numeri = dict(manuali or {})
    madri = [n.id for n in elenco if n.genitore is None]
    _numera(madri, "", numeri)
    for madre in madri:
        _numera([n.id for n in elenco if n.genitore == madre], f"{numeri[madre]}.", numeri)
    return numeri


def _numera(fratelli: list[int], prefisso: str, numeri: dict[int, str]) -> None:
    """Give the next free number to each of `fratelli` that has none."""
    presi = set(numeri.values())
    liberi = (f"{prefisso}{n}" for n in count(1) if f"{prefisso}{n}" not in presi)
    for fratello in fratelli:
        if fratello not in numeri:
            numeri[fratello] = next(liberi)


def numeri_manuali(nodi: Iterable[NodoAzione]) -> dict[int, str]:
    """Return the numbers that do not follow from the order: a person chose them, and renumbering keeps them."""
    elenco = list(nodi)
    manuali: dict[int, str] = {}
    for madre in [None, *(n for n in elenco if n.genitore is None)]:
        prefisso = f"{madre.numero}." if madre else ""
        atteso = 1
        for nodo in (n for n in elenco if n.genitore == (madre.id if madre else None)):
            if nodo.numero == f"{prefisso}{atteso}":
                atteso += 1
            elif nodo.numero:
                manuali[nodo.id] = nodo.numero
    return manuali


def rinumera_indicatore(numero: str, vecchio: str, nuovo: str) -> str:
    """Return an indicator's n.m after its action went from number `vecchio` to `nuovo`."""
    trovato = re.fullmatch(rf"{re.escape(vecchio)}\.(\w+)", numero)
    return f"{nuovo}.{trovato[1]}" if vecchio and trovato else numero


# --- Funds --------------------------------------------------------------------
class Linea(Protocol):
    """A funding line."""

    importo: Decimal | None
    periodo: str
    anno: int | None
    condivisa: bool


@dataclass(frozen=True)
class TotaleRisorse:
    """Euro of a sheet over the triennium. `condiviso` is inside `totale`; `per_unita` counts lines that cannot be added."""

    totale: Decimal = Decimal(0)
    condiviso: Decimal = Decimal(0)
    linee: int = 0
    senza_importo: int = 0
    per_unita: int = 0


def totale_risorse(linee: Iterable[Linea], anni: int) -> TotaleRisorse:
    """Add up the lines: an amount a year counts for each of the `anni` years, unless it names its year.

    An amount for each unit is left out and counted apart: nobody knows how many units.
    """
    totale = condiviso = Decimal(0)
    conteggi = {"linee": 0, "senza_importo": 0, "per_unita": 0}
    for linea in linee:
        conteggi["linee"] += 1
        if linea.importo is None:
            conteggi["senza_importo"] += 1
        elif linea.periodo == PeriodoRisorsa.PER_UNITA:
            conteggi["per_unita"] += 1
        else:
            volte = anni if linea.periodo == PeriodoRisorsa.ANNUALE and linea.anno is None else 1
            totale += linea.importo * volte
            condiviso += linea.importo * volte if linea.condivisa else 0
    return TotaleRisorse(totale=totale, condiviso=condiviso, **conteggi)
