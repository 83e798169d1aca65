"""Small canonical documents for tests: valid, and each the seed of something broken."""

from typing import Any

from piani.canonico import FORMATO, sigilla

Json = dict[str, Any]


def sezione(chiave: str = "contesto", **altro: object) -> Json:
    """Return a section of Gallarate."""
    base: Json = {
        "chiave": chiave,
        "titolo": "Dati di contesto",
        "numerata": True,
        "pagina_nuova": False,
        "voce_formato": "contesto",
        "proprietario": "ambito:50074",
        "testo": "<p>Testo.</p>",
        "sezioni": [],
    }
    return {**base, **altro}


def scheda(codice: str = "A", **altro: object) -> Json:
    """Return an objective sheet with one action, one indicator, one amount and a few answers."""
    base: Json = {
        "codice": codice,
        "sezione": "contesto",
        "formato": "obiettivo-2025",
        "intestazione": "Abitare",
        "titolo": "Abitare",
        "descrizione": "",
        "prioritario": True,
        "trasversale": False,
        "macroaree": ["B"],
        "aree_trasversali": ["A"],
        "leps": ["incremento-sad"],
        "proprietario": "ambito:50074",
        "partecipanti": [],
        "grado": None,
        "punti_chiave": [{"macroarea": "B", "punto": "qualita-dell-abitare", "nota": ""}],
        "risposte": [
            {"campo": "target", "scelte": [], "testo": "<p>Tutti</p>", "non_pertinente": False, "esempio": False},
            {"campo": "trasversalita", "scelte": ["si"], "testo": "", "non_pertinente": False, "esempio": False},
        ],
        "azioni": [azione("1", azioni=[azione("1.1")])],
        "indicatori": [
            {
                "numero": "1.1",
                "azione": "1",
                "fase": "output",
                "testo": "Incontri",
                "formula": "",
                "unita": "numero",
                "base": None,
                "leps_indicatore": "sad-1",
                "obiettivi": [{"anno": 2026, "tipo": "minimo", "valore": "9", "testo": ""}],
            }
        ],
        "risorse": [risorsa()],
        "seguito": [],
    }
    return {**base, **altro}


def azione(numero: str, **altro: object) -> Json:
    """Return an action."""
    base: Json = {"numero": numero, "testo": f"Azione {numero}", "testo_modalita": "", "realizzazione": None}
    return {**base, "nota": "", "azioni": [], **altro}


def risorsa(**altro: object) -> Json:
    """Return a funding line of 510.000 euro."""
    base: Json = {
        "importo": "510000.00",
        "fonti": ["fnps"],
        "natura": "pubblica",
        "periodo": "triennio",
        "anno": None,
        "precisione": "circa",
        "condivisa": False,
        "condivisa_con": [],
        "fino_al": None,
        "nota": "",
    }
    return {**base, **altro}


def tabella(**altro: object) -> Json:
    """Return a table with two columns and a row."""
    colonna = {"titolo": "Voce", "gruppo": "", "decimali": 0, "unita": ""}
    base: Json = {
        "chiave": "popolazione",
        "specie": "tabella",
        "sezione": "contesto",
        "titolo": "Popolazione",
        "fonte": "Istat",
        "anno": "2023",
        "nota": "",
        "grafico": "",
        "orizzontale": False,
        "colonne": [{**colonna, "chiave": "voce", "tipo": "testo"}, {**colonna, "chiave": "n", "tipo": "numero"}],
        "righe": [{"valori": ["Residenti", "122855"], "unita": "", "totale": False, "nota": "", "esempio": False}],
    }
    return {**base, **altro}


def documento(**altro: object) -> Json:
    """Return a sealed document of Gallarate: one section, one sheet, one table."""
    base: Json = {
        "formato": FORMATO,
        "ambito": "50074",
        "triennio": "2025-2027",
        "titolo": "Piano di prova",
        "esempio": True,
        "sezioni": [sezione()],
        "schede": [scheda()],
        "esiti": [],
        "tabelle": [tabella()],
        "accordo": None,
        "allegati": [],
        "riferimenti": {"enti": {}},
    }
    return sigilla({**base, **altro})
