"""Which declarations can be computed: columns that are there, of a kind that adds up, never in a circle. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from piani.calcolo.conti import SOMMABILI


class CalcoloNonValido(ValueError):
    """A declaration that cannot be computed; the message says which column and why."""


def controlla_calcoli(colonne: Sequence[Mapping[str, Any]]) -> None:
    """Raise CalcoloNonValido for the first computed column that cannot be worked out."""
    per_chiave = {c["chiave"]: c for c in colonne}
    for colonna in colonne:
        if colonna.get("calcolo"):
            _controlla(colonna, per_chiave)
    _controlla_giri(per_chiave)


def _controlla(colonna: Mapping[str, Any], per_chiave: dict[str, Mapping[str, Any]]) -> None:
    calcolo, nome = colonna["calcolo"], colonna["titolo"]
    attese = {"quota": 1, "rapporto": 2}.get(calcolo["specie"])
    if attese and len(calcolo["colonne"]) != attese:
        raise CalcoloNonValido(f"La colonna «{nome}» si calcola da {attese} colonne.")
    if calcolo["specie"] == "rapporto" and not calcolo.get("per"):
        raise CalcoloNonValido(f"La colonna «{nome}» non dice per quanto si moltiplica.")
    for chiave in calcolo["colonne"]:
        usata = per_chiave.get(chiave)
        if usata is None:
            raise CalcoloNonValido(f"La colonna «{nome}» si calcola da una colonna che non c'è più («{chiave}»).")
        if usata["tipo"] not in SOMMABILI:
            raise CalcoloNonValido(
                f"La colonna «{nome}» si calcola da «{usata['titolo']}», che non è una colonna di numeri o di euro."
            )
    if colonna["tipo"] in ("testo", "anno"):
        raise CalcoloNonValido(f"La colonna «{nome}» si calcola: il suo tipo è numero, euro o percentuale.")


def _controlla_giri(per_chiave: dict[str, Mapping[str, Any]]) -> None:
    def visita(chiave: str, strada: tuple[str, ...]) -> None:
        if chiave in strada:
            raise CalcoloNonValido(f"La colonna «{per_chiave[chiave]['titolo']}» si calcola da sé stessa.")
        for altra in per_chiave[chiave].get("calcolo", {}).get("colonne", []):
            visita(altra, (*strada, chiave))

    for chiave in per_chiave:
        visita(chiave, ())
