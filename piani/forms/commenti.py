"""The forms of comments: leave one, reply, correct, give it to a person, settle it, open it again."""

from django import forms

from core.forms import ModuloItaliano
from piani.actions.commenti import MASSIMO_CARATTERI
from piani.enums import EsitoCommento
from utenti.models import Utente


def _testo(etichetta: str, righe: int = 4, **altro: object) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": righe})
    return forms.CharField(label=etichetta, max_length=MASSIMO_CARATTERI, widget=area, **altro)  # type: ignore[arg-type]  # passed on untouched


class ModuloCommento(ModuloItaliano):
    """A comment on a part; it changes no text."""

    invio = "Lascia il commento"

    testo = _testo("Il tuo commento", 5)
    citazione = _testo(
        "Il passo di cui parli",
        2,
        required=False,
        help_text="Se il commento riguarda un punto preciso, copia qui la frase: il portale la ritrova anche se il testo si sposta.",
    )
    prima = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)
    dopo = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)

    def __init__(self, *args: object, da_ufficio: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        chi = "gli uffici che lavorano al Piano" if da_ufficio else "gli uffici del Piano e chi siede ai suoi tavoli"
        self.fields["testo"].help_text = f"Lo leggono {chi}. Il testo del Piano non cambia."


class ModuloRisposta(ModuloItaliano):
    """A reply in a thread."""

    invio = "Rispondi"
    testo = _testo("La tua risposta", 3)


class ModuloCorrezione(ModuloItaliano):
    """One's own words, to correct."""

    invio = "Salva la correzione"
    testo = _testo("Il testo del commento")


class ModuloRiapri(ModuloItaliano):
    """Why a comment is opened again."""

    invio = "Riapri"
    motivo = _testo("Perché va riaperto", 2)


class ModuloEsito(ModuloItaliano):
    """What became of a comment: nothing to say, or an outcome with its reason."""

    invio = "Segna come risolto"
    esito = forms.ChoiceField(
        label="Che cosa ne è stato", required=False, choices=[("", "Risolto, senza altro"), *EsitoCommento.choices]
    )
    motivo = _testo(
        "La risposta a chi ha commentato",
        3,
        required=False,
        help_text="Serve per «Recepito in parte» e «Non recepito». La legge chi partecipa alla discussione.",
    )


class ModuloAssegna(ModuloItaliano):
    """Who has a comment in charge."""

    invio = "Assegna"
    a = forms.ModelChoiceField(
        label="A chi spetta", queryset=Utente.objects.none(), required=False, empty_label="A nessuno"
    )
