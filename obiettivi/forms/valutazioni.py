"""The form of the evaluation of a part."""

from collections.abc import Mapping
from typing import cast

from django import forms
from django.db.models import QuerySet

from obiettivi.actions.valutazioni import DatiValutazione
from obiettivi.enums import Cambiamento
from obiettivi.forms.campi import ModuloElemento
from obiettivi.models import Azione, Scheda, Valutazione


class ModuloValutazione(ModuloElemento):
    """A part of an earlier objective: its actions, its degree, what changed."""

    invio = "Salva la valutazione"
    nome = forms.CharField(
        label="Parte o progetto",
        max_length=200,
        help_text="Per esempio il nome del progetto, o «Area anziani».",
        error_messages={"required": "Scrivi di quale parte o progetto si tratta."},
    )
    azioni = forms.ModelMultipleChoiceField(
        Azione.objects.none(),
        label="Azioni che ne fanno parte",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ogni azione sta in una parte sola: se la scegli qui, esce da quella dove sta.",
    )
    grado = forms.IntegerField(
        label="Grado (%)",
        required=False,
        min_value=0,
        max_value=100,
        help_text="Lascialo vuoto: se la scheda calcola il grado, vale quello delle azioni scelte.",
        error_messages={
            "min_value": "Il grado di raggiungimento sta tra 0 e 100.",
            "max_value": "Il grado di raggiungimento sta tra 0 e 100.",
            "invalid": "Scrivi il grado come numero intero tra 0 e 100.",
        },
    )
    grado_motivo = forms.CharField(
        label="Perché il grado non è quello calcolato", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    cambiamento = forms.ChoiceField(
        label="Ha portato un cambiamento positivo?",
        required=False,
        choices=[("", "non indicato"), *Cambiamento.choices],
    )
    nota = forms.CharField(label="Che cosa si è visto", required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: object, scheda: Scheda, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        prime: QuerySet[Azione] = scheda.azioni.filter(genitore=None).order_by("ordine")
        cast("forms.ModelMultipleChoiceField[Azione]", self.fields["azioni"]).queryset = prime
        self.helper.layout = self.helper.build_default_layout(self)

    @staticmethod
    def iniziali(valutazione: Valutazione) -> dict[str, object]:
        """Return the values of the row as it stands."""
        nomi = ("nome", "grado", "grado_motivo", "cambiamento", "nota", "revisione")
        return {nome: getattr(valutazione, nome) for nome in nomi} | {"azioni": list(valutazione.azioni.all())}

    def da_parte(self, valori: Mapping[str, object]) -> dict[str, object]:
        """Return the values that the history keeps; the actions in words, after the note."""
        azioni = self.leggibile("azioni", valori["azioni"])
        note = [str(valori["nota"] or ""), f"Azioni: {azioni}" if azioni else ""]
        nomi = ("nome", "grado", "grado_motivo", "cambiamento")
        return {**{nome: valori[nome] for nome in nomi}, "nota": "\n".join(filter(None, note))}

    def dati(self) -> DatiValutazione:
        """Return what was written."""
        d = self.cleaned_data
        nomi = ("nome", "grado", "grado_motivo", "cambiamento", "nota")
        return DatiValutazione(azioni=list(d["azioni"]), **{nome: d[nome] for nome in nomi})
