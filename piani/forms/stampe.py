"""What to print."""

from django import forms
from django.http import QueryDict

from piani.models import Piano


class ModuloStampa(forms.Form):
    """The whole plan, or one sheet."""

    scheda = forms.ChoiceField(
        label="Che cosa stampare",
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"invalid_choice": "Nel Piano non c'è questa scheda. Non è stato stampato nulla."},
    )

    def __init__(self, piano: Piano, dati: QueryDict | None = None) -> None:
        super().__init__(dati)
        voci = piano.voci.order_by("ordine").values_list("specie", "codice", "scheda__intestazione")
        schede = [(f"{specie}:{codice}", f"{codice} – {titolo}") for specie, codice, titolo in voci]
        campo = self.fields["scheda"]
        if isinstance(campo, forms.ChoiceField):
            campo.choices = [("", "Tutto il Piano"), *([("Solo una scheda", schede)] if schede else [])]
