"""The list of the signatures, on paper: who signed the Accordo and when, with the hash of each file, and who adheres.

The Accordo itself is `piani.carta.FascicoloAccordo`: frozen, it never tells who signed it.
"""

import datetime as dt
from typing import Any

from django.template.loader import render_to_string

from core.canonico import Json, byte_canonici, sha256
from core.formati import data as in_lettere
from documenti.pdf import Allegato, EsitoStampa, css_caratteri, file_statico, stampa_pdf
from piani.carta.fascicoli import FOGLIO_DI_STILE, LINGUA, Avanzamento, a_gruppi

NOME_DATI = "firme.json"


class ElencoFirme:
    """The paper. `dati` are what it prints, as `accordi.actions.stampe.dati_delle_firme` gives them, and nothing else."""

    bozza = False
    template = "accordi/stampa/firme.html"

    def __init__(self, dati: Json) -> None:
        self.dati = dati

    @property
    def titolo(self) -> str:
        """The document's title."""
        return f"Elenco delle sottoscrizioni - {self.dati['titolo']}"

    @property
    def testatina(self) -> str:
        """The running header."""
        return f"{self.dati['ambito']} – Accordo di Programma {self.dati['triennio']}"

    @property
    def stile(self) -> str:
        """All the styles of the paper."""
        return f"{css_caratteri()}\n{file_statico(FOGLIO_DI_STILE).read_text(encoding='utf-8')}"

    @property
    def giorno(self) -> str:
        """The day on which the list was asked for, in words."""
        return in_lettere(dt.date.fromisoformat(self.dati["giorno"]))

    @property
    def versione(self) -> list[str]:
        """The hash of the approved version, in groups that the eye can compare."""
        return a_gruppi(self.dati["versione"])

    def righe(self, *, aderenti: bool) -> list[dict[str, Any]]:
        """Return the rows of who signs, or of who adheres, the day in words."""
        return [
            {
                **r,
                "in_lettere": in_lettere(dt.date.fromisoformat(r["giorno"])) if r["giorno"] else "",
                "gruppi": a_gruppi(r["file"]),
            }
            for r in self.dati["righe"]
            if r["aderente"] is aderenti
        ]

    def html(self) -> str:
        """Return the paper as HTML."""
        contesto = {"carta": self, "parti": self.righe(aderenti=False), "aderenti": self.righe(aderenti=True)}
        return render_to_string(self.template, contesto)

    def stampa(self, avanzamento: Avanzamento | None = None) -> EsitoStampa:
        """Return the PDF (PDF/A-3a, PDF/UA-1) with its data attached. Equal content, equal bytes."""
        contenuto = byte_canonici(self.dati)
        return stampa_pdf(
            self.html(),
            titolo=self.titolo,
            lingua=LINGUA,
            data=dt.date.fromisoformat(self.dati["giorno"]),
            identita=sha256(contenuto),
            allegati=[Allegato(NOME_DATI, contenuto, "application/json", "Data")],
            avanzamento=avanzamento,
        )
