"""Measure of the reading of Word files: a document of more than two hundred pages, made here from Gallarate's plan."""

import io
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.canonico import Json
from core.testo import testo_semplice
from demo.gallarate import documento_gallarate
from obiettivi.models import CampoScheda, FormatoScheda, Triennio
from piani.queries_word import conosciuto
from piani.word.leggi.lettore import leggi_word

if TYPE_CHECKING:
    from docx.document import Document as DocumentoWord

# Words on a page of a plan, as the printed plan of Gallarate has them.
PAROLE_A_PAGINA = 330
PAGINE = 200


@dataclass(frozen=True)
class MisuraWord:
    """How long a file takes, and what it holds."""

    pagine: int
    kb: int
    schede: int
    secondi: float


def documento_word(pagine: int = PAGINE) -> tuple[bytes, int]:
    """Return a .docx of at least `pagine` pages: the sections and the sheets of Gallarate, again and again; and its pages."""
    from docx import Document

    documento = documento_gallarate()
    formati = {f.chiave: list(f.campi.all()) for f in FormatoScheda.objects.prefetch_related("campi")}
    word = Document()
    parole = 0
    while parole < pagine * PAROLE_A_PAGINA:
        for sezione in documento["sezioni"]:
            word.add_heading(sezione["titolo"], 1)
            for riga in testo_semplice(sezione["testo"]).split("\n"):
                word.add_paragraph(riga)
                parole += len(riga.split())
        for scheda in documento["schede"]:
            word.add_heading(scheda["intestazione"], 2)
            parole += _scheda(word, scheda, formati[scheda["formato"]])
    flusso = io.BytesIO()
    word.save(flusso)
    return flusso.getvalue(), parole // PAROLE_A_PAGINA


def _scheda(word: "DocumentoWord", scheda: Json, campi: list[CampoScheda]) -> int:
    risposte = {r["campo"]: r for r in scheda["risposte"]}
    tabella = word.add_table(rows=0, cols=2)
    parole = 0
    for campo in campi:
        celle = tabella.add_row().cells
        testo = _risposta(scheda, campo, risposte[campo.chiave])
        celle[0].text, celle[1].text = campo.etichetta, testo
        parole += len(campo.etichetta.split()) + len(testo.split())
    return parole


def _risposta(scheda: Json, campo: CampoScheda, risposta: Json) -> str:
    nomi = {s["chiave"]: s["etichetta"] for s in campo.scelte}
    righe = [nomi[s] for s in risposta["scelte"]] + [testo_semplice(risposta["testo"])]
    if campo.tipo == "titolo":
        righe.insert(0, scheda["titolo"])
    elif campo.tipo == "azioni":
        righe += [f"Azione {a['numero']}: {a['testo']}" for a in scheda["azioni"]]
    elif campo.tipo.startswith("indicatori"):
        fase = campo.tipo.removeprefix("indicatori_")
        righe += [f"{i['numero']} {i['testo']}" for i in scheda["indicatori"] if i["fase"] == fase]
    return "\n".join(r for r in righe if r.strip())


def lettura_word() -> MisuraWord:
    """Read the long file once, with the catalogue from the database."""
    contenuto, pagine = documento_word()
    noto = conosciuto(Triennio.objects.get(codice="2025-2027"))
    inizio = time.perf_counter()
    lettura = leggi_word(contenuto, noto, nome="misura.docx", ambito="50074", triennio="2025-2027", titolo="Misura")
    secondi = time.perf_counter() - inizio
    return MisuraWord(pagine, len(contenuto) // 1024, lettura.resoconto.conti["schede"], secondi)
