"""Forms about a sheet's place in the plan."""

from typing import cast

from django import forms
from django.db.models import QuerySet

from core.forms import ModuloItaliano
from obiettivi.models import FormatoScheda
from piani.forms.sezioni import CampoSezione
from piani.models import Sezione


class ModuloNuovaScheda(ModuloItaliano):
    """A new sheet: where, which format, its code and title. `sezioni` are those the person may write."""

    invio = "Crea la scheda"
    sezione = CampoSezione(
        Sezione.objects.none(),
        label="Sezione del Piano",
        empty_label="scegli la sezione",
        error_messages={"required": "Scegli in quale sezione sta la scheda."},
    )
    formato = forms.ModelChoiceField(
        FormatoScheda.objects.order_by("pk"),
        label="Formato",
        empty_label="scegli il formato",
        error_messages={"required": "Scegli il formato della scheda."},
    )
    codice = forms.CharField(
        label="Codice",
        max_length=20,
        help_text="Unico tra le schede dello stesso tipo: per esempio A, 12 o LEPS-SAD.",
        error_messages={"required": "Scrivi il codice della scheda."},
    )
    intestazione = forms.CharField(
        label="Titolo sopra la scheda",
        max_length=400,
        error_messages={"required": "Scrivi il titolo della scheda."},
    )

    def __init__(self, *args: object, sezioni: QuerySet[Sezione], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Sezione]", self.fields["sezione"]).queryset = sezioni


class ModuloCollocazione(ModuloItaliano):
    """Another section for a sheet."""

    invio = "Sposta la scheda"
    sezione = CampoSezione(
        Sezione.objects.none(),
        label="Sezione del Piano",
        empty_label="scegli la sezione",
        error_messages={"required": "Scegli in quale sezione spostarla."},
    )

    def __init__(self, *args: object, sezioni: QuerySet[Sezione], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Sezione]", self.fields["sezione"]).queryset = sezioni
