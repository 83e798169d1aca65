"""A small plan with a bit of everything that page and paper must show, readable alone."""

from typing import Any

from piani.canonico import sigilla
from tests.documenti_canonici import azione, documento, risorsa, scheda, sezione, tabella

Json = dict[str, Any]

SI_NO = [{"chiave": "si", "etichetta": "Sì"}, {"chiave": "no", "etichetta": "No"}]


def campo(chiave: str, tipo: str, etichetta: str = "", scelte: list[Json] | None = None) -> Json:
    return {
        "chiave": chiave,
        "etichetta": etichetta or chiave.upper(),
        "tipo": tipo,
        "scelte": scelte or [],
        "matrice": None,
    }


def risposta(chiave: str, **altro: object) -> Json:
    return {"campo": chiave, "scelte": [], "testo": "", "non_pertinente": False, "esempio": False, **altro}


MATRICE = campo("matrice", "matrice", "Matrice")
MATRICE["matrice"] = {
    "righe": [{"chiave": "AT1", "etichetta": "Valutazione"}, {"chiave": "AT2", "etichetta": "Continuità"}],
    "colonne": [{"chiave": "LI1", "etichetta": "prevenzione"}, {"chiave": "LI2", "etichetta": "autonomia"}],
}

RIFERIMENTI: Json = {
    "ats": "ats:322",
    "enti": {
        "ambito:50074": {"nome": "Gallarate", "sigla": ""},
        "ambito:50049": {"nome": "Busto Arsizio", "sigla": ""},
        "comune:012070": {"nome": "Gallarate", "sigla": ""},
        "ats:322": {"nome": "ATS DELL'INSUBRIA", "sigla": "ATS Insubria"},
    },
    "macroaree": {"A": "Contrasto alla povertà", "B": "Politiche abitative"},
    "punti_chiave": {"B/qualita-dell-abitare": "Qualità dell'abitare"},
    "fonti": {"fnps": "Fondo nazionale per le politiche sociali (FNPS)"},
    "leps": {"incremento-sad": "Incremento SAD"},
    "indicatori_leps": {
        "sad-1": {
            "testo": "Utenti",
            "bersagli": [
                {"anno": 2025, "tipo": "nessuno", "valore": None, "testo": ""},
                {"anno": 2026, "tipo": "soglia", "valore": "50", "testo": "≥ 50%"},
            ],
        }
    },
    "voci_formato": {"contesto": "Dati di contesto e quadro della conoscenza"},
    "triennio": {"inizio": "2025-01-01", "fine": "2027-12-31", "atto": "DGR XII/2167/2024"},
    "formati": {
        "obiettivo-2025": {
            "specie": "obiettivo",
            "titolo": "Obiettivi",
            "fonte": "DGR",
            "campi": [
                campo("titolo", "titolo", "TITOLO INTERVENTO"),
                campo("azioni", "azioni", "AZIONI PROGRAMMATE"),
                campo("target", "testo", "TARGET"),
                campo("risorse_economiche", "risorse", "RISORSE ECONOMICHE PREVENTIVATE"),
                campo("trasversalita", "aree", "L'OBIETTIVO E' TRASVERSALE?", SI_NO),
                campo("punti_chiave", "punti_chiave", "PUNTI CHIAVE"),
                campo("premiale", "scelta", "PROGETTO PREMIALE?", SI_NO),
                campo("ets", "testo", "TERZO SETTORE (se pertinente)"),
                campo("modalita", "indicatori_processo", "QUALI MODALITÀ?"),
                campo("risultati", "indicatori_output", "QUALI RISULTATI VUOLE RAGGIUNGERE?"),
            ],
        },
        "esito-2021": {
            "specie": "esito",
            "titolo": "Esiti",
            "fonte": "DGR",
            "campi": [
                campo(
                    "grado", "percentuale", "GRADO", [{"chiave": "sufficiente", "etichetta": "50-79% (sufficiente)"}]
                ),
                MATRICE,
            ],
        },
    },
}


def indicatore(numero: str, **altro: object) -> Json:
    return {**scheda()["indicatori"][0], "numero": numero, **altro}


def esito(codice: str = "A", **altro: object) -> Json:
    return scheda(
        codice,
        formato="esito-2021",
        sezione="esiti",
        grado=67,
        leps=[],
        indicatori=[],
        risorse=[],
        azioni=[azione("1", realizzazione=33, nota="Solo in parte.")],
        risposte=[risposta("grado", scelte=["sufficiente"]), risposta("matrice", scelte=["AT1:LI2"])],
        seguito=[{"codice": "A", "esito": "confluito", "motivo": "Il bisogno resta."}],
        **altro,
    )


def grafico(tipo: str = "barre", **altro: object) -> Json:
    comune = {"gruppo": "", "decimali": 1, "unita": ""}
    return tabella(
        chiave=f"grafico-{tipo}".replace("_", "-"),
        specie="grafico",
        titolo="Stranieri",
        grafico=tipo,
        colonne=[
            {**comune, "chiave": "voce", "titolo": "Anno", "tipo": "testo"},
            {**comune, "chiave": "a", "titolo": "Ambito", "tipo": "percentuale"},
            {**comune, "chiave": "b", "titolo": "Regione", "tipo": "percentuale"},
        ],
        righe=[
            {"valori": ["2022", "10.5", "11.8"], "unita": "", "totale": False, "nota": "", "esempio": True},
            {"valori": ["2023", "10.6", "12"], "unita": "", "totale": False, "nota": "Nel testo", "esempio": False},
        ],
        **altro,
    )


def piano_di_prova(**altro: object) -> Json:
    """Return a sealed document: an unnumbered chapter, two numbered, a sheet, an outcome, tables, the Accordo."""
    contesto = sezione(
        titolo="Dati di contesto",
        pagina_nuova=True,
        testo="<h3>Popolazione</h3><p>Abitanti: 122.855; spesa € 30.000,00 (art. 18).</p><ul><li><p>Uno</p><p>due</p><ul><li><p>tre</p></li></ul></li></ul>",
        sezioni=[sezione("anziani", titolo="Gli anziani", voce_formato="", proprietario="ats:322")],
    )
    return documento(
        **{
            "sezioni": [
                sezione("premessa", titolo="Premessa", numerata=False),
                sezione("esiti", titolo="Esiti"),
                contesto,
            ],
            "schede": [
                scheda(
                    indicatori=[indicatore("1.1"), indicatore("", formula="a / b")],
                    risorse=[risorsa(), risorsa(importo="40000.00", periodo="per_unita", precisione="esatto")],
                )
            ],
            "esiti": [esito()],
            "tabelle": [
                tabella(chiave="iniziale", specie="figura", sezione="premessa"),
                tabella(),
                grafico(),
                tabella(chiave="larga", sezione="anziani", orizzontale=True),
            ],
            "accordo": {
                "titolo": "Accordo di Programma",
                "decorrenza": "2025-01-01",
                "scadenza": "2027-12-31",
                "premesse": [{"titolo": "Premesso che", "testo": "<p>vista la legge;</p>"}],
                "articoli": [{"numero": 1, "titolo": "Definizione", "testo": "<p>L'Accordo coordina.</p>"}],
                "parti": [
                    {"ente": "comune:012070", "qualifica": "capofila", "rappresentante": "Sindaco pro tempore"},
                    {"ente": "ats:322", "qualifica": "sottoscrittore", "rappresentante": "Direttore Generale"},
                ],
            },
            "riferimenti": RIFERIMENTI,
            **altro,
        }
    )


def rifatto(originale: Json, **altro: object) -> Json:
    """Return the document with some keys changed, sealed again."""
    return sigilla({**originale, **altro})
