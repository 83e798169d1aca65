"""What to print."""

from django import forms
from django.http import QueryDict

from obiettivi.enums import Specie
from piani.carta import PARTE_ACCORDO
from piani.models import Piano


def _detto(specie: str, triennio: str) -> str:
    return f"esito {triennio}" if specie == Specie.ESITO else "obiettivo"


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
        voci = piano.voci.order_by("ordine").values_list(
            "specie", "codice", "scheda__intestazione", "scheda__triennio__codice"
        )
        schede = [(f"{s}:{codice}", f"{codice} ({_detto(s, anni)}): {titolo}") for s, codice, titolo, anni in voci]
        campo = self.fields["scheda"]
        if isinstance(campo, forms.ChoiceField):
            interi = [("", "Tutto il Piano"), (PARTE_ACCORDO, "Solo l'Accordo di Programma")]
            campo.choices = [*interi, *([("Solo una scheda", schede)] if schede else [])]
