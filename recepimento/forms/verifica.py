"""The answer about one row of the coherence check."""

from django import forms

from core.forms import ModuloItaliano
from recepimento.enums import Oggetto, Risposta
from recepimento.models import VoceVerifica


class ModuloVoce(ModuloItaliano):
    """Yes, no or nothing yet; a note; for the Accordo, the article that says it."""

    esito = forms.ChoiceField(
        label="Risposta", required=False, choices=[*Risposta.choices, ("", "Non ancora")], widget=forms.RadioSelect
    )
    articolo = forms.TypedChoiceField(
        label="Articolo che ne parla", required=False, coerce=int, empty_value=None, choices=[]
    )
    nota = forms.CharField(
        label="Nota",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Con «No» serve: dice all'Ambito che cosa manca.",
    )
    revisione = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, voce: VoceVerifica, *, articoli: list[tuple[int, str]], dati: "dict[str, str] | None" = None
    ) -> None:
        iniziali = {"esito": voce.esito, "nota": voce.nota, "articolo": voce.articolo, "revisione": voce.revisione}
        super().__init__(dati, initial=iniziali, auto_id=f"voce-{voce.pk}-%s")
        campo = self.fields["articolo"]
        if voce.oggetto == Oggetto.ACCORDO and articoli and isinstance(campo, forms.ChoiceField):
            campo.choices = [("", "Nessuno in particolare"), *((n, f"Art. {n} – {titolo}") for n, titolo in articoli)]
        else:
            self.togli("articolo")
