"""The form that takes memberships of Comuni."""

from core.forms import ModuloItaliano
from documenti.caricamenti import FileDaLeggere
from documenti.enums import TipoFile


class ModuloAppartenenze(ModuloItaliano):
    """A CSV of memberships; `cleaned_data["file"]` are its bytes."""

    invio = "Leggi il file"

    file = FileDaLeggere(
        atteso=TipoFile.CSV,
        label="File CSV",
        help_text="Colonne: codice_ambito, istat, dal, al. Le date come 2025-01-31; vuote se non si sanno.",
    )
