"""The parts of a Word file around its body: their names, their links, their notes put in place. Pure."""

import re
from collections.abc import Iterable
from dataclasses import replace
from xml.etree import ElementTree as ET

from piani.word.leggi.sorgente import Blocco, Paragrafo, Pezzo, Tabella

_RELAZIONI = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRETTO = b"http://purl.oclc.org/ooxml/"


def transizionale(dati: bytes) -> bytes:
    """Return a part of a file of the strict kind with the names of the other, the only ones we look for."""
    if _STRETTO not in dati:
        return dati
    for nome in (b"wordprocessingml/", b"officeDocument/"):
        dati = dati.replace(_STRETTO + nome, b"http://schemas.openxmlformats.org/" + nome + b"2006/")
    return dati


def relazioni(xml: bytes | None) -> dict[str, str]:
    """Return the targets of a part by their id."""
    if not xml:
        return {}
    radice = ET.fromstring(xml)  # noqa: S314 - documenti.ooxml has refused any DTD
    return {e.get("Id", ""): e.get("Target", "") for e in radice.iter(_RELAZIONI)}


def con_note(blocchi: Iterable[Blocco], note: dict[int, list[Paragrafo]]) -> list[Blocco]:
    """Put the words of each note after the paragraph that calls it, in its cell too."""
    if not note:
        return list(blocchi)
    usciti: list[Blocco] = []
    for blocco in blocchi:
        if isinstance(blocco, Tabella):
            righe = tuple(tuple(replace(c, blocchi=tuple(con_note(c.blocchi, note))) for c in r) for r in blocco.righe)
            usciti.append(replace(blocco, righe=righe))
            continue
        usciti.append(blocco)
        for richiamo in re.findall(r"\[(\d{1,4})\]", blocco.testo):
            for paragrafo in note.pop(int(richiamo), []):
                segno = Pezzo(f"[{richiamo}] ")
                pezzi = (segno, *paragrafo.pezzi)
                usciti.append(replace(paragrafo, pezzi=pezzi, posto=blocco.posto, lista=None, titolo=0))
    return usciti
