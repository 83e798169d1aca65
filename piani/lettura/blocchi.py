"""A published block read alone, before it is in a plan."""

from core.canonico import Json
from piani.enums import SpecieTabella
from piani.lettura.modello import TabellaLetta
from piani.lettura.tabelle import leggi_tabella
from piani.lettura.testo import html


def leggi_tabella_sola(contenuto: Json) -> TabellaLetta:
    """Return what a published table says as a plan would read it, without a number."""
    canonica = {**contenuto, "chiave": "anteprima", "specie": SpecieTabella.TABELLA, "grafico": ""}
    return leggi_tabella(canonica, "Tabella")


def leggi_testo_solo(contenuto: Json) -> str:
    """Return the words of a published text, ready for the page."""
    return html(contenuto["testo"], 3)
