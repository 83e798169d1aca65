"""The form of the block "Dati della scheda"."""

from django import forms

from leps.models import Leps
from obiettivi.actions.schede import DatiScheda
from obiettivi.forms.campi import ModuloElemento
from obiettivi.models import Macroarea, Scheda


class ModuloTestata(ModuloElemento):
    """Heading, areas, LEPS and marks of a sheet."""

    invio = "Salva i dati"
    intestazione = forms.CharField(
        label="Titolo sopra la scheda",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Scrivi il titolo della scheda."},
    )
    descrizione = forms.CharField(
        label="Descrizione", required=False, widget=forms.Textarea(attrs={"rows": 4, "data-editor": ""})
    )
    macroaree = forms.ModelMultipleChoiceField(
        Macroarea.objects.all(), label="Macroaree", required=False, widget=forms.CheckboxSelectMultiple
    )
    trasversale = forms.BooleanField(label="Obiettivo trasversale a tutte le macroaree", required=False)
    prioritario = forms.BooleanField(label="Obiettivo prioritario", required=False)
    leps = forms.ModelMultipleChoiceField(
        Leps.objects.all(), label="LEPS perseguiti", required=False, widget=forms.CheckboxSelectMultiple
    )

    @staticmethod
    def iniziali(scheda: Scheda) -> dict[str, object]:
        """Return the values of the block as it stands."""
        nomi = ("intestazione", "descrizione", "trasversale", "prioritario", "revisione")
        valori = {nome: getattr(scheda, nome) for nome in nomi}
        return valori | {"macroaree": list(scheda.macroaree.all()), "leps": list(scheda.leps.all())}

    def dati(self) -> DatiScheda:
        """Return what was written."""
        d = self.cleaned_data
        return DatiScheda(
            intestazione=d["intestazione"],
            descrizione=d["descrizione"],
            prioritario=d["prioritario"],
            trasversale=d["trasversale"],
            macroaree=list(d["macroaree"]),
            leps=list(d["leps"]),
        )
