"""The filters of the findings, kept in the address; the reason for which one is set aside."""

from django import forms

from core.forms import ModuloItaliano, ModuloRicerca
from piani.actions.controllo import MASSIMO_MOTIVO
from piani.controllo import REGOLE, Famiglia, Peso
from piani.controllo.elenco import TUTTO, Scelta

_PESI = [("", "Tutti"), (Peso.LEGGE, "Lo chiede la Regione"), (Peso.AVVISO, "Consigli")]
_REGOLE = sorted(((r.chiave, r.nome) for r in REGOLE), key=lambda r: r[1])


class ModuloFiltro(ModuloRicerca):
    """Weight, family, kind, chapter, and whether those set aside are wanted."""

    stato = forms.ChoiceField(
        label="Quali", required=False, choices=[("", "Da sistemare"), ("scartati", "Scartati con un motivo")]
    )
    peso = forms.ChoiceField(label="Peso", required=False, choices=_PESI)
    famiglia = forms.ChoiceField(label="Gruppo", required=False, choices=[("", "Tutti"), *((f, f) for f in Famiglia)])
    regola = forms.ChoiceField(label="Genere", required=False, choices=[("", "Tutti"), *_REGOLE])
    capitolo = forms.ChoiceField(label="Capitolo", required=False)
    parte = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: object, capitoli: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        campo = self.fields["capitolo"]
        assert isinstance(campo, forms.ChoiceField)  # noqa: S101 - narrows the type
        campo.choices = [("", "Tutti"), *capitoli, (TUTTO, "Tutto il Piano")]


class FiltroRilievi:
    """What the address asks for; a value that does not exist is no filter."""

    def __init__(self, dati: "dict[str, str]", *, capitoli: list[tuple[str, str]]) -> None:
        self.form = ModuloFiltro(dati or None, capitoli=capitoli)
        self.form.is_valid()
        puliti = getattr(self.form, "cleaned_data", {})
        self.scartati = puliti.get("stato") == "scartati"
        self.scelta = Scelta(**{c: puliti.get(c) or "" for c in ("peso", "famiglia", "regola", "capitolo", "parte")})


class ModuloScarta(ModuloItaliano):
    """Why a finding is set aside."""

    invio = "Scarta il rilievo"

    motivo = forms.CharField(
        label="Perché lo scarti",
        max_length=MASSIMO_MOTIVO,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Lo leggono gli uffici che lavorano al Piano e l'ATS. Se il testo cambia, il rilievo torna.",
    )
