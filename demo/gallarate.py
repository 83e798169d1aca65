"""Puts the files of `fixtures/demo/gallarate` together into one canonical document.

The data go in through the importer, the same door as anyone's file.
"""

from typing import Any

from core.canonico import Json
from core.fixture import cartella, leggi_json
from piani.canonico import FORMATO, sigilla
from piani.canonico.forma import Documento

RADICE = ("demo", "gallarate")
_VUOTA: Json = {
    "descrizione": "",
    "grado": None,
    "leps": [],
    "aree_trasversali": [],
    "partecipanti": [],
    "punti_chiave": [],
    "azioni": [],
    "indicatori": [],
    "risorse": [],
    "seguito": [],
    "prioritario": False,
    "trasversale": False,
    "macroaree": [],
}


def _file(sottocartella: str) -> list[Any]:
    nomi = sorted(p.name for p in cartella(*RADICE, sottocartella).glob("*.json"))
    return [leggi_json(*RADICE, sottocartella, nome) for nome in nomi]


def _azione(dati: Json) -> Json:
    return {"realizzazione": None, "nota": "", **dati, "azioni": [_azione(a) for a in dati["azioni"]]}


_ESITO: Json = {"grado_criterio": "", "grado_motivo": "", "valutazioni": []}


def _scheda(dati: Json, vuota: Json = _VUOTA) -> Json:
    completa = {**vuota, **dati, "azioni": [_azione(a) for a in dati.get("azioni", [])]}
    completa.setdefault("titolo", completa["intestazione"])
    completa.setdefault("intestazione", completa["titolo"])
    completa.pop("ordine", None)
    return completa


def _posti(sezioni: list[Json]) -> list[str]:
    """Return the keys of the sections as they are read."""
    return [chiave for s in sezioni for chiave in (s["chiave"], *_posti(s["sezioni"]))]


def _in_ordine(schede: list[Any], posti: list[str], vuota: Json = _VUOTA) -> list[Json]:
    return [_scheda(s, vuota) for s in sorted(schede, key=lambda s: (posti.index(s["sezione"]), s.get("ordine", 0)))]


def _tabella(dati: Json) -> Json:
    return {k: v for k, v in dati.items() if k != "ordine"}


def documento_gallarate() -> Documento:
    """Return Gallarate 2025-2027 as a sealed canonical document."""
    sezioni = _file("sezioni")
    posti = _posti(sezioni)
    return sigilla(
        {
            "formato": FORMATO,
            **leggi_json(*RADICE, "piano.json"),
            "sezioni": sezioni,
            "schede": _in_ordine([*_file("schede"), *_file("asst"), *_file("ats")], posti),
            "esiti": _in_ordine(_file("esiti"), posti, {**_VUOTA, **_ESITO}),
            "tabelle": [_tabella(t) for t in _file("tabelle")],
            "accordo": leggi_json(*RADICE, "accordo.json"),
            "allegati": [],
            "riferimenti": {"enti": {}},
        }
    )
