"""Opens an Office file (.docx, .xlsx) after a look at its ZIP: nothing is parsed before.

Refused: what is not that kind of file by its content, what is encrypted, carries macros, ActiveX or OLE objects,
declares a DTD, or swells past the limits of the settings. Links to the outside are never followed.
"""

import io
import lzma
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn
from xml.etree import ElementTree as ET

from django.conf import settings

from documenti.exceptions import FileRifiutato

MB = 1024 * 1024
# What `zipfile` raises while it reads an archive that is spoilt, or made by nobody that it knows.
ARCHIVIO_ROVINATO = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    EOFError,
    OSError,
)
_TIPI = "[Content_Types].xml"
_NS_TIPI = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_COMPOSTO = bytes.fromhex("d0cf11e0a1b11ae1")
_CIFRATO = 0x1
_IMMAGINI = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".svg", ".webp", ".heic")
_XML = (".xml", ".rels", ".vml")
_DTD = [
    testo.encode(codifica) for testo in ("<!DOCTYPE", "<!ENTITY") for codifica in ("ascii", "utf-16-le", "utf-16-be")
]
# Below this size a high ratio is only much repeated markup.
_SOGLIA_RAPPORTO = 16 * MB


class TipoOffice(StrEnum):
    """The kinds of Office files that are read."""

    DOCX = "docx"
    XLSX = "xlsx"

    @property
    def etichetta(self) -> str:
        """Name it in a sentence."""
        return {"docx": "un documento di Word (.docx)", "xlsx": "un foglio di Excel (.xlsx)"}[self.value]

    @property
    def tipo_principale(self) -> str:
        """Return the content type of the main part: the strict and the transitional files share it."""
        nome = {"docx": "wordprocessingml.document", "xlsx": "spreadsheetml.sheet"}[self.value]
        return f"application/vnd.openxmlformats-officedocument.{nome}.main+xml"


@dataclass(frozen=True)
class FileOffice:
    """An Office file that has passed the checks."""

    nome: str
    contenuto: bytes
    principale: str

    def flusso(self) -> io.BytesIO:
        """Return a new stream of the bytes, as python-docx and pandas want it."""
        return io.BytesIO(self.contenuto)

    def parti(self) -> dict[str, bytes]:
        """Return the XML parts by name, without the initial slash."""
        with zipfile.ZipFile(self.flusso()) as archivio:
            return {
                n.lstrip("/"): archivio.read(n)
                for n in archivio.namelist()
                if n.lower().endswith(_XML) or n.lstrip("/") == self.principale
            }

    def immagini(self) -> list[str]:
        """Return the names of the parts that are images, in order."""
        with zipfile.ZipFile(self.flusso()) as archivio:
            return sorted(n for n in archivio.namelist() if n.lower().endswith(_IMMAGINI))


def apri_office(contenuto: bytes, *, tipo: TipoOffice, nome: str) -> FileOffice:
    """Return the file once every check has passed; `nome` is only for the sentences. Raises FileRifiutato."""
    _esamina_byte(contenuto, tipo, nome)
    try:
        with zipfile.ZipFile(io.BytesIO(contenuto)) as archivio:
            voci = archivio.infolist()
            _esamina_misure(voci, len(contenuto), nome)
            _esamina_nomi(voci, nome)
            principale = _esamina_tipi(archivio, tipo, nome)
            _esamina_xml(archivio, voci, nome)
    except (*ARCHIVIO_ROVINATO, ET.ParseError) as errore:
        raise FileRifiutato(f"Il file «{nome}» è rovinato: non si riesce ad aprirlo. {_NIENTE}") from errore
    except (ValueError, LookupError) as errore:
        raise FileRifiutato(
            f"Il file «{nome}» non è scritto come dovrebbe: non si riesce a leggerlo. {_NIENTE}"
        ) from errore
    return FileOffice(nome, contenuto, principale)


_NIENTE = "Non è cambiato nulla."


def _no(nome: str, frase: str) -> NoReturn:
    raise FileRifiutato(f"Il file «{nome}» {frase} {_NIENTE}")


def _esamina_byte(contenuto: bytes, tipo: TipoOffice, nome: str) -> None:
    if not contenuto:
        _no(nome, "è vuoto. Scegline un altro.")
    massimo = settings.LIMITE_OFFICE_MB
    if len(contenuto) > massimo * MB:
        _no(nome, f"è di {-(-len(contenuto) // MB)} MB: qui il massimo è {massimo} MB.")
    if contenuto.startswith(_COMPOSTO):
        _no(
            nome,
            f"è protetto da una password, oppure è di una vecchia versione di Office. Aprilo, togli la password e "
            f"salvalo come {tipo.etichetta}.",
        )
    if not zipfile.is_zipfile(io.BytesIO(contenuto)):
        _no(nome, f"non è {tipo.etichetta}: conta il contenuto, non il nome.")


def _esamina_misure(voci: list[zipfile.ZipInfo], compressi: int, nome: str) -> None:
    if len(voci) > settings.LIMITE_OFFICE_PARTI:
        _no(nome, f"contiene {len(voci)} parti: il massimo è {settings.LIMITE_OFFICE_PARTI}.")
    if any(v.flag_bits & _CIFRATO for v in voci):
        _no(nome, "è cifrato. Salvalo senza password.")
    distesi = sum(v.file_size for v in voci)
    troppo = distesi > settings.LIMITE_OFFICE_DISTESO_MB * MB
    if troppo or (distesi > _SOGLIA_RAPPORTO and distesi > compressi * settings.LIMITE_OFFICE_RAPPORTO):
        _no(nome, f"aperto diventerebbe di {-(-distesi // MB)} MB: è fuori misura, e non lo apriamo.")
    for voce in voci:
        if voce.filename.lower().endswith(_IMMAGINI) and voce.file_size > settings.LIMITE_OFFICE_IMMAGINE_MB * MB:
            _no(
                nome,
                f"contiene un'immagine di {-(-voce.file_size // MB)} MB: il massimo è {settings.LIMITE_OFFICE_IMMAGINE_MB} MB. "
                "Comprimi le immagini e riprova.",
            )
        if voce.filename.lower().endswith(_XML) and voce.file_size > settings.LIMITE_OFFICE_XML_MB * MB:
            _no(nome, f"ha un testo di {-(-voce.file_size // MB)} MB: il massimo è {settings.LIMITE_OFFICE_XML_MB} MB.")


def _esamina_nomi(voci: list[zipfile.ZipInfo], nome: str) -> None:
    nomi = [v.filename.lower().lstrip("/") for v in voci]
    if len(nomi) != len(set(nomi)):
        _no(nome, "contiene due parti con lo stesso nome: non è fatto come dovrebbe.")
    if any(".." in n.split("/") or "\\" in n for n in nomi):
        _no(nome, "contiene una parte con un nome non ammesso.")
    for n in nomi:
        if "vbaproject" in n or "vbadata" in n or "macrosheets/" in n:
            _no(nome, "contiene delle macro. Salvalo senza macro (.docx o .xlsx) e riprova.")
        if "activex/" in n or (n.endswith((".bin", ".exe", ".ole")) and "embeddings/" in n):
            _no(nome, "contiene un oggetto incorporato (OLE o ActiveX). Toglilo dal documento e riprova.")


def _esamina_tipi(archivio: zipfile.ZipFile, tipo: TipoOffice, nome: str) -> str:
    if _TIPI not in archivio.namelist():
        _no(nome, f"non è {tipo.etichetta}: conta il contenuto, non il nome.")
    testo = archivio.read(_TIPI)
    _senza_dtd(testo, nome)
    radice = ET.fromstring(testo)  # noqa: S314 - no DTD, so no entity: looked for just above
    tipi = {str(t.get("PartName", "")): str(t.get("ContentType", "")) for t in radice.iter(f"{_NS_TIPI}Override")}
    altri = [str(t.get("ContentType", "")) for t in radice.iter(f"{_NS_TIPI}Default")]
    if any("macroenabled" in t.lower() or "vbaproject" in t.lower() for t in [*tipi.values(), *altri]):
        _no(nome, "contiene delle macro. Salvalo senza macro (.docx o .xlsx) e riprova.")
    principale = next((p.lstrip("/") for p, t in tipi.items() if t == tipo.tipo_principale), None)
    if principale is None or principale not in archivio.namelist():
        _no(nome, f"non è {tipo.etichetta}: conta il contenuto, non il nome.")
    return principale


def _esamina_xml(archivio: zipfile.ZipFile, voci: list[zipfile.ZipInfo], nome: str) -> None:
    for voce in voci:
        if not voce.filename.lower().endswith(_IMMAGINI):
            _senza_dtd(archivio.read(voce), nome)


def _senza_dtd(testo: bytes, nome: str) -> None:
    if any(segno in testo for segno in _DTD):
        _no(nome, "dichiara entità (DTD), che un file di Office non ha: non lo apriamo.")
