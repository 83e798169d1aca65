"""Forms of the versions: their name, which are shown, which two are compared."""

from django import forms

from core.forms import ModuloItaliano, ModuloRicerca
from piani.actions.tappe import MASSIMA_NOTA, MASSIMO_NOME
from piani.queries_versioni import ATTO, STAMPA


class ModuloTappa(ModuloItaliano):
    """Name and note of a version."""

    nome = forms.CharField(
        label="Nome della versione", max_length=MASSIMO_NOME, help_text="Per esempio: Bozza per il tavolo minori."
    )
    nota = forms.CharField(
        label="Nota",
        required=False,
        max_length=MASSIMA_NOTA,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Perché la tieni, a chi l'hai data. La legge chi lavora al Piano.",
    )
    revisione = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, invio: str = "Salva", **kwargs: object) -> None:
        self.invio = invio
        super().__init__(*args, **kwargs)


class FiltroVersioni(ModuloRicerca):
    """Versions by words of name and note, and by kind."""

    q = forms.CharField(label="Parole del nome o della nota", required=False, max_length=100)
    specie = forms.ChoiceField(
        label="Quali",
        required=False,
        choices=[
            ("", "Tutte"),
            ("nome", "Con un nome"),
            ("atti", ATTO),
            ("stampe", STAMPA),
        ],
    )
