"""The form of an indicator: a group of fields for each year, and one for the triennium."""

from collections.abc import Iterable, Mapping
from typing import cast

from crispy_forms.layout import Div, Field, Fieldset, Layout
from django import forms

from leps.enums import TipoBersaglio, Unita
from leps.models import Indicatore as IndicatoreRegionale
from obiettivi.actions.indicatori import Atteso, DatiIndicatore
from obiettivi.forms.campi import CampoDecimale, ModuloElemento
from obiettivi.models import Azione, Indicatore, Scheda

TRIENNIO = "triennio"
_LETTURE = [("", "non indicato"), *TipoBersaglio.choices]


def chiave_anno(anno: int | None) -> str:
    """Return how a year is named in the fields: its digits, or "triennio"."""
    return TRIENNIO if anno is None else str(anno)


class ModuloIndicatore(ModuloElemento):
    """An indicator of a phase; `fase` is the row's, and does not change."""

    invio = "Salva l'indicatore"
    testo = forms.CharField(
        label="Indicatore",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Scrivi che cosa si misura."},
    )
    azione = forms.ModelChoiceField(
        Azione.objects.none(), label="Azione che misura", required=False, empty_label="nessuna in particolare"
    )
    numero = forms.CharField(label="Numero", max_length=10, required=False, help_text="Per esempio 2.1.")
    unita = forms.ChoiceField(label="Unità di misura", choices=Unita.choices)
    formula = forms.CharField(label="Come si calcola", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    base_valore = CampoDecimale(label="Valore di partenza")
    base_anno = forms.IntegerField(
        label="Anno di partenza",
        required=False,
        min_value=2000,
        max_value=2100,
        error_messages={
            "min_value": "Scrivi un anno di quattro cifre, come 2024.",
            "max_value": "Scrivi un anno di quattro cifre, come 2024.",
            "invalid": "Scrivi un anno di quattro cifre, come 2024.",
        },
    )
    base_testo = forms.CharField(label="Partenza, a parole", max_length=200, required=False)
    regionale = forms.ModelChoiceField(
        IndicatoreRegionale.objects.none(),
        label="Indicatore regionale LEPS",
        required=False,
        empty_label="nessuno",
        help_text="I valori attesi della Regione restano quelli della Regione: qui scrivi i tuoi.",
    )

    def __init__(self, *args: object, scheda: Scheda, fase: str, anni: Iterable[int], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fase = fase
        self.anni: list[int | None] = [None, *anni]
        azioni = cast("forms.ModelChoiceField[Azione]", self.fields["azione"])
        regionali = cast("forms.ModelChoiceField[IndicatoreRegionale]", self.fields["regionale"])
        azioni.queryset = scheda.azioni.order_by("ordine")
        regionali.queryset = IndicatoreRegionale.objects.select_related("leps").order_by("leps__ordine", "ordine")
        gruppi = [self._campi_anno(anno) for anno in self.anni]
        self.helper.layout = Layout(
            "revisione",
            "testo",
            Div(*[self._stretto(n) for n in ("azione", "numero", "unita")], css_class="row"),
            "formula",
            Fieldset(
                "Da dove si parte",
                Div(*[self._stretto(n) for n in ("base_valore", "base_anno", "base_testo")], css_class="row"),
            ),
            *gruppi,
            "regionale",
        )

    def _campi_anno(self, anno: int | None) -> Fieldset:
        chiave = chiave_anno(anno)
        quando = "nel triennio" if anno is None else f"nel {anno}"
        self.fields[f"tipo_{chiave}"] = forms.ChoiceField(
            label=f"Come si legge {quando}", choices=_LETTURE, required=False
        )
        self.fields[f"valore_{chiave}"] = CampoDecimale(label=f"Valore {quando}")
        self.fields[f"testo_{chiave}"] = forms.CharField(label=f"A parole {quando}", required=False)
        titolo = "Atteso per l'intero triennio" if anno is None else f"Atteso per il {anno}"
        nomi = (f"tipo_{chiave}", f"valore_{chiave}", f"testo_{chiave}")
        return Fieldset(titolo, Div(*[self._stretto(n) for n in nomi], css_class="row"), css_class="anno-atteso")

    @staticmethod
    def _stretto(nome: str) -> Div:
        return Div(Field(nome), css_class="col-12 col-md-4")

    def clean(self) -> dict[str, object]:
        """Ask how a value is read, where one is given."""
        puliti = super().clean()
        for anno in self.anni:
            chiave = chiave_anno(anno)
            scritto = puliti.get(f"valore_{chiave}") is not None or puliti.get(f"testo_{chiave}")
            if scritto and not puliti.get(f"tipo_{chiave}"):
                self.add_error(f"tipo_{chiave}", "Scegli come si legge il valore che hai scritto.")
        return puliti

    @staticmethod
    def iniziali(indicatore: Indicatore) -> dict[str, object]:
        """Return the values of the row as it stands."""
        nomi = ("testo", "azione", "numero", "unita", "formula", "base_valore", "base_anno", "base_testo", "regionale")
        valori = {nome: getattr(indicatore, nome) for nome in (*nomi, "revisione")}
        for atteso in indicatore.attesi.all():
            chiave = chiave_anno(atteso.anno)
            valori |= {
                f"tipo_{chiave}": atteso.tipo,
                f"valore_{chiave}": atteso.valore,
                f"testo_{chiave}": atteso.testo,
            }
        return valori

    def da_parte(self, valori: Mapping[str, object]) -> dict[str, object]:
        """Return the values that the history keeps; the expected ones in words, after the indicator's."""
        attesi = [self._atteso(chiave_anno(anno), valori) for anno in self.anni]
        azione, regionale = cast("Azione | None", valori["azione"]), cast("Indicatore | None", valori["regionale"])
        nomi = ("numero", "unita", "formula", "base_valore", "base_anno", "base_testo")
        return {
            **{nome: valori[nome] for nome in nomi},
            "testo": "\n".join([str(valori["testo"]), *filter(None, attesi)]),
            "azione_id": azione.pk if azione else None,
            "regionale_id": regionale.pk if regionale else None,
        }

    def _atteso(self, chiave: str, valori: Mapping[str, object]) -> str:
        nomi = (f"tipo_{chiave}", f"valore_{chiave}", f"testo_{chiave}")
        parole = [self.leggibile(nome, valori.get(nome)) for nome in nomi if valori.get(nome) not in (None, "")]
        return f"Atteso ({chiave}): {' '.join(parole)}" if parole else ""

    def dati(self) -> DatiIndicatore:
        """Return what was written."""
        d = self.cleaned_data
        attesi = []
        for anno in self.anni:
            chiave = chiave_anno(anno)
            if d[f"tipo_{chiave}"]:
                attesi.append(Atteso(anno, d[f"tipo_{chiave}"], d[f"valore_{chiave}"], d[f"testo_{chiave}"]))
        nomi = ("testo", "azione", "numero", "unita", "formula", "base_valore", "base_anno", "base_testo", "regionale")
        return DatiIndicatore(fase=self.fase, attesi=tuple(attesi), **{nome: d[nome] for nome in nomi})
