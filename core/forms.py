"""The base of every form: Italian labels, one cleaner for texts, errors told in a summary with links."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from core.testo import TestoTroppoLungo, pulisci


class Italiano(forms.BaseForm):
    """Mixin of forms (put it first): crispy helper, cleaned texts.

    The browser's own messages are off: ours are in Italian and lead to their field.
    """

    invio = "Salva"
    helper: FormHelper

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on untouched
        self.helper = FormHelper(self)
        self.helper.attrs = {"novalidate": True}
        self.helper.add_input(Submit("invia", self.invio, css_id=""))

    def togli(self, *campi: str) -> None:
        """Take fields off the form, and their places off the page."""
        for campo in campi:
            del self.fields[campo]
        self.helper.layout = self.helper.build_default_layout(self)

    def clean(self) -> dict[str, object]:
        """Pass each text through `core.testo.pulisci`; a text too long is an error of its field."""
        super().clean()
        puliti: dict[str, object] = dict(self.cleaned_data)
        for campo, valore in puliti.items():
            if not isinstance(valore, str):
                continue
            try:
                puliti[campo] = pulisci(valore)
            except TestoTroppoLungo as errore:
                self.add_error(campo, str(errore))
        return puliti


class ModuloItaliano(Italiano, forms.Form):
    """A plain form."""


class ModuloRicerca(forms.Form):
    """The form of a list's filters: sent by GET, so that the address keeps them."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on untouched
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True
