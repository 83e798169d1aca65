"""The filters of the findings, kept in the address; the reason for which one is set aside."""

from collections import Counter

from django import forms

from core.forms import ModuloItaliano, ModuloRicerca
from piani.actions.controllo import MASSIMO_MOTIVO
from piani.controllo import REGOLE, Famiglia, Peso
from piani.controllo.elenco import TUTTO, Scelta

APERTI, SCARTATI, TUTTI = "", "scartati", "tutti"
_STATI = [(APERTI, "Da sistemare"), (SCARTATI, "Scartati con un motivo"), (TUTTI, "Tutti")]
_PESI = [("", "Chiunque"), (Peso.LEGGE, "Lo chiede la Regione"), (Peso.AVVISO, "Consigli")]


class ModuloFiltro(ModuloRicerca):
    """Chapter, kind, family, weight, and whether those set aside are wanted."""

    capitolo = forms.ChoiceField(label="Capitolo", required=False)
    stato = forms.ChoiceField(label="Stato", required=False, choices=_STATI)
    peso = forms.ChoiceField(label="Chi lo chiede", required=False, choices=_PESI)
    famiglia = forms.ChoiceField(label="Gruppo", required=False, choices=[("", "Tutti"), *((f, f) for f in Famiglia)])
    regola = forms.ChoiceField(label="Genere", required=False)
    parte = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: object, capitoli: list[tuple[str, str]], quanti: Counter[str], **kwargs: object) -> None:
        """`quanti` are the findings of each kind: those that there are come first, with their number."""
        super().__init__(*args, **kwargs)
        generi = sorted(REGOLE, key=lambda r: (not quanti[r.chiave], r.nome))
        nomi = [(r.chiave, f"{r.nome} ({quanti[r.chiave]})" if quanti[r.chiave] else r.nome) for r in generi]
        scelte = {
            "capitolo": [("", "Tutti"), *capitoli, (TUTTO, "Tutto il Piano")],
            "regola": [("", "Tutti"), *nomi],
        }
        for chiave, voci in scelte.items():
            campo = self.fields[chiave]
            assert isinstance(campo, forms.ChoiceField)  # noqa: S101 - narrows the type
            campo.choices = voci


class FiltroRilievi:
    """What the address asks for; a value that does not exist is no filter."""

    def __init__(self, dati: "dict[str, str]", *, capitoli: list[tuple[str, str]], quanti: Counter[str]) -> None:
        self.form = ModuloFiltro(dati or None, capitoli=capitoli, quanti=quanti)
        self.form.is_valid()
        puliti = getattr(self.form, "cleaned_data", {})
        self.quali = puliti.get("stato") or APERTI
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
