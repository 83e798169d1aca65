"""The form of a funding line."""

from collections.abc import Mapping
from typing import cast

from crispy_forms.layout import Div, Field, Fieldset, Layout
from django import forms
from django.db.models import QuerySet

from ambiti.models import Ente
from obiettivi.actions.risorse import DatiRisorsa
from obiettivi.enums import Natura, PeriodoRisorsa, Precisione
from obiettivi.forms.campi import CampoDecimale, ModuloElemento
from obiettivi.models import FonteFinanziamento, LineaRisorsa

_IN_PAROLE = (("fonti", "Fonti"), ("condivisa_con", "Condivisa con"))


class ModuloRisorsa(ModuloElemento):
    """A funding line; `enti` are the bodies that may share it."""

    invio = "Salva la risorsa"
    importo = CampoDecimale(
        label="Importo in euro",
        decimali=2,
        esempio="1.300.000,00",
        help_text="Per esempio 1.300.000,00. Lascialo vuoto se non si conosce.",
    )
    precisione = forms.ChoiceField(label="Quanto è sicuro", choices=Precisione.choices)
    periodo = forms.ChoiceField(label="Che cosa copre", choices=PeriodoRisorsa.choices)
    anno = forms.IntegerField(
        label="Anno",
        required=False,
        min_value=2000,
        max_value=2100,
        help_text="Solo se l'importo è di un anno preciso.",
        error_messages={
            "min_value": "Scrivi un anno di quattro cifre, come 2026.",
            "max_value": "Scrivi un anno di quattro cifre, come 2026.",
            "invalid": "Scrivi un anno di quattro cifre, come 2026.",
        },
    )
    natura = forms.ChoiceField(label="Pubblica o privata", choices=Natura.choices)
    fino_al = forms.DateField(
        label="Disponibile fino al",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "Scrivi una data che esiste, come 31/03/2026."},
    )
    fonti = forms.ModelMultipleChoiceField(
        FonteFinanziamento.objects.all(), label="Fonti", required=False, widget=forms.CheckboxSelectMultiple
    )
    condivisa = forms.BooleanField(
        label="È una somma condivisa con altri enti",
        required=False,
        help_text="Una somma condivisa sta nel Piano di più Ambiti: nei totali si conta una volta sola.",
    )
    condivisa_con = forms.ModelMultipleChoiceField(
        Ente.objects.none(), label="Condivisa con", required=False, widget=forms.CheckboxSelectMultiple
    )
    nota = forms.CharField(label="Nota", required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: object, enti: QuerySet[Ente], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        campo = cast("forms.ModelMultipleChoiceField[Ente]", self.fields["condivisa_con"])
        campo.queryset = enti
        self.helper.layout = Layout(
            "revisione",
            Div(*[self._stretto(n) for n in ("importo", "precisione", "natura")], css_class="row"),
            Div(*[self._stretto(n) for n in ("periodo", "anno", "fino_al")], css_class="row"),
            "fonti",
            Fieldset("Con chi è condivisa", "condivisa", "condivisa_con"),
            "nota",
        )

    @staticmethod
    def _stretto(nome: str) -> Div:
        return Div(Field(nome), css_class="col-12 col-md-4")

    @staticmethod
    def iniziali(linea: LineaRisorsa) -> dict[str, object]:
        """Return the values of the row as it stands."""
        nomi = ("importo", "precisione", "periodo", "anno", "natura", "fino_al", "condivisa", "nota", "revisione")
        valori = {nome: getattr(linea, nome) for nome in nomi}
        return valori | {"fonti": list(linea.fonti.all()), "condivisa_con": list(linea.condivisa_con.all())}

    def da_parte(self, valori: Mapping[str, object]) -> dict[str, object]:
        """Return the values that the history keeps; sources and bodies in words, after the note."""
        nomi = ("importo", "precisione", "periodo", "anno", "natura", "fino_al", "condivisa")
        altri = [(etichetta, self.leggibile(nome, valori[nome])) for nome, etichetta in _IN_PAROLE]
        note = [str(valori["nota"] or ""), *(f"{etichetta}: {parole}" for etichetta, parole in altri if parole)]
        return {**{nome: valori[nome] for nome in nomi}, "nota": "\n".join(filter(None, note))}

    def dati(self) -> DatiRisorsa:
        """Return what was written."""
        d = self.cleaned_data
        nomi = ("importo", "natura", "periodo", "anno", "precisione", "condivisa", "fino_al", "nota")
        return DatiRisorsa(
            fonti=list(d["fonti"]), condivisa_con=list(d["condivisa_con"]), **{nome: d[nome] for nome in nomi}
        )
