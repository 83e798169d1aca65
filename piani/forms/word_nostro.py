"""The form that takes back a Word file of ours."""

import re
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.conf import settings

from core.forms import ModuloItaliano
from piani.actions.struttura import Dove, colloca_sezioni
from piani.models import Piano
from utenti.models import Utente

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http import QueryDict


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


_MOSSA = re.compile(r"([-\w]+) (prima|dopo|dentro) ([-\w]+)", re.ASCII)


class ModuloSpostaComeNelFile(forms.Form):
    """The moves that the page has proposed, `mossa` as many times as they are: «contesto prima esiti»."""

    indice = forms.CharField(max_length=16)

    def clean(self) -> dict[str, Any]:
        """Read the moves: at least one, each whole."""
        puliti: dict[str, Any] = super().clean() or {}
        trovate = [_MOSSA.fullmatch(m) for m in cast("QueryDict", self.data).getlist("mossa")]
        if not trovate or None in trovate:
            raise forms.ValidationError("Mancano le sezioni da spostare.")
        return {**puliti, "mosse": [cast("tuple[str, Dove, str]", m.groups()) for m in trovate if m]}

    def save(self, piano: Piano, *, autore: Utente) -> int:
        """Move the sections, and return how many. Raises as `colloca_sezioni`."""
        c = self.cleaned_data
        return len(colloca_sezioni(piano, c["mosse"], indice=c["indice"], autore=autore))
