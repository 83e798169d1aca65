"""What a look at a spreadsheet's XML says before its values are read: how large it is, what is merged, computed, per cent."""

from dataclasses import dataclass, field

from django.conf import settings

from core.formati import numero


@dataclass
class Esame:
    """What a look at a sheet's XML says, before its values are read."""

    righe: int = 0
    colonne: int = 0
    celle: int = 0
    unite: list[tuple[int, int, int, int]] = field(default_factory=list)
    formule: list[tuple[int, int]] = field(default_factory=list)
    senza_valore: list[tuple[int, int]] = field(default_factory=list)
    percentuali: set[tuple[int, int]] = field(default_factory=set)

    def conta(self, riga: int, colonna: int, volte: int = 1) -> None:
        """Count cells that hold something."""
        self.righe, self.colonne = max(self.righe, riga + 1), max(self.colonne, colonna + 1)
        self.celle += volte

    def rifiuto(self, nome: str) -> str:
        """Return why the sheet is too large; empty when it is not."""
        limiti = (
            (self.righe, settings.LIMITE_FOGLIO_RIGHE, "righe"),
            (self.colonne, settings.LIMITE_FOGLIO_COLONNE, "colonne"),
            (max(self.celle, self.righe * self.colonne), settings.LIMITE_FOGLIO_CELLE, "celle"),
        )
        for quante, massimo, che_cosa in limiti:
            if quante > massimo:
                return (
                    f"Il foglio «{nome}» ha più di {numero(massimo)} {che_cosa}, che è il massimo. Tieni solo quello che "
                    "serve alla tabella, oppure riassumilo, e riprova."
                )
        return ""
