"""The form that takes back a Word file of ours."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings

from core.forms import ModuloItaliano

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class ModuloConfrontaWord(ModuloItaliano):
    """A file downloaded with «Scarica in Word»; `cleaned_data["file"]` are its bytes, not looked at yet."""

    invio = "Confronta"

    file = forms.FileField(
        label="File di Word",
        help_text="Il file scaricato con «Scarica in Word» e poi corretto.",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )

    def clean_file(self) -> bytes:
        """Return the bytes. Raises ValidationError for a file out of measure, before it is read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > settings.LIMITE_OFFICE_MB * 1024 * 1024:
            raise forms.ValidationError(
                f"Il file è troppo grande: il massimo è {settings.LIMITE_OFFICE_MB} MB. Non è cambiato nulla."
            )
        return bytes(file.read())
