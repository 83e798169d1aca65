"""Puts the files of `fixtures/demo/gallarate` together into one canonical document.

The data go in through the importer, the same door as anyone's file.
"""

from typing import Any

from core.canonico import Json
from core.fixture import cartella, leggi_json
from piani.canonico import FORMATO, sigilla
from piani.canonico.forma import Documento

RADICE = ("demo", "gallarate")
ORDINE_ASST = ("ASST-DIM", "ASST-SAD", "ASST-VMD", "ASST-PIPPI", "ASST-PUA")
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


def _scheda(dati: Json) -> Json:
    completa = {**_VUOTA, **dati, "azioni": [_azione(a) for a in dati.get("azioni", [])]}
    completa.setdefault("titolo", completa["intestazione"])
    completa.setdefault("intestazione", completa["titolo"])
    completa.pop("ordine", None)
    return completa


def _in_ordine(schede: list[Any]) -> list[Json]:
    return [_scheda(s) for s in sorted(schede, key=lambda s: (s["sezione"], s.get("ordine", 0)))]


def _tabella(dati: Json) -> Json:
    return {k: v for k, v in dati.items() if k != "ordine"}


def documento_gallarate() -> Documento:
    """Return Gallarate 2025-2027 as a sealed canonical document."""
    schede = _in_ordine(_file("schede")) + _in_ordine(_file("asst")) + _in_ordine(_file("ats"))
    return sigilla(
        {
            "formato": FORMATO,
            **leggi_json(*RADICE, "piano.json"),
            "sezioni": _file("sezioni"),
            "schede": schede,
            "esiti": _in_ordine(_file("esiti")),
            "tabelle": [_tabella(t) for t in _file("tabelle")],
            "accordo": leggi_json(*RADICE, "accordo.json"),
            "allegati": [],
            "riferimenti": {"enti": {}},
        }
    )
