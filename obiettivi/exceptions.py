"""Refusals about sheets."""

from core.exceptions import DatiNonValidi


class SchedaNonVuota(DatiNonValidi):
    """A sheet that holds something cannot be deleted."""

    def __init__(self, righe: int) -> None:
        quante = "una riga compilata" if righe == 1 else f"{righe} righe compilate"
        super().__init__(
            f"Questa scheda ha {quante}: si elimina solo una scheda vuota. Svuota prima le righe, oppure spostala. "
            "Non è cambiato nulla."
        )
