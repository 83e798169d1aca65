"""A Word file opened and changed as a person, or a bad program, would."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

from piani.word.nostro import Resoconto, documento_da
from piani.word.scrivi import docx_del_piano
from tests.piani.carta_di_prova import piano_di_prova

Json = dict[str, Any]
GIORNO = dt.date(2024, 12, 2)
CORPO = "word/document.xml"
DATI = "customXml/item1.xml"


def word(documento: Json | None = None) -> bytes:
    """Return the Word file of a document."""
    return docx_del_piano(documento or piano_di_prova(), bozza=True, giorno=GIORNO)


def parte(contenuto: bytes, nome: str = CORPO) -> str:
    """Return a part of the file."""
    with zipfile.ZipFile(io.BytesIO(contenuto)) as archivio:
        return archivio.read(nome).decode()


def cambia(contenuto: bytes, come: Callable[[str], str], nome: str = CORPO) -> bytes:
    """Return the file with a part changed."""
    flusso = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(contenuto)) as vecchio, zipfile.ZipFile(flusso, "w", zipfile.ZIP_DEFLATED) as nuovo:
        for voce in vecchio.namelist():
            testo = vecchio.read(voce)
            nuovo.writestr(voce, come(testo.decode()).encode() if voce == nome else testo)
    return flusso.getvalue()


def sostituisci(contenuto: bytes, vecchio: str, nuovo: str, *, nome: str = CORPO) -> bytes:
    """Return the file with the first `vecchio` replaced; it must be there."""
    assert vecchio in parte(contenuto, nome)
    return cambia(contenuto, lambda x: x.replace(vecchio, nuovo, 1), nome)


def riquadro(x: str, cartellino: str) -> tuple[int, int]:
    """Return where the control with that tag begins and ends."""
    segno = x.index(f'<w:tag w:val="{cartellino}"/>')
    inizio, fine, aperti = x.rindex("<w:sdt>", 0, segno), 0, 0
    for pezzo in re.finditer(r"<w:sdt>|</w:sdt>", x[inizio:]):
        aperti += 1 if pezzo[0] == "<w:sdt>" else -1
        if not aperti:
            fine = inizio + pezzo.end()
            break
    return inizio, fine


def senza(contenuto: bytes, cartellino: str, *, al_posto: str = "") -> bytes:
    """Return the file without that control."""

    def come(x: str) -> str:
        inizio, fine = riquadro(x, cartellino)
        return x[:inizio] + al_posto + x[fine:]

    return cambia(contenuto, come)


def letto(contenuto: bytes) -> tuple[Json, Resoconto]:
    """Return what the file says."""
    return documento_da(contenuto)


def paragrafo(testo: str, stile: str = "Testo") -> str:
    """Return a paragraph outside any control."""
    return f'<w:p><w:pPr><w:pStyle w:val="{stile}"/></w:pPr><w:r><w:t>{testo}</w:t></w:r></w:p>'


_TITOLO = re.compile(r'<w:p><w:pPr><w:pStyle w:val="Heading(\d)"/>(?:(?!</w:p>).)*?"sezione/([^/]*)/titolo"')


def pezzi(x: str) -> tuple[str, dict[str, str], list[str], str]:
    """Return what stands before the sections, each section with its heading, their order, what stands after."""
    inizi = [(t.start(), t[2]) for t in _TITOLO.finditer(x)]
    coda = x.rindex("<w:p><w:pPr><w:pStyle", 0, x.index('"versione"/>'))
    fini = [*(i for i, _ in inizi[1:]), coda]
    trovati = {k: x[i:f] for (i, k), f in zip(inizi, fini, strict=True)}
    return x[: inizi[0][0]], trovati, [k for _, k in inizi], x[coda:]


def riordina(file: bytes, ordine: list[tuple[str, int]]) -> bytes:
    """Return the file with its sections in that order, each with that level of heading."""

    def come(x: str) -> str:
        prima, suoi, _, dopo = pezzi(x)
        fatti = [re.sub(r'"Heading\d"', f'"Heading{n}"', suoi[k], count=1) for k, n in ordine]
        return prima + "".join(fatti) + dopo

    return cambia(file, come)
