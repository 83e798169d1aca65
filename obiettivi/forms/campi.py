"""Fields of the sheets, and the base of the forms of their typed rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from core.exceptions import DatiNonValidi
from core.forms import ModuloItaliano
from obiettivi.regole_numeri import decimale_italiano, in_italiano


class CampoDecimale(forms.CharField):
    """A number written in Italian, shown back in the same way; None when empty. `decimali` fixes those shown."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, *, decimali: int | None = None, esempio: str = "1.300,5", **kwargs: object) -> None:
        self.decimali = decimali
        self.esempio = esempio
        super().__init__(required=False, **kwargs)  # type: ignore[arg-type]  # CharField's own arguments

    def prepare_value(self, value: object) -> object:
        """Show a Decimal in Italian, and what was typed as it was typed."""
        return in_italiano(value, decimali=self.decimali) if isinstance(value, Decimal) else value

    def clean(self, value: object) -> Decimal | None:
        """Read the number. Raises ValidationError with the sentence of `decimale_italiano`."""
        try:
            return decimale_italiano(str(value or ""), esempio=self.esempio)
        except DatiNonValidi as rifiuto:
            raise ValidationError(str(rifiuto)) from rifiuto


@dataclass(frozen=True)
class Differenza:
    """A field that two people wrote differently: mine beside the saved one."""

    etichetta: str
    mio: str
    salvato: str


def _scritto(campo: forms.Field, valore: object) -> str:
    if valore is True:
        return "on"
    if isinstance(valore, Model):
        return str(valore.pk)
    return str(campo.prepare_value(valore))


class ModuloElemento(ModuloItaliano):
    """Base of the forms of typed rows: carries the revision that was read, tells what differs from what is saved."""

    data: "MultiValueDict[str, str]"
    revisione = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def revisione_letta(self) -> int:
        """The revision under the eyes of who wrote; 0 (never saved) where it is missing."""
        return int(self.cleaned_data.get("revisione") or 0)

    def differenze(self, salvati: Mapping[str, object]) -> list[Differenza]:
        """Return the fields whose value is not the one in `salvati` (the initial values of the row as it stands)."""
        trovate = []
        for nome, campo in self.fields.items():
            mio = self.leggibile(nome, self.cleaned_data.get(nome))
            salvato = self.leggibile(nome, salvati.get(nome))
            if nome != "revisione" and mio != salvato:
                trovate.append(Differenza(str(campo.label or nome), mio or "(vuoto)", salvato or "(vuoto)"))
        return trovate

    def in_dati(self, valori: Mapping[str, object]) -> str:
        """Return values of the fields as the browser sends them, urlencoded: what a page was drawn with, or a merge."""
        dati = QueryDict(mutable=True)
        for nome, campo in self.fields.items():
            valore = valori.get(nome)
            if nome == "revisione" or valore is None or valore is False or valore == "":
                continue
            if isinstance(campo, forms.ModelMultipleChoiceField):
                dati.setlist(nome, [str(v.pk) for v in cast("Iterable[Model]", valore)])
            else:
                dati[nome] = _scritto(campo, valore)
        return dati.urlencode()

    @property
    def lunghi(self) -> frozenset[str]:
        """The fields whose words two people may put together."""
        return frozenset(nome for nome, campo in self.fields.items() if isinstance(campo.widget, forms.Textarea))

    @property
    def multipli(self) -> frozenset[str]:
        """The fields with more than one value."""
        multipla = forms.ModelMultipleChoiceField
        return frozenset(nome for nome, campo in self.fields.items() if isinstance(campo, multipla))

    def da_parte(self, valori: Mapping[str, object]) -> dict[str, object]:
        """Return values as the history of the row keeps them; what has tables of its own is told in words."""
        raise NotImplementedError

    def riproponi(self, revisione: int) -> None:
        """Keep what was written, now on top of the saved `revisione`."""
        self.data = MultiValueDict({nome: self.data.getlist(nome) for nome in self.data})
        self.data[self.add_prefix("revisione")] = str(revisione)

    def leggibile(self, nome: str, valore: object) -> str:
        """Return the value of a field as a person reads it."""
        campo = self.fields[nome]
        if isinstance(valore, bool):
            return "sì" if valore else "no"
        if isinstance(valore, Decimal):
            return in_italiano(valore)
        if isinstance(campo, forms.ModelMultipleChoiceField):
            righe = valore if isinstance(valore, Iterable) else []
            return ", ".join(sorted(str(r) for r in righe))
        if isinstance(campo, forms.ModelChoiceField):
            return str(valore) if isinstance(valore, Model) else ""
        if isinstance(campo, forms.ChoiceField):
            etichette = {str(k): str(v) for k, v in cast("Iterable[tuple[str, str]]", campo.choices)}
            return etichette.get(str(valore or ""), str(valore or ""))
        return "" if valore is None else str(valore)
