"""The text of the act of recepimento and its rows; the settings of an ATS."""

from typing import Any, ClassVar

from django import forms

from core.forms import Italiano, ModuloItaliano
from recepimento.actions.atto import CAMPI_TESTO
from recepimento.enums import TipoNorma
from recepimento.forms import giorno
from recepimento.models import SchemaAtto

GENERI = {
    "pareri": ("Pareri", "un parere", "Chi dà il parere, con l'articolo: «il Direttore Sanitario»."),
    "norme": ("Leggi e delibere richiamate", "un atto", "Le leggi e le delibere che aprono l'atto, in ordine."),
    "riunioni": (
        "Cabina di Regia Integrata",
        "una riunione",
        "Le riunioni in cui la programmazione è stata condivisa, con il repertorio del verbale.",
    ),
}


class ModuloTesto(Italiano, forms.ModelForm[SchemaAtto]):
    """The fields of the text. Nothing is obligatory: what is missing stays a gap of the draft."""

    revisione = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = SchemaAtto
        fields: ClassVar[list[str]] = [*CAMPI_TESTO]
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "oneri": forms.Textarea(attrs={"rows": 2}),
            "nota_il": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["revisione"].initial = self.instance.revisione

    @property
    def valori(self) -> dict[str, Any]:
        """The fields of the text, without the revision."""
        return {campo: self.cleaned_data[campo] for campo in CAMPI_TESTO}


class ModuloAts(ModuloTesto):
    """The settings of an ATS: the usual text, and whether it wants the assenso first."""

    assenso_prima = forms.BooleanField(
        label="L'ATS vuole dare l'assenso prima dell'Assemblea",
        required=False,
        help_text="Se no, l'Assemblea può approvare un Piano che l'ATS non ha ancora verificato.",
    )
    field_order = ("assenso_prima",)


class ModuloParere(ModuloItaliano):
    """An opinion."""

    ruolo = forms.CharField(label="Ruolo", max_length=150, help_text="Con l'articolo: «il Direttore Sanitario».")
    ufficio = forms.CharField(label="Ufficio", max_length=150, required=False)


class ModuloNorma(ModuloItaliano):
    """An act recalled."""

    tipo = forms.ChoiceField(label="Tipo", choices=TipoNorma.choices)
    numero = forms.CharField(label="Numero", max_length=40)
    giorno = giorno(label="Data")
    titolo = forms.CharField(label="Titolo", max_length=400)


class ModuloRiunione(ModuloItaliano):
    """A meeting."""

    giorno = giorno(label="Data")
    verbale = forms.CharField(label="Repertorio del verbale", max_length=60, required=False)
    argomento = forms.CharField(label="Argomento", max_length=300)


MODULI: dict[str, type[ModuloItaliano]] = {"pareri": ModuloParere, "norme": ModuloNorma, "riunioni": ModuloRiunione}


def insieme_di_righe(genere: str, dati: Any, iniziali: list[dict[str, Any]]) -> "forms.BaseFormSet[ModuloItaliano]":
    """Return the rows of one kind as a set of forms: those there are, two empty ones, each with its place."""
    classe = forms.formset_factory(MODULI[genere], extra=2, can_delete=True, can_order=True, max_num=60)
    return classe(dati, initial=iniziali, prefix=genere)


def righe_scritte(insieme: "forms.BaseFormSet[ModuloItaliano]", genere: str) -> list[dict[str, Any]]:
    """Return the rows to keep, in their order."""
    campi = list(MODULI[genere].base_fields)
    return [{c: f.cleaned_data[c] for c in campi} for f in insieme.ordered_forms]
