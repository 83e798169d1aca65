"""Forms of the import of a table: the file, then what to do with what was understood."""

import json
from dataclasses import asdict
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from core.forms import ModuloItaliano
from documenti.exceptions import FileRifiutato
from documenti.fogli import Cartella, Foglio, leggi_foglio
from piani.models import Sezione

NUOVA = ""


class CampoFoglio(forms.FileField):
    """Takes a spreadsheet or a .csv; the cleaned value is a `Cartella`, already read and checked."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Let the browser offer the right files first."""
        return {**super().widget_attrs(widget), "accept": ".xlsx,.ods,.csv"}

    def to_python(self, data: Any) -> Any:
        """Return the Cartella; raise ValidationError with the sentence of FileRifiutato."""
        file = cast("UploadedFile[bytes] | None", super().to_python(data))
        if file is None:
            return None
        nome = (file.name or "senza nome")[:150]
        if (file.size or 0) > settings.LIMITE_FOGLIO_MB * 1024 * 1024:
            raise forms.ValidationError(
                f"Il file «{nome}» è di {-(-(file.size or 0) // 1024 // 1024)} MB: qui il massimo è "
                f"{settings.LIMITE_FOGLIO_MB} MB. Non è cambiato nulla.",
                code="file",
            )
        try:
            return leggi_foglio(bytes(file.read()), nome=nome)
        except FileRifiutato as rifiuto:
            raise forms.ValidationError(str(rifiuto), code="file") from rifiuto


class ModuloFile(ModuloItaliano):
    """The file to read."""

    invio = "Leggi il file"

    file = CampoFoglio(
        label="File",
        help_text="Un foglio di calcolo (.xlsx di Excel, .ods di LibreOffice) oppure un .csv. Nulla si salva adesso.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.attrs = {**self.helper.attrs, "enctype": "multipart/form-data"}


class ModuloConferma(ModuloItaliano):
    """What to do with the table that was understood: sheet, rows of headings, where it goes."""

    foglio = forms.TypedChoiceField(label="Foglio", coerce=int)
    testate = forms.TypedChoiceField(
        label="Righe di intestazione",
        choices=[("", "Decidi tu"), ("0", "Nessuna"), ("1", "Una"), ("2", "Due, la prima fa da gruppo")],
        coerce=int,
        empty_value=None,
        required=False,
    )
    dove = forms.ChoiceField(label="Che cosa ne facciamo")
    titolo = forms.CharField(label="Titolo della tabella nuova", max_length=300, required=False)

    def __init__(self, *args: Any, cartella: Cartella, sezione: Sezione, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.form_tag = False
        self.helper.inputs = []
        self.helper.disable_csrf = True
        fogli = [(i, f.nome) for i, f in enumerate(cartella.fogli) if not f.rifiuto]
        cast("forms.ChoiceField", self.fields["foglio"]).choices = fogli
        if len(fogli) == 1:
            self.fields["foglio"].widget = forms.HiddenInput()
        scelte = [(NUOVA, "Una tabella nuova in questa sezione")]
        for chiave, titolo in sezione.tabelle.filter(dati=None).order_by("ordine").values_list("chiave", "titolo"):
            scelte.append((f"sostituisci:{chiave}", f"Al posto delle righe di «{titolo}»"))
            scelte.append((f"aggiungi:{chiave}", f"In fondo alle righe di «{titolo}»"))
        self.fields["dove"].required = False
        cast("forms.ChoiceField", self.fields["dove"]).choices = scelte


def in_json(cartella: Cartella) -> bytes:
    """Return what was read of a file as bytes to keep between the two steps."""
    return json.dumps(asdict(cartella), ensure_ascii=False).encode()


def da_json(contenuto: bytes) -> Cartella:
    """Return what `in_json` has kept."""
    dati = json.loads(contenuto)
    fogli = [
        Foglio(
            f["nome"],
            f["righe"],
            [tuple(u) for u in f["unite"]],
            [tuple(c) for c in f["formule"]],
            [tuple(c) for c in f["senza_valore"]],
            f["rifiuto"],
        )
        for f in dati["fogli"]
    ]
    return Cartella(dati["nome"], fogli, dati["avvisi"])
