"""The form of an image."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from core.forms import ModuloItaliano


class FileImmagine(forms.FileField):
    """Takes the bytes of a file not larger than ``LIMITE_IMMAGINE_MB``; a larger one is never read."""

    def __init__(self, **altro: Any) -> None:
        super().__init__(**altro)
        self.widget.attrs["accept"] = ".png,.jpg,.jpeg"

    def to_python(self, data: Any) -> Any:
        """Return (name, bytes); raise ValidationError with a sentence."""
        file = cast("UploadedFile[bytes] | None", super().to_python(data))
        if file is None:
            return None
        nome = (file.name or "senza nome")[:150]
        massimo, byte = settings.LIMITE_IMMAGINE_MB, file.size or 0
        if byte > massimo * 1024 * 1024:
            raise forms.ValidationError(
                f"L'immagine «{nome}» è di {-(-byte // (1024 * 1024))} MB: il massimo è {massimo} MB. "
                "Non è stata caricata.",
                code="file",
            )
        return nome, bytes(file.read())


class ModuloImmagine(ModuloItaliano):
    """An image for the texts of a plan."""

    invio = "Carica l'immagine"

    file = FileImmagine(
        label="Immagine",
        help_text="PNG o JPEG. Il portale la riduce e le toglie luogo, data e altri dati che la macchina ci scrive.",
        error_messages={"required": "Scegli il file dell'immagine.", "empty": "Il file è vuoto: scegline un altro."},
    )
