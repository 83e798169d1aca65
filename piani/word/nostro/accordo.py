"""The Accordo read back from our file."""

from core.canonico import Json
from piani.word import griglie
from piani.word.elenchi import Codici
from piani.word.nostro.note import Genere
from piani.word.nostro.valori import Lettore
from piani.word.posti import cartellino
from piani.word.valori import NonCapito, data_letta

NOME = "Accordo"


def leggi_accordo(x: Lettore, codici: Codici, scheletro: Json) -> Json | None:
    """Return the Accordo of a skeleton, filled; None where the plan has none."""
    a = scheletro["accordo"]
    if a is None:
        return None
    primo, ultimo = scheletro["triennio"].split("-")
    altri: Json = {}
    if "segnaposto" in a:
        altri["segnaposto"] = _righe(x, griglie.VALORI, "segnaposti", "segnaposto", a["segnaposto"])
    return {
        "titolo": x.parole("accordo/titolo", f"{NOME}, titolo", se_manca="Accordo di Programma")
        or "Accordo di Programma",
        "decorrenza": _data(x, "accordo/decorrenza", f"{primo}-01-01"),
        "scadenza": _data(x, "accordo/scadenza", f"{ultimo}-12-31"),
        "premesse": [_premessa(x, k, p) for k, p in enumerate(a["premesse"])],
        "articoli": [_articolo(x, k, p) for k, p in enumerate(a["articoli"])],
        "parti": _righe(x, griglie.parti(codici.nomi), "parti", "parte", a["parti"]),
        **altri,
    }


def _righe(x: Lettore, griglia: griglie.Griglia, posto: str, riga: str, basi: list[Json], *luogo: object) -> list[Json]:
    """Return typed rows; a new row that names nobody we know is only told."""
    segni = {cartellino("accordo", *luogo, riga, k): b for k, b in enumerate(basi)}
    lette = x.righe(griglia, cartellino("accordo", *luogo, posto), segni, NOME)
    aperta = all(c.leggi is not None for c in griglia.colonne)
    return [d for segno, d in lette if segno or aperta]


def _data(x: Lettore, posto: str, altrimenti: str) -> str:
    testo = x.facoltative(posto)
    try:
        return data_letta(testo) or altrimenti
    except NonCapito:
        x.nota(Genere.NON_CAPITO, NOME, f"«{testo}» non è una data: resta il giorno del triennio.")
        return altrimenti


def _premessa(x: Lettore, k: int, base: Json) -> Json:
    luogo = ("accordo", "premessa", k)
    atti: Json = (
        {"atti": _righe(x, griglie.ATTI, "atti", "atto", base["atti"], "premessa", k)} if "atti" in base else {}
    )
    return {
        "titolo": x.parole(cartellino(*luogo, "titolo"), f"{NOME}, premessa {k + 1}"),
        "testo": x.testo(cartellino(*luogo, "testo")),
        **atti,
    }


def _articolo(x: Lettore, k: int, base: Json) -> Json:
    luogo = ("accordo", "articolo", k)
    return {
        **base,
        "titolo": x.parole(cartellino(*luogo, "titolo"), f"{NOME}, articolo {base['numero']}"),
        "testo": x.testo(cartellino(*luogo, "testo")),
    }
