"""The form that takes a Word file, for a plan that is not there yet, or is empty."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from ambiti.models import Ambito
from core.forms import ModuloItaliano
from documenti.caricamenti import Caricato
from documenti.enums import TipoFile
from documenti.exceptions import FileRifiutato
from documenti.ooxml import MB, TipoOffice, apri_office
from obiettivi.models import Triennio
from piani.forms.creazione import SceltaAmbito
from utenti.models import Utente
from utenti.permissions import ambiti_di
from utenti.roles import Permesso


class FileWord(forms.FileField):
    """Takes a .docx told by its content; the cleaned value is a `Caricato`. Nothing of it is parsed yet."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Let the browser offer the right files first."""
        return {**super().widget_attrs(widget), "accept": ".docx"}

    def to_python(self, data: Any) -> Any:
        """Return a Caricato; raise ValidationError with the sentence of `apri_office`."""
        file = cast("UploadedFile[bytes] | None", super().to_python(data))
        if file is None:
            return None
        nome = (file.name or "senza nome")[:150]
        if (file.size or 0) > settings.LIMITE_OFFICE_MB * MB:
            frase = f"Il file «{nome}» è troppo grande: qui il massimo è {settings.LIMITE_OFFICE_MB} MB."
            raise forms.ValidationError(f"{frase} Non è cambiato nulla.", code="file")
        contenuto = bytes(file.read())
        try:
            apri_office(contenuto, tipo=TipoOffice.DOCX, nome=nome)
        except FileRifiutato as rifiuto:
            raise forms.ValidationError(str(rifiuto), code="file") from rifiuto
        return Caricato(nome, contenuto, frozenset({TipoFile.ZIP}))


class ModuloImportaWord(ModuloItaliano):
    """Ambito and triennium, as for a new plan, and the file."""

    invio = "Leggi il file"

    ambito = SceltaAmbito(queryset=Ambito.objects.none(), label="Ambito", empty_label=None)
    triennio = forms.ModelChoiceField(queryset=Triennio.objects.none(), label="Triennio", empty_label=None)
    file = FileWord(
        label="Piano in Word",
        help_text="Un file .docx. Se hai un .doc, o un file con la password, aprilo con Word e salvalo come .docx.",
    )

    def __init__(self, *args: object, utente: Utente, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        ambiti = ambiti_di(utente, Permesso.CREARE_PIANO).select_related("ente").order_by("ente__nome")
        self.fields["ambito"].queryset = ambiti  # type: ignore[attr-defined]  # a choice field
        trienni = Triennio.objects.exclude(voci_formato=None).distinct()
        self.fields["triennio"].queryset = trienni  # type: ignore[attr-defined]  # a choice field
