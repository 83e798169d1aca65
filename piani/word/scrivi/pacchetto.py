"""The .docx as a package: the same content gives the same bytes. Pure."""

import datetime as dt
import io
import zipfile
from collections.abc import Sequence

from piani.word.posti import SPAZIO_XML
from piani.word.scrivi.xml import TESTATA, attributo

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACCHETTO = "http://schemas.openxmlformats.org/package/2006"
_WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# A zip keeps a moment for each part: always the same one.
_MOMENTO = (1980, 1, 1, 0, 0, 0)
_IDENTITA = "{7B1B0C46-3C0B-4B5C-9C1E-2A5D1D6E2027}"
_PARTI = {
    "/word/document.xml": f"{_WML}.document.main+xml",
    "/word/styles.xml": f"{_WML}.styles+xml",
    "/word/numbering.xml": f"{_WML}.numbering+xml",
    "/word/settings.xml": f"{_WML}.settings+xml",
    "/word/footnotes.xml": f"{_WML}.footnotes+xml",
    "/word/header1.xml": f"{_WML}.header+xml",
    "/word/footer1.xml": f"{_WML}.footer+xml",
    "/customXml/itemProps1.xml": "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}


def _tipi() -> str:
    voci = "".join(f'<Override PartName="{parte}" ContentType="{tipo}"/>' for parte, tipo in _PARTI.items())
    return (
        f'{TESTATA}<Types xmlns="{_PACCHETTO}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="png" ContentType="image/png"/><Default Extension="jpeg" ContentType="image/jpeg"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{voci}</Types>'
    )


def _rapporti(voci: list[tuple[str, str, str]], esterni: dict[str, str] | None = None) -> str:
    righe = [f'<Relationship Id="{i}" Type="{tipo}" Target="{meta}"/>' for i, tipo, meta in voci]
    righe += [
        f'<Relationship Id="{i}" Type="{_OFFICE}/hyperlink" Target="{attributo(meta)}" TargetMode="External"/>'
        for meta, i in (esterni or {}).items()
    ]
    return f'{TESTATA}<Relationships xmlns="{_PACCHETTO}/relationships">{"".join(righe)}</Relationships>'


def _proprieta(titolo: str, oggetto: str, giorno: dt.date) -> str:
    quando = f"{giorno.isoformat()}T00:00:00Z"
    return (
        f'{TESTATA}<cp:coreProperties xmlns:cp="{_PACCHETTO}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{attributo(titolo)}</dc:title><dc:subject>{attributo(oggetto)}</dc:subject>"
        "<dc:language>it-IT</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{quando}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{quando}</dcterms:modified></cp:coreProperties>'
    )


def _estensione(figura: bytes) -> str:
    return "png" if figura.startswith(b"\x89PNG") else "jpeg"


def impacchetta(
    parti: dict[str, str],
    *,
    titolo: str,
    oggetto: str,
    giorno: dt.date,
    dati: str,
    collegamenti: dict[str, str],
    figure: Sequence[bytes],
) -> bytes:
    """Return the file: `parti` are the parts under ``word/``, `dati` the JSON that has no visible form, `figure` the PNG
    and JPEG pictures, tied to the document as rIdF1, rIdF2 and so on."""
    media = [f"media/figura{k}.{_estensione(f)}" for k, f in enumerate(figure, 1)]
    interni = [
        ("rId1", f"{_OFFICE}/styles", "styles.xml"),
        ("rId2", f"{_OFFICE}/numbering", "numbering.xml"),
        ("rId3", f"{_OFFICE}/settings", "settings.xml"),
        ("rId4", f"{_OFFICE}/header", "header1.xml"),
        ("rId5", f"{_OFFICE}/footer", "footer1.xml"),
        ("rId6", f"{_OFFICE}/customXml", "../customXml/item1.xml"),
        ("rId7", f"{_OFFICE}/footnotes", "footnotes.xml"),
        *((f"rIdF{k}", f"{_OFFICE}/image", nome) for k, nome in enumerate(media, 1)),
    ]
    tutte = {
        "[Content_Types].xml": _tipi(),
        "_rels/.rels": _rapporti(
            [
                ("rId1", f"{_OFFICE}/officeDocument", "word/document.xml"),
                ("rId2", f"{_PACCHETTO}/relationships/metadata/core-properties", "docProps/core.xml"),
            ]
        ),
        "docProps/core.xml": _proprieta(titolo, oggetto, giorno),
        "word/_rels/document.xml.rels": _rapporti(interni, collegamenti),
        **{f"word/{nome}": testo for nome, testo in parti.items()},
        "customXml/item1.xml": f'{TESTATA}<piano xmlns="{SPAZIO_XML}">{attributo(dati)}</piano>',
        "customXml/_rels/item1.xml.rels": _rapporti([("rId1", f"{_OFFICE}/customXmlProps", "itemProps1.xml")]),
        "customXml/itemProps1.xml": (
            f'{TESTATA}<ds:datastoreItem ds:itemID="{_IDENTITA}" '
            'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs>'
            f'<ds:schemaRef ds:uri="{SPAZIO_XML}"/></ds:schemaRefs></ds:datastoreItem>'
        ),
    }
    contenuti = {nome: testo.encode("utf-8") for nome, testo in tutte.items()}
    contenuti |= {f"word/{nome}": figura for nome, figura in zip(media, figure, strict=True)}
    flusso = io.BytesIO()
    with zipfile.ZipFile(flusso, "w", zipfile.ZIP_DEFLATED) as archivio:
        for nome, contenuto in contenuti.items():
            voce = zipfile.ZipInfo(nome, date_time=_MOMENTO)
            voce.compress_type = zipfile.ZIP_DEFLATED
            archivio.writestr(voce, contenuto)
    return flusso.getvalue()
