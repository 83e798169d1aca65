"""Where the text of a section, or a table, comes from: said by the document, believed only when the words are those."""

from collections.abc import Iterator

from core.canonico import Json, byte_canonici, sha256
from piani.calcolo import valori_completi
from piani.enums import SpecieBlocco
from piani.models import Blocco, DaBlocco, VersioneBlocco
from piani.regole_blocchi import come_pubblicata

PROPRIO: dict[str, VersioneBlocco | Json | None] = {"blocco": None, "provenienza": None}


def provenienza_di(parte: DaBlocco) -> Json:
    """Return what the document says of where a section or a table comes from; nothing for what is the plan's own."""
    if parte.blocco is not None:
        return {"provenienza": parte.blocco.provenienza}
    return {"provenienza": parte.provenienza} if parte.provenienza else {}


def contenuto_di(blocco: Blocco) -> Json:
    """Return what the draft of a block says, in the form that is published; computed values stand beside the others."""
    if not blocco.e_tabella:
        return {"specie": blocco.specie, "titolo": blocco.titolo, "testo": blocco.testo}
    valori = valori_completi(blocco.colonne, blocco.righe)
    return {
        "specie": blocco.specie,
        "titolo": blocco.titolo,
        "fonte": blocco.fonte,
        "anno": blocco.anno,
        "nota": blocco.nota,
        "orizzontale": blocco.orizzontale,
        "colonne": blocco.colonne,
        "righe": [{**r, "valori": v} for r, v in zip(blocco.righe, valori, strict=True)],
    }


def impronta_di(contenuto: Json) -> str:
    """Return the SHA-256 of what a block says."""
    return sha256(byte_canonici(contenuto))


def _dette(documento: Json) -> Iterator[Json]:
    def scendi(rami: list[Json]) -> Iterator[Json]:
        for ramo in rami:
            yield ramo
            yield from scendi(ramo["sezioni"])

    for dati in [*scendi(documento["sezioni"]), *documento.get("tabelle", [])]:
        if "provenienza" in dati:
            yield dati["provenienza"]


def enti_dei_blocchi(documento: Json) -> set[str]:
    """Return the keys of the bodies that published the blocks of a document."""
    return {str(detta["ente"]) for detta in _dette(documento)}


class Provenienze:
    """The published versions that a document names and that are here. One query, or none."""

    def __init__(self, documento: Json) -> None:
        impronte = {detta["sha256"] for detta in _dette(documento)}
        versioni = VersioneBlocco.objects.select_related("blocco__ente").filter(sha256__in=impronte)
        self._note = {byte_canonici(v.provenienza): v for v in versioni} if impronte else {}

    def di(self, specie: SpecieBlocco, dati: Json) -> dict[str, VersioneBlocco | Json | None]:
        """Return the two fields of a section or a table (`piani.models.DaBlocco`).

        A file can be written by hand: words of the Ambito must not stand under the name of another body. Where the words
        are not those of the version, the part is the plan's own; a version that is not here is kept as it was said.
        """
        detta = dati.get("provenienza")
        if detta is None or not come_pubblicata(specie, dati):
            return PROPRIO
        versione = self._note.get(byte_canonici(detta))
        return {"blocco": versione, "provenienza": None if versione else detta}
