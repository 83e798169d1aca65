"""A small invented plan in Word, to try the import on: headings, one objective sheet, one outcome, one table, three slips.

The file is `static/esempi/piano-di-esempio.docx`; ``manage.py scrivi_word_di_esempio`` makes it again.
"""

import datetime as dt
import io
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from core.fixture import leggi_json

if TYPE_CHECKING:
    from docx.document import Document

FILE = Path(settings.BASE_DIR, "static", "esempi", "piano-di-esempio.docx")
GIORNO = dt.datetime(2025, 1, 15)  # noqa: DTZ001 - the file has no time zone
_SCHEDA = {
    "titolo": "Una casa per cominciare",
    "obiettivi": "Aiutare i giovani e le famiglie appena formate a trovare un alloggio in affitto, e a non perderlo.",
    "azioni": "Azione 1: aprire lo sportello della casa in tre Comuni\nAzione 2: creare un fondo di garanzia per i proprietari",
    "target": "Giovani tra i 18 e i 35 anni, famiglie con bambini piccoli.",
    "risorse_economiche": "Fondo Nazionale Politiche Sociali: € 48.500,00 per il triennio",
    "personale": "Un'assistente sociale e un educatore, a tempo parziale.",
    "trasversalita": "Sì, con l'area A) Contrasto alla povertà e all'emarginazione sociale",
    "punti_chiave": "Qualità dell'abitare",
    "asst_analisi": "No",
    "asst_realizzazione": "No",
    "altri_ambiti": "Sì, con l'Ambito vicino: il fondo di garanzia è uno solo.",
    "continuita": "No",
    "nuovo_servizio": "Nuovo servizio",
    "progetto_premiale": "No",
    "co_programmato": "Sì",
    "co_progettato": "SI/NO (in caso di risposta affermativa, esplicitare compiti e ruoli)",
    "coinvolgimento_ets": "Due cooperative partecipano alla cabina di regia.",
    "altri_attori": "Sì, le agenzie immobiliari e le parrocchie.",
    "bisogni": "Poche case in affitto e canoni in crescita.",
    "tipo_bisogno": "Nuovo bisogno",
    "tipologia": "Promozionale/preventivo",
    "innovazione": "Sì, il fondo di garanzia.",
    "digitalizzazione": "No",
    "modalita": "Lo sportello riceve su appuntamento; un referente segue ogni contratto.",
    "risultati": "1.1 Contratti firmati con l'aiuto dello sportello\n2025: 5\n2026: 10\n2027: 15",
    "impatto": "Da completare",
}
_ESITO = {
    "grado": "Azione 1 realizzata al 100%; Azione 2 realizzata al 50%. 50-79% (sufficiente)",
    "valutazione_utenti": "Non disponibile",
    "adeguatezza": "Sufficientemente adeguato",
    "coincidenza_risorse": "100%",
    "criticita": "Poche sedi per gli incontri.",
    "cambiamento": "Sì, più ragazzi hanno un luogo dove trovarsi.",
    "continuita_precedente": "No",
    "riproposto": "No, il servizio è ora dei Comuni.",
}
_ABITANTI = (
    ("Comune", "2022", "2023"),
    ("Borgo Alto", "8.120", "8.204"),
    ("Borgo Basso", "5.310", "5.287"),
    ("Villa di Mezzo", "11.045", "11.160"),
    ("Totale", "24.475", "24.661"),
)


def _righe(formato: str) -> list[dict[str, str]]:
    trovato = next(f for f in leggi_json("regione", "formati.json") if f["chiave"] == formato)
    righe: list[dict[str, str]] = trovato["campi"]
    return righe


def _modello(documento: "Document", formato: str, risposte: dict[str, str]) -> None:
    righe = _righe(formato)
    tabella = documento.add_table(rows=len(righe), cols=2, style="Table Grid")
    for riga, campo in zip(tabella.rows, righe, strict=True):
        riga.cells[0].text = campo["etichetta"]
        riga.cells[1].text = risposte[campo["chiave"]]


def _scrivi(documento: "Document") -> None:
    voci = {v["chiave"]: v["nome"] for v in leggi_json("regione", "voci_formato.json")}
    documento.add_heading("Piano di Zona 2025-2027", 0)
    documento.add_paragraph("Piano inventato: serve per provare l'importazione da Word.")
    documento.add_heading(voci["esiti"], 1)
    documento.add_paragraph("Nel triennio scorso l'Ambito aveva un obiettivo sui giovani.")
    documento.add_heading("Obiettivo A. Luoghi per i ragazzi", 2)
    _modello(documento, "esito-2021", _ESITO)
    documento.add_heading(voci["contesto"], 1)
    documento.add_paragraph("L'Ambito ha tre Comuni e, alla fine del 2023, 24.661 abitanti.")
    documento.add_paragraph("Tabella 2.1 - Abitanti per Comune")
    tabella = documento.add_table(rows=len(_ABITANTI), cols=3, style="Table Grid")
    for riga, celle in zip(tabella.rows, _ABITANTI, strict=True):
        for cella, testo in zip(riga.cells, celle, strict=True):
            cella.text = testo
    documento.add_heading(voci["reti"], 1)
    documento.add_paragraph("Nell'Ambito lavorano due cooperative, una fondazione e undici associazioni.")
    documento.add_heading(voci["governance"], 1)
    documento.add_heading("I servizi in gestione associata", 2)
    documento.add_paragraph("I Comuni gestiscono insieme il segretariato sociale e la tutela dei minori.")
    documento.add_heading("Il piano di rafforzamento", 2)
    documento.add_paragraph("Nel triennio si aggiunge il servizio di assistenza domiciliare.")
    documento.add_heading(voci["bisogni"], 1)
    documento.add_paragraph("I tavoli hanno indicato la casa come primo bisogno. Si veda la Tabella 2.7.")
    documento.add_heading(voci["obiettivi"], 1)
    documento.add_heading("Macroarea B) Politiche abitative", 2)
    documento.add_heading("Obiettivo 1. Una casa per cominciare", 3)
    _modello(documento, "obiettivo-2025", _SCHEDA)
    documento.add_heading(voci["indicatori"], 1)
    documento.add_paragraph("Ogni anno, a marzo, la cabina di regia legge gli indicatori delle schede.")


def word_di_esempio() -> bytes:
    """Return the file."""
    import docx

    documento = docx.Document()
    documento.core_properties.author = "Esempio"
    documento.core_properties.comments = documento.core_properties.last_modified_by = ""
    documento.core_properties.created = documento.core_properties.modified = GIORNO
    _scrivi(documento)
    flusso = io.BytesIO()
    documento.save(flusso)
    return flusso.getvalue()
