"""Where each piece of the plan stands in our Word file: the tags of its controls, and what has no visible form. Pure."""

from typing import Any

from core.canonico import Json, sha256

MASSIMO = 64
# Headings of Word go no further.
MASSIMO_LIVELLO = 9
SEGNAPOSTO = "Non compilato"
NON_PERTINENTE = "Non pertinente"
FORMATO_WORD = "piano-di-zona-word/1"
SPAZIO_XML = "urn:piano-di-zona:word:1"
# How the name begins of the pictures that the portal makes of its charts.
DISEGNO = "grafico:"
# And of the images of the texts, before their hash.
IMMAGINE = "immagine:"
# The style of the words that stand where nothing was written.
STILE_VUOTO = "NonCompilato"


def cartellino(*pezzi: object) -> str:
    """Return the tag of a place, such as ``scheda/obiettivo/A/campo/target/testo``; Word allows 64 characters."""
    intero = "/".join(str(p) for p in pezzi)
    if len(intero) <= MASSIMO:
        return intero
    return f"{intero[: MASSIMO - 13]}~{sha256(intero.encode())[:12]}"


def segno_di(luogo: str) -> str:
    """Return the name of the bookmark of what a reference may lead to (``tabella:popolazione``): Word allows 40 letters."""
    return f"_pdz{sha256(luogo.encode())[:16]}"


def specie_di(documento: Json, scheda: Json) -> str:
    """Return the kind of a sheet, from its format."""
    return str(documento["riferimenti"]["formati"][scheda["formato"]]["specie"])


def luogo_scheda(documento: Json, scheda: Json) -> tuple[str, str, str]:
    """Return the first pieces of the tags of a sheet."""
    return ("scheda", specie_di(documento, scheda), str(scheda["codice"]))


def impronta_breve(testo: str) -> str:
    """Return enough of the hash of visible words to know whether they were changed."""
    return sha256(testo.encode())[:16]


# --- The skeleton: the document without what can be read in the file -------------------------------

_VISIBILI_SCHEDA = (
    "intestazione",
    "titolo",
    "descrizione",
    "prioritario",
    "trasversale",
    "macroaree",
    "aree_trasversali",
    "leps",
    "grado",
    "punti_chiave",
)


def _senza(dati: Json, *chiavi: str) -> Json:
    return {k: v for k, v in dati.items() if k not in chiavi}


def _sezione(s: Json) -> Json:
    return {**_senza(s, "titolo", "testo"), "sezioni": [_sezione(f) for f in s["sezioni"]]}


def titolo_a_parte(documento: Json, scheda: Json) -> bool:
    """Whether the title of the sheet has a place of its own in the file; otherwise it is the heading's."""
    formato = documento["riferimenti"]["formati"][scheda["formato"]]
    return scheda["titolo"] != scheda["intestazione"] or any(c["tipo"] == "titolo" for c in formato["campi"])


def _azioni(azioni: list[Json]) -> list[Json]:
    return [{"azioni": _azioni(a["azioni"])} for a in azioni]


def _scheda(documento: Json, s: Json) -> Json:
    return {
        **_senza(s, *_VISIBILI_SCHEDA),
        "titolo_a_parte": titolo_a_parte(documento, s),
        "risposte": [_senza(r, "scelte", "testo") for r in s["risposte"]],
        "azioni": _azioni(s["azioni"]),
        "indicatori": [
            {
                "fase": i["fase"],
                "leps_indicatore": i["leps_indicatore"],
                "obiettivi": [o["anno"] for o in i["obiettivi"]],
            }
            for i in s["indicatori"]
        ],
        "risorse": [{} for _ in s["risorse"]],
        "seguito": [{} for _ in s["seguito"]],
    }


def _tabella(t: Json) -> Json:
    return {
        **_senza(t, "titolo", "fonte", "anno", "nota"),
        "colonne": [_senza(c, "titolo", "gruppo") for c in t["colonne"]],
        "righe": [_senza(r, "valori", "unita", "nota") for r in t["righe"]],
    }


def _accordo(a: Json | None) -> Json | None:
    if a is None:
        return None
    vuote: Json = {"segnaposto": [{"chiave": s["chiave"]} for s in a["segnaposto"]]} if "segnaposto" in a else {}
    return {
        "premesse": [{"atti": [{} for _ in p["atti"]]} if "atti" in p else {} for p in a["premesse"]],
        "articoli": [_senza(x, "titolo", "testo") for x in a["articoli"]],
        "parti": [{"ente": p["ente"]} for p in a["parti"]],
        **vuote,
    }


def scheletro(documento: Json) -> dict[str, Any]:
    """Return what of the document cannot be read in the file: keys, owners, order, labels of the codes."""
    return {
        **_senza(documento, "titolo", "sha256"),
        "sezioni": [_sezione(s) for s in documento["sezioni"]],
        "schede": [_scheda(documento, s) for s in documento["schede"]],
        "esiti": [_scheda(documento, s) for s in documento["esiti"]],
        "tabelle": [_tabella(t) for t in documento["tabelle"]],
        "accordo": _accordo(documento["accordo"]),
    }
