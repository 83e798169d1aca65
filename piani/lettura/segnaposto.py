"""Named slots in the text of the Accordo, as ``{{capofila}}``: their values come from the document alone. Pure."""

import re
from collections.abc import Iterable, Iterator
from html import escape

from core.canonico import Json
from core.formati import elenco
from piani.lettura.nomi import Nomi
from piani.lettura.parole import giorno

# What the document knows by itself, and what it is, in words.
CALCOLATI: dict[str, str] = {
    "ambito": "l'Ambito",
    "capofila": "l'ente capofila",
    "ats": "l'ATS",
    "asst": "la ASST, o le ASST",
    "comuni": "i Comuni, con i loro nomi",
    "triennio": "il triennio",
    "decorrenza": "il primo giorno dell'Accordo",
    "scadenza": "l'ultimo giorno dell'Accordo",
}
# What is printed for a slot that nobody has filled: a line to write on, never the slot itself.
VUOTO = "__________"
_SEGNAPOSTO = re.compile(r"\{\{\s*([a-z0-9_]{1,40})\s*\}\}")


def usati(*testi: str) -> list[str]:
    """Return the keys of the slots in the texts, each once, in the order in which they are met."""
    return list(dict.fromkeys(chiave for testo in testi for chiave in _SEGNAPOSTO.findall(testo)))


def scritto(chiave: str) -> str:
    """Return a slot as it is typed: ``{{capofila}}``."""
    return "{{" + chiave + "}}"


def _nomi_di(parti: Iterable[Json], nomi: Nomi, tipo: str) -> str:
    chiavi = [p["ente"] for p in parti if p["ente"].partition(":")[0] == tipo]
    return elenco([nomi.ente(c).removeprefix("Comune di ") for c in chiavi])


def valori(documento: Json, nomi: Nomi) -> dict[str, str]:
    """Return the values of the slots, by key: those that the document computes, then those that a person typed.

    An empty value is left out: the slot is then unresolved.
    """
    accordo = documento["accordo"]
    parti: list[Json] = accordo["parti"]
    trovati = {
        "ambito": nomi.ente(f"ambito:{documento['ambito']}"),
        "capofila": elenco([nomi.ente(p["ente"]) for p in parti if p["qualifica"] == "capofila"]),
        "ats": _nomi_di(parti, nomi, "ats"),
        "asst": _nomi_di(parti, nomi, "asst"),
        "comuni": _nomi_di(parti, nomi, "comune"),
        "triennio": documento["triennio"],
        "decorrenza": giorno(accordo["decorrenza"]),
        "scadenza": giorno(accordo["scadenza"]),
    }
    scritti = {s["chiave"]: s["valore"] for s in accordo.get("segnaposto", []) if s["chiave"] not in CALCOLATI}
    return {chiave: valore for chiave, valore in {**trovati, **scritti}.items() if valore}


def risolvi(testo: str, noti: dict[str, str], *, html: bool = True) -> str:
    """Return the text with each slot replaced by its value, or by an empty line when it has none."""

    def messo(trovato: re.Match[str]) -> str:
        valore = noti.get(trovato[1], VUOTO)
        return escape(valore, quote=False).replace('"', "&quot;") if html else valore

    return _SEGNAPOSTO.sub(messo, testo)


def irrisolti(accordo: Json, noti: dict[str, str]) -> Iterator[str]:
    """Yield the keys of the slots that the Accordo uses and nobody has filled."""
    testi = [
        accordo["titolo"],
        *(t for blocco in [*accordo["premesse"], *accordo["articoli"]] for t in (blocco["titolo"], blocco["testo"])),
    ]
    yield from (chiave for chiave in usati(*testi) if chiave not in noti)
