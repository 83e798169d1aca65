"""Measures of the tables: a spreadsheet of five thousand rows, the pages of a section with twenty tables."""

import io
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from demo.misure import MisuraPagina, pagina, piani_di_misura
from demo.persone import DOMINIO
from documenti.fogli import leggi_foglio
from piani.actions.modelli import aggiungi_modelli
from piani.actions.tabelle_nuove import aggiungi_tabella
from piani.fogli import proponi
from piani.modelli_tabelle import MODELLI
from piani.models import Sezione
from utenti.models import Utente

RIGHE, COLONNE = 5_000, 10
TABELLE = 20
T = TypeVar("T")


@dataclass(frozen=True)
class MisuraImport:
    """Seconds of each step of the import of a spreadsheet."""

    righe: int
    lettura: float
    comprensione: float
    salvataggio: float


def _foglio() -> bytes:
    from openpyxl import Workbook

    cartella = Workbook(write_only=True)
    foglio = cartella.create_sheet("Dati")
    foglio.append(["Voce", *(f"Colonna {n}" for n in range(1, COLONNE))])
    for riga in range(RIGHE):
        foglio.append([f"Riga {riga}", *(riga * n + 0.5 for n in range(1, COLONNE))])
    uscita = io.BytesIO()
    cartella.save(uscita)
    return uscita.getvalue()


def _cronometra(atto: Callable[[], T]) -> tuple[T, float]:
    inizio = time.perf_counter()
    esito = atto()
    return esito, time.perf_counter() - inizio


def misura_tabelle() -> tuple[MisuraImport, list[MisuraPagina]]:
    """Measure the import, then the pages, in a copy of Gallarate that is taken back."""
    contenuto = _foglio()
    with piani_di_misura() as copia:
        ada = Utente.objects.get(email=f"udp.gallarate@{DOMINIO}")
        sezione = Sezione.objects.get(piano__ambito__ente__codice=copia, chiave="contesto-risorse")
        cartella, lettura = _cronometra(lambda: leggi_foglio(contenuto, nome="dati.xlsx"))
        proposta, comprensione = _cronometra(lambda: proponi(cartella.fogli[0]))
        nata, salvataggio = _cronometra(
            lambda: aggiungi_tabella(
                sezione, titolo="Misura", colonne=proposta.colonne, righe=proposta.righe, autore=ada
            )
        )
        quante = nata.righe.count()
        nata.delete()
        while sezione.tabelle.filter(dati=None).count() < TABELLE:
            aggiungi_modelli(sezione, chiavi=[m.chiave for m in MODELLI][: TABELLE - 1], autore=ada)
        base = f"/piani/{copia}/2025-2027/"
        pagine = [
            pagina(f"Scrivere, {sezione.tabelle.count()} tabelle e grafici", f"{base}sezioni/{sezione.chiave}/", ada),
            pagina("La tabella", f"{base}tabelle/risorse-canale-finanziamento-2022/", ada),
            pagina("Leggere il suo capitolo", f"{base}leggi/contesto/", ada),
        ]
    return MisuraImport(quante, lettura, comprensione, salvataggio), pagine
