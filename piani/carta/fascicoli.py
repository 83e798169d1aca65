"""The whole plan and one sheet alone, printed from the canonical document and from nothing else.

The Accordo di Programma comes after the plan, as an annex: DGR XII/2167 asks for a document of Piano in seven items,
none of which is the Accordo, and lists the two as separate papers to send (lines 1174-1188); the Accordo carries the
plan out (lines 427 and 451).
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import ClassVar, NamedTuple, Protocol

from django.template.loader import render_to_string

from core.canonico import Json, byte_canonici
from core.exceptions import DatiNonValidi
from core.formati import data as in_lettere
from documenti.pdf import Allegato, EsitoStampa, css_caratteri, file_statico, stampa_pdf
from piani.carta.immagini import per_la_carta
from piani.carta.impaginazione import VoceIndice, elenco_delle_tabelle, indice, pagine_nuove
from piani.lettura import PianoLetto, SchedaLetta, leggi_piano

NOME_DATI = "piano.json"
# What `Stampa.scheda` says of the paper of the Accordo alone.
PARTE_ACCORDO = "accordo"
LINGUA = "it"
FOGLIO_DI_STILE = "http://progetto.invalid/static/css/stampa.css"
# Page backgrounds are artifacts: read by the eye, not by a screen reader on each page.
_FILIGRANA = """@page { background: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 210 297'%3E\
%3Cpath transform='translate(105 148) rotate(-55) translate(-98 18)' fill='%23f5f1f1' d='DISEGNO'/%3E%3C/svg%3E") \
center / 100% 100% no-repeat; @bottom-left { content: "BOZZA"; font: 700 8pt "Titillium Web"; color: #a32828; } }"""
# The letters of BOZZA as strokes of a path: a text would need its font inside the picture.
_LETTERE = (
    "M0 0V-50H22Q34-50 34-38Q34-29 27-26Q36-24 36-13Q36 0 23 0ZM8-29H21Q26-29 26-36Q26-43 21-43H8ZM8-7H22Q28-7 28-15Q28-22 22-22H8Z"
    "M60 1Q42 1 42-25Q42-51 60-51Q78-51 78-25Q78 1 60 1ZM60-7Q69-7 69-25Q69-43 60-43Q51-43 51-25Q51-7 60-7Z"
    "M84-50H115V-43L94-8H115V0H84V-7L105-42H84ZM121-50H152V-43L131-8H152V0H121V-7L142-42H121Z"
    "M157 0L171-50H182L196 0H187L184-12H169L166 0ZM171-20H182L176.5-42Z"
)

Avanzamento = Callable[[int, int, str], None]


class Testa(Protocol):
    """Head of the plan's log: how many acts, and the hash of the last."""

    @property
    def conteggio(self) -> int: ...  # noqa: D102 - the protocol says it

    @property
    def hash(self) -> str: ...  # noqa: D102 - the protocol says it


class Stampato(NamedTuple):
    """The two results of a paper."""

    html: str
    esito: EsitoStampa


class Fascicolo:
    """A paper: `.html()` for who reads words, `.stampa()` for the file.

    `documento` is the canonical version; `data` the day of the version; `testa` the head of the log, when it is known;
    `bozza` writes BOZZA on each page.
    """

    template: ClassVar[str]
    nome_dati: ClassVar[str] = NOME_DATI

    def __init__(self, documento: Json, *, bozza: bool, data: dt.date, testa: Testa | None = None) -> None:
        self.documento = documento
        self.bozza = bozza
        self.data = data
        self.testa = testa

    @cached_property
    def piano(self) -> PianoLetto:
        """The plan as it is read."""
        return leggi_piano(self.documento)

    @property
    def titolo(self) -> str:
        """The document's title, in the file's metadata."""
        return f"{self.piano.titolo}{' (bozza)' if self.bozza else ''}"

    @property
    def testatina(self) -> str:
        """The running header."""
        return self.piano.testatina

    @property
    def data_in_lettere(self) -> str:
        """The day of the version."""
        return in_lettere(self.data)

    @property
    def impronta(self) -> list[str]:
        """The version's SHA-256 in groups that the eye can compare."""
        return a_gruppi(self.piano.sha256)

    @property
    def impronta_testa(self) -> list[str]:
        """The log's head in groups."""
        return a_gruppi(self.testa.hash) if self.testa else []

    @property
    def stile(self) -> str:
        """All the styles of the paper: it needs no other file but the fonts."""
        foglio = file_statico(FOGLIO_DI_STILE).read_text(encoding="utf-8")
        filigrana = _FILIGRANA.replace("DISEGNO", _LETTERE) if self.bozza else ""
        return f"{css_caratteri()}\n{foglio}\n{filigrana}"

    @property
    def a_capo(self) -> frozenset[str]:
        """Anchors that start on a new page."""
        return frozenset()

    def contesto(self) -> dict[str, object]:
        """What the template reads."""
        return {"carta": self, "piano": self.piano}

    def html(self) -> str:
        """Return the paper as HTML."""
        return per_la_carta(render_to_string(self.template, self.contesto()))

    def stampa(self, avanzamento: Avanzamento | None = None, *, pagine_attese: int = 0) -> Stampato:
        """Return HTML and PDF (PDF/A-3a, PDF/UA-1) with the canonical bytes attached. Equal content, equal bytes."""
        html = self.html()
        esito = stampa_pdf(
            html,
            titolo=self.titolo,
            lingua=LINGUA,
            data=self.data,
            identita=self.piano.sha256,
            allegati=[Allegato(NOME_DATI, byte_canonici(self.documento), "application/json", "Source")],
            avanzamento=avanzamento,
            pagine_attese=pagine_attese,
        )
        return Stampato(html, esito)


def a_gruppi(impronta: str) -> list[str]:
    """Return a hash in groups of eight digits, that the eye can compare."""
    return [impronta[i : i + 8] for i in range(0, len(impronta), 8)]


class FascicoloPiano(Fascicolo):
    """The whole plan: cover, contents, chapters, annexes, version."""

    template = "piani/stampa/piano.html"

    @cached_property
    def _pagine_nuove(self) -> frozenset[str]:
        return pagine_nuove(self.piano)

    @property
    def a_capo(self) -> frozenset[str]:
        """Sections and sheets that start on a new page."""
        return self._pagine_nuove

    @property
    def indice(self) -> list[VoceIndice]:
        """The contents."""
        return indice(self.piano)

    @property
    def tabelle(self) -> list[VoceIndice]:
        """The list of tables, charts and figures."""
        return elenco_delle_tabelle(self.piano)


class FascicoloScheda(Fascicolo):
    """One sheet alone, named ``specie:codice`` (or the code alone when one sheet has it)."""

    template = "piani/stampa/scheda.html"

    def __init__(self, documento: Json, *, scheda: str, bozza: bool, data: dt.date, testa: Testa | None = None) -> None:
        super().__init__(documento, bozza=bozza, data=data, testa=testa)
        self.scheda = self._trova(scheda)

    def _trova(self, nome: str) -> SchedaLetta:
        specie, _, codice = nome.rpartition(":")
        trovate = [s for s in self.piano.schede() if s.codice == codice and specie in ("", s.specie)]
        # An earlier objective may have the code of a new one: the new one is meant.
        scelte = [s for s in trovate if s.specie != "esito"] or trovate
        if not scelte:
            raise DatiNonValidi(f"Nel Piano non c'è una scheda con il codice {nome}. Nulla è stato stampato.")
        # Alone, it stands right below the title: no level of heading is skipped.
        return replace(scelte[0], livello=2)

    @property
    def titolo(self) -> str:
        """The sheet's title, then the plan's."""
        return f"{self.scheda.intestazione} - {super().titolo}"

    def contesto(self) -> dict[str, object]:
        """What the template reads; `s` is the sheet."""
        return {**super().contesto(), "s": self.scheda}


class FascicoloAccordo(Fascicolo):
    """The Accordo di Programma alone, to be signed. Raises DatiNonValidi when the version holds none."""

    template = "piani/stampa/accordo.html"

    def __init__(self, documento: Json, *, bozza: bool, data: dt.date, testa: Testa | None = None) -> None:
        super().__init__(documento, bozza=bozza, data=data, testa=testa)
        if self.piano.accordo is None:
            raise DatiNonValidi("In questa versione del Piano non c'è un Accordo di Programma. Nulla è stato stampato.")

    @property
    def titolo(self) -> str:
        """The Accordo's title, then the plan's."""
        return f"{self.piano.accordo.titolo if self.piano.accordo else ''} - {super().titolo}"
