"""Forms about sheets that serve more than one plan."""

from typing import cast

from django import forms
from django.db.models import QuerySet

from ambiti.models import Ente
from core.forms import ModuloItaliano
from obiettivi.models import CampoScheda
from piani.forms.sezioni import CampoSezione
from piani.models import Sezione


class _Riga(forms.ModelMultipleChoiceField[CampoScheda]):
    def label_from_instance(self, obj: CampoScheda) -> str:
        return f"{obj.ordine}. {obj.etichetta}"


class ModuloPubblica(ModuloItaliano):
    """To whom a sheet is offered, and which of its rows they may write."""

    invio = "Pubblica questa versione"
    offerta_a = forms.ModelMultipleChoiceField(
        Ente.objects.none(),
        label="Ambiti a cui la offri",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Scegli almeno un Ambito."},
    )
    aperte = _Riga(
        CampoScheda.objects.none(),
        label="Righe che ogni Ambito può scrivere da sé",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Le altre restano come le scrivi tu, uguali per tutti.",
    )
    nota = forms.CharField(
        label="Che cosa è cambiato",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Lo legge chi ha già la versione di prima.",
    )

    def __init__(self, *args: object, ambiti: QuerySet[Ente], righe: QuerySet[CampoScheda], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelMultipleChoiceField[Ente]", self.fields["offerta_a"]).queryset = ambiti
        cast("forms.ModelMultipleChoiceField[CampoScheda]", self.fields["aperte"]).queryset = righe


class ModuloAdotta(ModuloItaliano):
    """Where an offered sheet goes in the plan, and with which code."""

    invio = "Adotta la scheda"
    sezione = CampoSezione(
        Sezione.objects.none(),
        label="Sezione del Piano",
        empty_label="scegli la sezione",
        error_messages={"required": "Scegli in quale sezione sta la scheda."},
    )
    codice = forms.CharField(
        label="Codice",
        max_length=20,
        help_text="Unico tra le schede dello stesso tipo del tuo Piano.",
        error_messages={"required": "Scrivi il codice della scheda."},
    )

    def __init__(self, *args: object, sezioni: QuerySet[Sezione], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Sezione]", self.fields["sezione"]).queryset = sezioni
