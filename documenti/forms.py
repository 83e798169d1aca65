"""A form field for files, decided by their content."""

from collections.abc import Collection
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile

from documenti.archivio import controlla, controlla_dimensione
from documenti.enums import TipoFile
from documenti.exceptions import FileRifiutato


class FileControllato(forms.FileField):
    """Takes a file of one of `tipi`, not larger than ``LIMITE_FILE_MB``; the name's ending counts for nothing.

    The cleaned value is the uploaded file, read from its start again, with `content_type` set to the true kind.
    """

    def __init__(self, *, tipi: Collection[TipoFile], **altro: Any) -> None:
        self.tipi = frozenset(tipi)
        super().__init__(**altro)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Let the browser offer the right files first."""
        return {**super().widget_attrs(widget), "accept": ",".join(sorted(self.tipi))}

    def to_python(self, data: Any) -> "UploadedFile[Any] | None":
        """Raise ValidationError with the sentence of FileRifiutato."""
        file = cast("UploadedFile[Any] | None", super().to_python(data))
        if file is None:
            return None
        nome = file.name or "senza nome"
        try:
            controlla_dimensione(file.size or 0, nome=nome)
            file.content_type = controlla(file.read(), nome=nome, tipi=self.tipi).value
        except FileRifiutato as rifiuto:
            raise forms.ValidationError(str(rifiuto), code="file") from rifiuto
        file.seek(0)
        return file
