"""Small documents for the rules of the checker, and the regional catalogue read from its files: no database."""

from functools import cache
from typing import Any

from core.fixture import leggi_csv, leggi_json
from piani.controllo import PER_CHIAVE
from piani.controllo.catalogo import Area, Bersaglio, Campo, Catalogo, FormatoNoto, IndicatoreNoto, LepsNoto
from piani.controllo.lettura import Lettura
from tests.documenti_canonici import azione, documento, risorsa, scheda, sezione

__all__ = [
    "azione",
    "catalogo",
    "esito",
    "frasi",
    "indicatore",
    "obiettivo",
    "paragrafo",
    "risorsa",
    "risposta",
    "sezione",
    "tavola",
    "voci",
]

Json = dict[str, Any]


def _campo(dati: Json) -> Campo:
    return Campo(
        dati["chiave"],
        dati["etichetta"],
        dati["tipo"],
        dati.get("obbligatorio", True),
        dati.get("multipla", False),
        dati.get("aiuto", ""),
        tuple((s["chiave"], s["etichetta"]) for s in dati.get("scelte", [])),
    )


def _indicatore(dati: Json) -> IndicatoreNoto:
    bersagli = tuple(Bersaglio(b["anno"], b["tipo"], b["valore"], b["testo"]) for b in dati["bersagli"])
    return IndicatoreNoto(dati["codice"], dati["testo"], bersagli)


@cache
def catalogo() -> Catalogo:
    """Return the Region's catalogue, with four Comuni."""
    leps = [x for x in leggi_json("regione", "leps.json") if x["prioritario"]]
    return Catalogo(
        aree=tuple(
            Area(m["codice"], m["nome"], tuple(m["alias"]), m["storica"])
            for m in leggi_json("regione", "macroaree.json")
        ),
        formati={
            f["chiave"]: FormatoNoto(f["specie"], tuple(map(_campo, f["campi"])))
            for f in leggi_json("regione", "formati.json")
        },
        leps=tuple(LepsNoto(x["codice"], x["nome"], tuple(map(_indicatore, x["indicatori"]))) for x in leps),
        comuni=("Albizzate", "Cavaria con Premezzo", "Gallarate", "Oggiona con Santo Stefano"),
        altri_comuni=tuple(r["nome"] for r in leggi_csv("regione", "comuni.csv")),
        voci=tuple((v["chiave"], v["nome"]) for v in leggi_json("regione", "voci_formato.json")),
        superati=tuple(leggi_json("regione", "nomi_superati.json")),
        aree_dei_leps=tuple(frozenset(x["macroaree"]) for x in leggi_json("regione", "leps.json")),
    )


def frasi(genere: str, **parti: object) -> list[str]:
    """Return what one rule says of a document made of the parts: by default one section, and nothing else."""
    base = {"sezioni": [sezione()], "schede": [], "esiti": [], "tabelle": []}
    return [r.frase for r in PER_CHIAVE[genere].trova(Lettura(documento(**{**base, **parti}), catalogo()))]


def paragrafo(*testi: str, **altro: Any) -> list[Json]:
    """Return a chapter whose text are these paragraphs."""
    return [sezione(testo="".join(f"<p>{t}</p>" for t in testi), **altro)]


def voci(*testi: str, **altro: Any) -> list[Json]:
    """Return a chapter whose text is a list of these items."""
    return [sezione(testo="<ul>" + "".join(f"<li>{t}</li>" for t in testi) + "</ul>", **altro)]


def risposta(campo: str, *scelte: str, testo: str = "", **altro: object) -> Json:
    """Return an answer."""
    return {"campo": campo, "scelte": list(scelte), "testo": testo, "non_pertinente": False, "esempio": False, **altro}


def obiettivo(codice: str = "A", *risposte: Json, **altro: object) -> Json:
    """Return an objective sheet with these answers and nothing in its lists."""
    vuota: Json = {
        "leps": [],
        "azioni": [],
        "indicatori": [],
        "risorse": [],
        "punti_chiave": [],
        "aree_trasversali": [],
    }
    return scheda(codice, **{**vuota, "risposte": list(risposte), **altro})


def esito(codice: str = "A", *risposte: Json, **altro: object) -> Json:
    """Return an outcome sheet."""
    return obiettivo(codice, *risposte, **{"formato": "esito-2021", "grado": 100, **altro})


def indicatore(testo: str, *attesi: tuple[int | None, str, str], **altro: object) -> Json:
    """Return an indicator of output with these targets (year, kind, value)."""
    base: Json = {"numero": "", "azione": "", "fase": "output", "testo": testo, "formula": "", "unita": "numero"}
    obiettivi = [{"anno": a, "tipo": t, "valore": v, "testo": ""} for a, t, v in attesi]
    return {**base, "base": None, "leps_indicatore": "", "obiettivi": obiettivi, **altro}


def tavola(colonne: list[str], *righe: list[str], tipo: str = "numero", **altro: object) -> Json:
    """Return a table: the first column holds words, the others are of `tipo`; a row that begins by Totale is one."""
    return {
        "chiave": "popolazione",
        "specie": "tabella",
        "sezione": "contesto",
        "titolo": "Tavola",
        "fonte": "",
        "anno": "",
        "nota": "",
        "grafico": "",
        "orizzontale": False,
        "colonne": [
            {
                "chiave": f"c{i}",
                "titolo": t.partition("|")[2] or t,
                "gruppo": t.partition("|")[0] if "|" in t else "",
                "tipo": tipo if i else "testo",
                "decimali": 0,
                "unita": "",
            }
            for i, t in enumerate(colonne)
        ],
        "righe": [
            {"valori": r, "unita": "", "totale": r[0].startswith("Totale"), "nota": "", "esempio": False} for r in righe
        ],
        **altro,
    }
