"""What the page of an outcome sheet shows of its degree, and of the parts that were evaluated apart."""

from collections.abc import Iterable
from dataclasses import dataclass

from obiettivi.enums import CriterioGrado
from obiettivi.models import Azione, Scheda, Valutazione
from obiettivi.queries import ContenutoScheda
from obiettivi.regole_esiti import Grado, calcola, conto


@dataclass(frozen=True)
class CriterioVisto:
    """A way to count the degree, with what it gives today; `conto` is empty for the degree written by hand."""

    chiave: str
    nome: str
    conto: str


@dataclass(frozen=True)
class ParteValutata:
    """The evaluation of a part of an earlier objective, with its degree and its actions."""

    valutazione: Valutazione
    grado: Grado
    azioni: list[Azione]


def criteri_grado(azioni: Iterable[Azione]) -> list[CriterioVisto]:
    """Return the ways to count the degree, each with what it gives on these actions."""
    prime = [a.realizzazione for a in azioni if a.genitore_id is None]
    return [CriterioVisto(c.value, c.label, conto(calcola(prime, c)) if c else "") for c in CriterioGrado]


def parti_valutate(scheda: Scheda, contenuto: ContenutoScheda) -> list[ParteValutata]:
    """Return the evaluations of the parts of a sheet, each with its degree and its actions."""
    return [
        ParteValutata(
            v, contenuto.grado_della_parte(scheda, v), [a for a in contenuto.azioni if a.valutazione_id == v.pk]
        )
        for v in contenuto.valutazioni
    ]
