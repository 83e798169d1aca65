"""The form of a comment, and the filter of the list."""

from typing import ClassVar

import django_filters
from django import forms
from django.db.models import QuerySet

from core.forms import ModuloItaliano, ModuloRicerca
from piani.actions.commenti import MASSIMO_CARATTERI
from piani.models import Commento


class ModuloCommento(ModuloItaliano):
    """A comment on a part; it changes no text."""

    invio = "Lascia il commento"

    testo = forms.CharField(
        label="Il tuo commento",
        max_length=MASSIMO_CARATTERI,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    citazione = forms.CharField(
        label="Il passo di cui parli",
        required=False,
        max_length=MASSIMO_CARATTERI,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Copia qui la frase, se il commento riguarda un punto preciso.",
    )

    def __init__(self, *args: object, da_ufficio: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        chi = "gli uffici che lavorano al Piano" if da_ufficio else "gli uffici del Piano e chi siede ai suoi tavoli"
        self.fields["testo"].help_text = f"Lo leggono {chi}. Il testo del Piano non cambia."


class FiltroCommenti(django_filters.FilterSet):  # type: ignore[misc]  # the library ships no types
    """Comments by what they say, and by whether they are settled."""

    q = django_filters.CharFilter(
        label="Parole del commento", field_name="testo", lookup_expr="icontains", max_length=100
    )
    aperti = django_filters.ChoiceFilter(
        label="Quali",
        method="filtra_aperti",
        choices=[("si", "Da risolvere"), ("no", "Risolti")],
        empty_label="Tutti",
    )

    class Meta:
        model = Commento
        form = ModuloRicerca
        fields: ClassVar[list[str]] = []

    def filtra_aperti(self, righe: "QuerySet[Commento]", campo: str, scelta: str) -> "QuerySet[Commento]":
        """Keep those to settle, or those settled."""
        return righe.filter(risolto_il__isnull=scelta == "si")
