"""The two papers of this room: the act of recepimento as a draft, the covering letter of the pack. Each from its data alone."""

import datetime as dt
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import ClassVar

from django.template.loader import render_to_string

from core.canonico import Json
from core.formati import data as in_lettere
from documenti.pdf import EsitoStampa, css_caratteri, file_statico, stampa_pdf
from piani.carta.fascicoli import FOGLIO_DI_STILE, LINGUA, Avanzamento
from recepimento.capoversi import Capoverso, mancanti
from recepimento.testo_atto import componi

# In the margin of each page: for the eye, not read aloud each time.
_SEGNO = '@page { @bottom-left { content: "BOZZA"; font: 700 8pt "Titillium Web"; color: #a32828; } }'
FOGLIO_PROPRIO = "http://progetto.invalid/static/css/atto-stampa.css"


@dataclass(frozen=True)
class Gruppo:
    """Paragraphs of one style that follow each other: points make one list."""

    stile: str
    capoversi: list[Capoverso]


def gruppi(capoversi: list[Capoverso]) -> list[Gruppo]:
    """Return the paragraphs grouped by style."""
    return [Gruppo(stile, list(insieme)) for stile, insieme in groupby(capoversi, key=lambda c: c.stile)]


class CartaAts(ABC):
    """A paper of the ATS: `.html()` for who reads words, `.stampa()` for the file. `identita` is the SHA-256 of its data."""

    template: ClassVar[str]

    @property
    def bozza(self) -> bool:
        """Whether each page says that it is a draft."""
        return False

    def __init__(self, dati: Json, *, giorno: dt.date, identita: str) -> None:
        self.dati = dati
        self.giorno = giorno
        self.identita = identita

    @property
    @abstractmethod
    def titolo(self) -> str:
        """The document's title, in the file's metadata."""

    @property
    def testatina(self) -> str:
        """The running header."""
        return self.titolo

    @property
    def stile(self) -> str:
        """All the styles of the paper."""
        fogli = [file_statico(f).read_text(encoding="utf-8") for f in (FOGLIO_DI_STILE, FOGLIO_PROPRIO)]
        return "\n".join([css_caratteri(), *fogli, *([_SEGNO] if self.bozza else [])])

    @property
    def giorno_in_lettere(self) -> str:
        """The day of the paper."""
        return in_lettere(self.giorno)

    def html(self) -> str:
        """Return the paper as HTML."""
        return render_to_string(self.template, {"carta": self, "d": self.dati})

    def stampa(self, avanzamento: Avanzamento | None = None) -> EsitoStampa:
        """Return the PDF (PDF/A-3a, PDF/UA-1). Equal data, equal bytes."""
        return stampa_pdf(
            self.html(),
            titolo=self.titolo,
            lingua=LINGUA,
            data=self.giorno,
            identita=self.identita,
            avanzamento=avanzamento,
        )


class CartaAtto(CartaAts):
    """The act of recepimento: gaps still empty are named where they stand, and listed at the end.

    It is a draft while a gap is left, number and day too, unless the act has been adopted.
    """

    template = "recepimento/stampa/atto.html"

    @property
    def bozza(self) -> bool:
        """Whether each page says that it is a draft."""
        return bool(self.mancano) and not self.dati.get("adottato")

    @property
    def titolo(self) -> str:
        """The kind of act and its Ambito."""
        tipo = f"Bozza di {self.dati['tipo']}" if self.bozza else str(self.dati["tipo"]).capitalize()
        return f"{tipo} di recepimento, {self.dati['ambito']} {self.dati['triennio']}"

    @cached_property
    def capoversi(self) -> list[Capoverso]:
        """The act, paragraph by paragraph."""
        return componi(self.dati)

    @property
    def gruppi(self) -> list[Gruppo]:
        """The same, with the points that make one list together."""
        return gruppi(self.capoversi)

    @property
    def mancano(self) -> list[str]:
        """The names of the gaps still empty."""
        return [s.nome for s in mancanti(self.capoversi)]


class CartaLettera(CartaAts):
    """The letter that goes with the pack: to whom, what is inside, each with its pages and hash."""

    template = "recepimento/stampa/lettera.html"

    @property
    def titolo(self) -> str:
        """What is sent."""
        return f"Invio del Piano di Zona {self.dati['triennio']}, {self.dati['ambito']}"

    @property
    def approvazione_in_lettere(self) -> str:
        """The day of the approval."""
        return _in_lettere(self.dati["approvazione_il"])

    @property
    def recepimento_in_lettere(self) -> str:
        """The day of the act of recepimento."""
        return _in_lettere(self.dati["recepimento_il"])


def _in_lettere(iso: str) -> str:
    return in_lettere(dt.date.fromisoformat(iso)) if iso else ""
