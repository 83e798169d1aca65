"""The form of the block "Dati della scheda"."""

from collections.abc import Sequence
from typing import cast

from crispy_forms.layout import Div, Field, Fieldset, Layout
from django import forms
from django.db.models import QuerySet

from ambiti.models import Ente
from core.marchi import configurazione
from leps.models import Leps
from obiettivi.actions.schede import DatiScheda, DatiSeguito
from obiettivi.enums import EsitoSeguito
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
        label="Descrizione", required=False, widget=forms.Textarea(attrs={"rows": 4, "data-editor": configurazione()})
    )
    macroaree = forms.ModelMultipleChoiceField(
        Macroarea.objects.all(), label="Macroaree", required=False, widget=forms.CheckboxSelectMultiple
    )
    trasversale = forms.BooleanField(label="Obiettivo trasversale a tutte le macroaree", required=False)
    prioritario = forms.BooleanField(label="Obiettivo prioritario", required=False)
    leps = forms.ModelMultipleChoiceField(
        Leps.objects.all(), label="LEPS perseguiti", required=False, widget=forms.CheckboxSelectMultiple
    )

    partecipanti = forms.ModelMultipleChoiceField(
        Ente.objects.none(),
        label="Altri enti autori",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Gli enti che firmano la scheda con chi la scrive. Se la offri ad altri Ambiti, ne scrivono anche le righe.",
    )

    def __init__(
        self, *args: object, enti: QuerySet[Ente], seguiti: int, nuove: Sequence[tuple[str, str]] = (), **kwargs: object
    ) -> None:
        """`enti` may be chosen as co-authors; `seguiti` is how many outcomes to ask for (0: not an outcome sheet).

        `nuove` are code and name of the sheets that may carry the objective on.
        """
        super().__init__(*args, **kwargs)
        cast("forms.ModelMultipleChoiceField[Ente]", self.fields["partecipanti"]).queryset = enti
        nomi = list(self.fields)
        self.nuove = list(nuove)
        self.seguiti = range(1, seguiti + 1)
        self.helper.layout = Layout(*nomi, *[self._seguito(n) for n in self.seguiti])

    def _seguito(self, n: int) -> Fieldset:
        esiti = [("", "non indicato"), *EsitoSeguito.choices]
        self.fields[f"seguito_esito_{n}"] = forms.ChoiceField(label=f"Esito {n}", choices=esiti, required=False)
        self.fields[f"seguito_codice_{n}"] = forms.ChoiceField(
            label=f"Scheda del nuovo triennio {n}", choices=self._schede(n), required=False
        )
        self.fields[f"seguito_motivo_{n}"] = forms.CharField(
            label=f"Motivo {n}", required=False, widget=forms.Textarea(attrs={"rows": 2})
        )
        stretti = [Div(Field(f"seguito_{nome}_{n}"), css_class="col-12 col-md-6") for nome in ("esito", "codice")]
        return Fieldset("Che cosa ne è stato dopo", Div(*stretti, css_class="row"), f"seguito_motivo_{n}")

    def _schede(self, n: int) -> list[tuple[str, str]]:
        """Return the sheets to choose from; a code that is written, and that the plan has no more, stays."""
        scritto = str(self.initial.get(f"seguito_codice_{n}") or "")
        perse = (
            [(scritto, f"{scritto} (non c'è nel Piano)")] if scritto not in ("", *(c for c, _ in self.nuove)) else []
        )
        return [("", "non indicata"), *self.nuove, *perse]

    def clean(self) -> dict[str, object]:
        """Ask for the outcome where its sheet or its reason is written."""
        puliti = super().clean()
        for n in self.seguiti:
            scritto = puliti.get(f"seguito_codice_{n}") or puliti.get(f"seguito_motivo_{n}")
            if scritto and not puliti.get(f"seguito_esito_{n}"):
                self.add_error(f"seguito_esito_{n}", "Scegli che cosa ne è stato dell'obiettivo.")
            if puliti.get(f"seguito_esito_{n}") == EsitoSeguito.CHIUSO:
                self._chiuso(n, puliti)
        return puliti

    def _chiuso(self, n: int, puliti: dict[str, object]) -> None:
        if puliti.get(f"seguito_codice_{n}"):
            self.add_error(f"seguito_codice_{n}", "Un obiettivo chiuso non continua in una scheda nuova.")
        if not str(puliti.get(f"seguito_motivo_{n}") or "").strip():
            self.add_error(f"seguito_motivo_{n}", "Scrivi perché l'obiettivo è chiuso.")

    @staticmethod
    def iniziali(scheda: Scheda) -> dict[str, object]:
        """Return the values of the block as it stands."""
        nomi = ("intestazione", "descrizione", "trasversale", "prioritario", "revisione")
        valori = {nome: getattr(scheda, nome) for nome in nomi}
        for n, seguito in enumerate(scheda.seguiti.all(), 1):
            valori |= {f"seguito_{nome}_{n}": getattr(seguito, nome) for nome in ("esito", "codice", "motivo")}
        molti = {nome: list(getattr(scheda, nome).all()) for nome in ("macroaree", "leps", "partecipanti")}
        return valori | molti

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
            partecipanti=list(d["partecipanti"]),
            seguiti=tuple(
                DatiSeguito(d[f"seguito_esito_{n}"], d[f"seguito_codice_{n}"], d[f"seguito_motivo_{n}"])
                for n in self.seguiti
                if d[f"seguito_esito_{n}"]
            ),
        )
