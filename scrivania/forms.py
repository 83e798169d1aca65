"""The form that takes memberships of Comuni."""

from typing import cast

from django.core.files.uploadedfile import UploadedFile

from core.forms import ModuloItaliano
from documenti.enums import TipoFile
from documenti.forms import FileControllato


class ModuloAppartenenze(ModuloItaliano):
    """A CSV of memberships."""

    invio = "Leggi il file"

    file = FileControllato(
        tipi={TipoFile.CSV},
        label="File CSV",
        help_text="Colonne: codice_ambito, istat, dal, al. Le date come 2025-01-31; vuote se non si sanno.",
    )

    def contenuto(self) -> bytes:
        """Return the bytes of the file."""
        return bytes(cast("UploadedFile[bytes]", self.cleaned_data["file"]).read())
