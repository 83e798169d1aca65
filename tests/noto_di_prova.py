"""The regional catalogue that the reader of Word files wants, straight from the fixtures: no database, so pure tests are fast."""

from functools import cache
from typing import Any

from core.fixture import leggi_json
from piani.word.leggi.catalogo import Area, Campo, Conosciuto, Fonte, Formato, IndicatoreRegione, Punto, Scelta


@cache
def noto() -> Conosciuto:
    """Return what `piani.queries_word.conosciuto` gives for 2025-2027; a test holds the two together."""
    leps = leggi_json("regione", "leps.json")
    return Conosciuto(
        formati=tuple(
            Formato(f["chiave"], f["specie"], f["titolo"], tuple(_campo(c) for c in f["campi"]))
            for f in leggi_json("regione", "formati.json")
        ),
        aree=_aree(),
        fonti=tuple(Fonte(f["chiave"], f["nome"], f["natura"]) for f in leggi_json("regione", "fonti.json")),
        leps=tuple(Scelta(x["codice"], x["nome"]) for x in leps),
        indicatori=tuple(
            IndicatoreRegione(i["codice"], x["codice"], i["testo"])
            for x in leps
            for i in sorted(x["indicatori"], key=lambda i: i["ordine"])
        ),
        voci_formato=tuple(Scelta(v["chiave"], v["nome"]) for v in leggi_json("regione", "voci_formato.json")),
    )


def _aree() -> tuple[Area, ...]:
    punti: dict[str, list[dict[str, Any]]] = {}
    for p in leggi_json("regione", "punti_chiave.json"):
        punti.setdefault(p["macroarea"], []).append(p)
    return tuple(
        Area(
            a["codice"],
            a["nome"],
            tuple(a["alias"]),
            a["storica"],
            tuple(
                Punto(p["slug"], p["nome"], tuple(p["alias"]))
                for p in sorted(punti.get(a["codice"], []), key=lambda p: p["ordine"])
            ),
        )
        for a in sorted(leggi_json("regione", "macroaree.json"), key=lambda a: a["ordine"])
    )


def _campo(dati: dict[str, Any]) -> Campo:
    matrice = dati.get("matrice") or {}
    return Campo(
        chiave=dati["chiave"],
        etichetta=dati["etichetta"],
        aiuto=dati["aiuto"],
        tipo=dati["tipo"],
        multipla=dati["multipla"],
        scelte=_scelte(dati["scelte"]),
        righe_matrice=_scelte(matrice.get("righe", [])),
        colonne_matrice=_scelte(matrice.get("colonne", [])),
    )


def _scelte(voci: list[dict[str, str]]) -> tuple[Scelta, ...]:
    return tuple(Scelta(v["chiave"], v["etichetta"]) for v in voci)
