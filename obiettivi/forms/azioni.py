"""The form of an action."""

from collections.abc import Mapping

from django import forms

from obiettivi.actions.azioni import DatiAzione
from obiettivi.forms.campi import ModuloElemento
from obiettivi.models import Azione


class ModuloAzione(ModuloElemento):
    """An action; `con_realizzazione` adds how far it got, for outcome sheets."""

    invio = "Salva l'azione"
    testo = forms.CharField(
        label="Azione",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Scrivi che cosa si farà."},
    )
    numero = forms.CharField(
        label="Numero", max_length=10, required=False, help_text="Lascialo vuoto: lo mette il portale secondo l'ordine."
    )
    testo_modalita = forms.CharField(
        label="Come si realizza",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Solo se la riga sulle modalità organizzative la racconta con altre parole.",
    )
    realizzazione = forms.IntegerField(
        label="Realizzata al (%)",
        required=False,
        min_value=0,
        max_value=100,
        error_messages={
            "min_value": "La realizzazione sta tra 0 e 100.",
            "max_value": "La realizzazione sta tra 0 e 100.",
            "invalid": "Scrivi un numero intero tra 0 e 100.",
        },
    )
    nota = forms.CharField(label="Nota", required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: object, con_realizzazione: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.togli("testo_modalita" if con_realizzazione else "realizzazione")

    @staticmethod
    def iniziali(azione: Azione) -> dict[str, object]:
        """Return the values of the row as it stands."""
        nomi = ("testo", "numero", "testo_modalita", "realizzazione", "nota", "revisione")
        return {nome: getattr(azione, nome) for nome in nomi}

    def da_parte(self, valori: Mapping[str, object]) -> dict[str, object]:
        """Return the values that the history keeps."""
        return {nome: valori[nome] for nome in self.fields if nome != "revisione"}

    def dati(self, azione: Azione | None = None) -> DatiAzione:
        """Return what was written; fields not shown keep the value they have in `azione`."""
        d = self.cleaned_data
        return DatiAzione(
            testo=d["testo"],
            numero=d["numero"],
            testo_modalita=d.get("testo_modalita", azione.testo_modalita if azione else ""),
            realizzazione=d.get("realizzazione", azione.realizzazione if azione else None),
            nota=d["nota"],
        )
