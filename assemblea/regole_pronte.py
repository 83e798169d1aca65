"""Rules offered at configuration, each to be checked against the Assemblea's own regulation."""

from dataclasses import dataclass

from assemblea.enums import Base, ChiamataRegola, Oggetto
from assemblea.regole import Regola, Soglia

AVVERTENZA = "esempio: verificare il regolamento"


@dataclass(frozen=True)
class RegolaPronta:
    """A rule with its key, what it regards, where it comes from."""

    chiave: str
    oggetto: Oggetto
    regola: Regola
    fonte: str = ""
    chiamata: ChiamataRegola = ChiamataRegola.OGNI

    @property
    def nota(self) -> str:
        """The warning, with the source where there is one."""
        return f"{AVVERTENZA} ({self.fonte})" if self.fonte else AVVERTENZA


PRONTE: tuple[RegolaPronta, ...] = (
    RegolaPronta(
        "seduta-prima",
        Oggetto.SEDUTA,
        Regola((Soglia(Base.COMPONENTI, 1, 2, stretta=True),), nome="Più della metà dei componenti"),
        chiamata=ChiamataRegola.PRIMA,
    ),
    RegolaPronta(
        "seduta-seconda",
        Oggetto.SEDUTA,
        Regola((Soglia(Base.COMPONENTI, 1, 3),), nome="Almeno un terzo dei componenti"),
        chiamata=ChiamataRegola.SECONDA,
    ),
    RegolaPronta(
        "presenti",
        Oggetto.PIANO,
        Regola((Soglia(Base.PRESENTI, 1, 2, stretta=True),), nome="Maggioranza dei presenti"),
    ),
    RegolaPronta(
        "assoluta",
        Oggetto.PIANO,
        Regola((Soglia(Base.COMPONENTI, 1, 2, stretta=True),), nome="Maggioranza assoluta dei componenti"),
    ),
    RegolaPronta(
        "teste-e-quote",
        Oggetto.PIANO,
        Regola(
            (Soglia(Base.COMPONENTI, 1, 2, stretta=True), Soglia(Base.QUOTE, 1, 2, stretta=True)),
            nome="Maggioranza in teste e in quote di popolazione",
        ),
    ),
    RegolaPronta(
        "unanimita",
        Oggetto.ACCORDO,
        Regola((Soglia(Base.COMPONENTI, 1, 1),), nome="Unanimità dei componenti"),
        fonte="art. 34, comma 4, D.Lgs. 267/2000",
    ),
)
PER_CHIAVE = {p.chiave: p for p in PRONTE}
