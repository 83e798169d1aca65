"""Reads a row of a sheet. The page draws its fields by hand: their kind depends on the row's format."""

from dataclasses import replace

from django import forms
from django.utils.datastructures import MultiValueDict

from obiettivi.actions.comuni import testo_formattato
from obiettivi.actions.risposte import Riga
from obiettivi.models import CampoScheda


class ModuloRiga(forms.Form):
    """What a person sent for a row; its errors are sentences, its choices are judged by the action."""

    data: "MultiValueDict[str, str]"
    revisione = forms.IntegerField(required=False)
    testo = forms.CharField(required=False, strip=False)
    non_pertinente = forms.BooleanField(required=False)
    esempio = forms.BooleanField(required=False)
    titolo = forms.CharField(
        required=False,
        max_length=400,
        error_messages={
            "max_length": "Il titolo ha al massimo %(limit_value)s caratteri: ne hai scritti %(show_value)s."
        },
    )
    grado = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=100,
        error_messages={
            "min_value": "Il grado di raggiungimento sta tra 0 e 100.",
            "max_value": "Il grado di raggiungimento sta tra 0 e 100.",
            "invalid": "Scrivi il grado come numero intero tra 0 e 100.",
        },
    )
    grado_criterio = forms.CharField(required=False)
    grado_motivo = forms.CharField(required=False)
    altri_punti = forms.CharField(required=False)

    def __init__(self, campo: CampoScheda, dati: "MultiValueDict[str, str]") -> None:
        super().__init__(dati)
        self.campo = campo

    @property
    def scelte(self) -> tuple[str, ...]:
        """The choices sent, as keys."""
        return tuple(s for s in self.data.getlist("scelte") if s)

    def _numeri(self, nome: str) -> frozenset[int]:
        return frozenset(int(n) for n in self.data.getlist(nome) if n.isdecimal())

    @property
    def revisione_letta(self) -> int:
        """The revision under the eyes of who wrote."""
        return int(self.cleaned_data.get("revisione") or 0)

    def riga(self) -> Riga:
        """Return what was written, errors and all: the page shows it back."""
        d = self.cleaned_data
        return Riga(
            scelte=self.scelte,
            testo=d.get("testo", ""),
            non_pertinente=d.get("non_pertinente", False),
            esempio=d.get("esempio", False),
            titolo=d.get("titolo", self.data.get("titolo") or ""),
            grado=d.get("grado"),
            grado_criterio=d.get("grado_criterio", ""),
            grado_motivo=d.get("grado_motivo", ""),
            aree=self._numeri("aree"),
            punti=self._numeri("punti"),
            altri_punti=tuple(r.strip() for r in d.get("altri_punti", "").splitlines() if r.strip()),
        )

    def riga_pulita(self) -> Riga:
        """Return what was written with only the tags we keep: what may be shown, or kept. Raises DatiNonValidi."""
        riga = self.riga()
        return replace(riga, testo=testo_formattato(riga.testo))
