"""From the data of a table to its drawing."""

from collections.abc import Callable
from functools import partial

from piani.grafici.barre import disegna_barre
from piani.grafici.colonne import disegna_colonne
from piani.grafici.impilate import disegna_impilate
from piani.grafici.linee import disegna_linee
from piani.grafici.modello import DatiGrafico
from piani.grafici.organigramma import disegna_organigramma
from piani.grafici.piramide import disegna_piramide
from piani.grafici.svg import figura
from piani.grafici.torta import disegna_torta

NOMI = {
    "barre": "Grafico a barre",
    "barre_raggruppate": "Grafico a barre raggruppate",
    "colonne": "Grafico a barre verticali",
    "impilate": "Grafico a barre impilate",
    "impilate_cento": "Grafico a barre impilate in percentuale",
    "linee": "Grafico a linee",
    "torta": "Grafico a torta",
    "piramide": "Piramide della popolazione",
    "organigramma": "Organigramma",
}
_DISEGNI: dict[str, Callable[[DatiGrafico], tuple[str, float]]] = {
    "barre": disegna_barre,
    "barre_raggruppate": disegna_barre,
    "colonne": disegna_colonne,
    "impilate": partial(disegna_impilate, cento=False),
    "impilate_cento": partial(disegna_impilate, cento=True),
    "linee": disegna_linee,
    "torta": disegna_torta,
    "piramide": disegna_piramide,
    "organigramma": disegna_organigramma,
}


def descrizione(dati: DatiGrafico) -> str:
    """Return all the values in words, in the order of the drawing."""
    if dati.tipo == "organigramma":
        coppie = zip(dati.etichette, dati.serie[0].testi, strict=True)
        return "; ".join(f"{livello}: {organo}" for livello, organo in coppie) + "."
    frasi = []
    for serie in dati.serie:
        voci = "; ".join(f"{e}: {t or 'non disponibile'}" for e, t in zip(dati.etichette, serie.testi, strict=True))
        frasi.append(f"{serie.nome}. {voci}." if len(dati.serie) > 1 else f"{voci}.")
    return " ".join(frasi)


def disegna(dati: DatiGrafico) -> str:
    """Return the chart as SVG text. Without values there is nothing to draw: an empty text.

    Title and description carry every value, for screen readers and for the tagged PDF. Raises KeyError for an
    unknown `tipo`.
    """
    if not dati.etichette or not any(t for s in dati.serie for t in s.testi):
        return ""
    contenuto, altezza = _DISEGNI[dati.tipo](dati)
    titolo = f"{dati.titolo}. {NOMI[dati.tipo]}. {descrizione(dati)}"
    testo = dati.alternativo or f"{NOMI[dati.tipo]} con {len(dati.etichette)} voci."
    return figura(dati.chiave, titolo, testo, altezza, contenuto)
