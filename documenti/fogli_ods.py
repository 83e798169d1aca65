"""The checks of an .ods before it is read: its ZIP, then its cells, counted with their repetitions."""

import zipfile
from typing import IO
from xml.etree import ElementTree as ET

from django.conf import settings

from documenti.exceptions import FileRifiutato
from documenti.fogli_esame import Esame
from documenti.ooxml import MB

NULLA = "Non è cambiato nulla."
_TABELLA = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_UFFICIO = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TESTO = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def esamina_zip_ods(archivio: zipfile.ZipFile, compressi: int, nome: str) -> None:
    """Raise FileRifiutato for an archive too large, with macros, a password or entities."""
    voci = archivio.infolist()
    distesi = sum(v.file_size for v in voci)
    if (
        len(voci) > settings.LIMITE_OFFICE_PARTI
        or distesi > settings.LIMITE_OFFICE_DISTESO_MB * MB
        or (distesi > 16 * MB and distesi > compressi * settings.LIMITE_OFFICE_RAPPORTO)
        or archivio.getinfo("content.xml").file_size > settings.LIMITE_OFFICE_XML_MB * MB
    ):
        raise FileRifiutato(
            f"Il file «{nome}» aperto diventerebbe di {-(-distesi // MB)} MB: è fuori misura, e non lo apriamo. {NULLA}"
        )
    if any(v.filename.startswith(("Basic/", "Scripts/")) and not v.is_dir() for v in voci):
        raise FileRifiutato(f"Il file «{nome}» contiene delle macro. Salvalo senza macro e riprova. {NULLA}")
    manifesto = archivio.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in archivio.namelist() else b""
    if b"encryption-data" in manifesto or any(v.flag_bits & 1 for v in voci):
        raise FileRifiutato(f"Il file «{nome}» è protetto da una password. Salvalo senza e riprova. {NULLA}")
    testo = archivio.read("content.xml")
    if b"<!DOCTYPE" in testo or b"<!ENTITY" in testo or testo[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise FileRifiutato(f"Il file «{nome}» dichiara entità (DTD), che un foglio non ha: non lo apriamo. {NULLA}")


def esamina_ods(flusso: IO[bytes]) -> list[tuple[str, Esame]]:
    """Return each sheet's name with what its cells say of it."""
    esami: list[tuple[str, Esame]] = []
    riga = 0
    for evento, nodo in ET.iterparse(flusso, events=("start", "end")):  # noqa: S314 - no DTD: looked for before
        if evento == "start":
            if nodo.tag == f"{_TABELLA}table":
                esami.append((str(nodo.get(f"{_TABELLA}name", "")), Esame()))
                riga = 0
            continue
        if nodo.tag == f"{_TABELLA}table-row" and esami:
            volte = int(nodo.get(f"{_TABELLA}number-rows-repeated", "1"))
            _esamina_riga_ods(esami[-1][1], nodo, riga, volte)
            riga += volte
            nodo.clear()
    return esami


def _esamina_riga_ods(esame: Esame, nodo: ET.Element, riga: int, volte: int) -> None:
    colonna = 0
    for cella in nodo:
        ripetute = int(cella.get(f"{_TABELLA}number-columns-repeated", "1"))
        tipo = cella.get(f"{_UFFICIO}value-type")
        testo = any("".join(p.itertext()).strip() for p in cella.iter(f"{_TESTO}p"))
        if tipo or testo:
            esame.conta(riga + volte - 1, colonna + ripetute - 1, min(ripetute * volte, 10**9))
            if tipo == "percentage":
                quante = range(colonna, colonna + min(ripetute, settings.LIMITE_FOGLIO_COLONNE))
                esame.percentuali |= {(riga, c) for c in quante}
        if cella.get(f"{_TABELLA}formula"):
            esame.formule.append((riga, colonna))
            if not tipo and not testo:
                esame.senza_valore.append((riga, colonna))
        larga = int(cella.get(f"{_TABELLA}number-columns-spanned", "1"))
        alta = int(cella.get(f"{_TABELLA}number-rows-spanned", "1"))
        if larga > 1 or alta > 1:
            esame.unite.append((riga, colonna, riga + alta - 1, colonna + larga - 1))
        colonna += ripetute
