"""What a published block says, how it is known again inside a plan. Pure."""

from core.canonico import Json, byte_canonici, sha256
from piani.enums import SpecieBlocco

_DI_TABELLA = ("titolo", "fonte", "anno", "nota", "orizzontale", "colonne", "righe")


def contenuto_in(specie: SpecieBlocco, dati: Json) -> Json:
    """Return what a block says, out of the canonical section or table that holds it (`specie` tells which)."""
    if specie is SpecieBlocco.TESTO:
        return {"specie": str(specie), "titolo": dati["titolo"], "testo": dati["testo"]}
    return {"specie": str(specie), **{k: dati[k] for k in _DI_TABELLA}}


def come_pubblicata(specie: SpecieBlocco, dati: Json) -> bool:
    """Whether the words of a canonical section or table are still those of the version it says it comes from."""
    return sha256(byte_canonici(contenuto_in(specie, dati))) == dati["provenienza"]["sha256"] and not dati.get(
        "grafico"
    )
