"""The words of the checker: a rule, the place it points to, what it found. Pure."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from piani.controllo.testo import normale

if TYPE_CHECKING:
    from piani.controllo.lettura import Lettura


class Peso(StrEnum):
    """What the act of the Region requires, apart from what is only advised. Neither stops a step."""

    LEGGE = "legge"
    AVVISO = "avviso"


class Famiglia(StrEnum):
    """A group of rules, in the order of the page."""

    FORMATO = "Formato regionale"
    COMPILAZIONE = "Compilazione"
    COERENZA = "Coerenza delle risposte"
    INDICATORI = "Indicatori"
    RISORSE = "Risorse"
    ESITI = "Esiti"
    NUMERI = "Numeri e tabelle"
    NOMI = "Nomi e periodi"
    DOPPIONI = "Testi doppi"
    RIMANDI = "Rimandi"


@dataclass(frozen=True)
class Luogo:
    """A place of the plan.

    `specie` is piano, sezione, tabella, scheda or riga; `chiave` the key of the section or of the table, ``specie:codice``
    of a sheet, ``specie:codice:campo`` of a row; `capitolo` the key of its chapter, empty for the whole plan; `proprietario`
    the key (``tipo:codice``) of the body that writes it, empty for the whole plan.
    """

    specie: str
    chiave: str
    capitolo: str
    nome: str
    proprietario: str = ""


@dataclass(frozen=True)
class Trovato:
    """What a rule yields: where, the sentence that says what, and the evidence (the sentence itself, if it is empty).

    The evidence tells one finding from another of the same kind in the same place: it changes when the text changes.
    """

    luogo: Luogo
    frase: str
    prova: str = ""


Ricerca = Callable[["Lettura"], Iterable[Trovato]]


@dataclass(frozen=True)
class Regola:
    """One kind of defect: how it is looked for, where it comes from, how it is settled.

    `visto` are the lines of the two lists of defects in docs/controllo.md where it was met.
    """

    chiave: str
    nome: str
    famiglia: Famiglia
    peso: Peso
    fonte: str
    rimedio: str
    esempio: str
    cerca: Ricerca
    visto: str = ""

    def trova(self, piano: "Lettura") -> "Iterator[Rilievo]":
        """Yield the findings of this rule, each once."""
        visti: set[str] = set()
        for trovato in self.cerca(piano):
            rilievo = Rilievo(
                regola=self.chiave,
                luogo=trovato.luogo,
                frase=trovato.frase,
                impronta=_impronta(self.chiave, trovato),
            )
            if rilievo.impronta not in visti:
                visti.add(rilievo.impronta)
                yield rilievo


@dataclass(frozen=True)
class Rilievo:
    """A finding: the key of its rule, its place, what it says, the fingerprint by which it is dismissed."""

    regola: str
    luogo: Luogo
    frase: str
    impronta: str


def _impronta(chiave: str, trovato: Trovato) -> str:
    prova = normale(trovato.prova or trovato.frase)
    pezzi = f"{chiave}\n{trovato.luogo.specie}\n{trovato.luogo.chiave}\n{prova}"
    return hashlib.sha256(pezzi.encode("utf-8")).hexdigest()[:32]


def regola(
    chiave: str,
    nome: str,
    famiglia: Famiglia,
    *,
    fonte: str,
    rimedio: str,
    esempio: str,
    visto: str = "",
    peso: Peso = Peso.AVVISO,
) -> Callable[[Ricerca], Regola]:
    """Make a rule of the function that looks for the defect."""

    def fatta(cerca: Ricerca) -> Regola:
        return Regola(chiave, nome, famiglia, peso, fonte, rimedio, esempio, cerca, visto)

    return fatta
