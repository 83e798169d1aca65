"""The text of the act of recepimento and its rows; the settings of an ATS."""

from typing import Any, ClassVar

from django import forms

from core.forms import Italiano, ModuloItaliano
from recepimento.actions.atto import CAMPI_TESTO, Estremi
from recepimento.enums import TipoNorma
from recepimento.forms import giorno
from recepimento.models import AttoRecepimento, SchemaAtto

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
    dati_veri = forms.BooleanField(
        label="Questi dati sono veri",
        required=False,
        help_text="Adesso sono segnati come dati di esempio: spunta solo se li hai controllati tutti e il segno va tolto.",
    )

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
        if not self._di_esempio():
            self.togli("dati_veri")

    def _di_esempio(self) -> bool:
        return bool(self.instance.esempio)

    @property
    def esempio(self) -> bool | None:
        """False when somebody said that the data are true; None leaves the mark as it is."""
        return False if self.cleaned_data.get("dati_veri") else None

    @property
    def valori(self) -> dict[str, Any]:
        """The fields of the text, without the revision."""
        return {campo: self.cleaned_data[campo] for campo in CAMPI_TESTO}


class ModuloDatiAtto(ModuloTesto):
    """The text of one act, with the number and the day that another office gave to it."""

    numero_atto = forms.CharField(
        label="Numero dell'atto",
        max_length=60,
        required=False,
        help_text="Lo dà l'ufficio che numera gli atti: scrivilo prima di preparare la carta da firmare.",
    )
    giorno_atto = giorno(label="Data dell'atto", required=False)
    field_order = ("tipo", "numero_atto", "giorno_atto")

    def __init__(self, *args: Any, atto: AttoRecepimento, **kwargs: Any) -> None:
        self.atto = atto
        iniziali = {"numero_atto": atto.numero, "giorno_atto": atto.giorno}
        super().__init__(*args, instance=atto.testo, initial=iniziali, **kwargs)

    def _di_esempio(self) -> bool:
        return self.atto.esempio or super()._di_esempio()

    @property
    def estremi(self) -> Estremi:
        """Number and day, as typed."""
        return Estremi(self.cleaned_data["numero_atto"], self.cleaned_data["giorno_atto"])


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
