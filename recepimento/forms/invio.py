"""The sending of a pack, and its receipts."""

from django import forms

from core.forms import ModuloItaliano
from documenti.caricamenti import FileDaConservare
from documenti.enums import TipoFile
from recepimento.enums import TipoRicevuta
from recepimento.forms import giorno
from recepimento.models import Fascicolo

RICEVUTE = frozenset({TipoFile.EML, TipoFile.PDF, TipoFile.P7M, TipoFile.ZIP})


class ModuloInvio(ModuloItaliano):
    """Which pack, on which day, under which protocol."""

    invio = "Registra l'invio"

    fascicolo = forms.TypedChoiceField(label="Fascicolo inviato", coerce=int)
    giorno = giorno(label="Inviato il")
    protocollo = forms.CharField(
        label="Protocollo dell'invio", max_length=60, help_text="Il numero di protocollo in uscita dell'ATS."
    )
    conferma_ordine = forms.BooleanField(
        label="La data è giusta, anche se è fuori dall'ordine atteso", required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: object, fascicoli: list[Fascicolo], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        campo = self.fields["fascicolo"]
        if isinstance(campo, forms.ChoiceField):
            campo.choices = [
                (f.pk, f"del {f.giorno:%d/%m/%Y}, {'con' if f.con_atto else 'senza'} atto di recepimento, {f}")
                for f in fascicoli
            ]

    def chiedi_conferma(self) -> None:
        """Show the box that says that the day, though out of order, is right."""
        self.fields["conferma_ordine"].widget = forms.CheckboxInput()


class ModuloRicevuta(ModuloItaliano):
    """A receipt: what it is, and its file."""

    invio = "Conserva la ricevuta"

    tipo = forms.ChoiceField(label="Che cos'è", choices=TipoRicevuta.choices)
    file = FileDaConservare(
        tipi=RICEVUTE,
        label="File della ricevuta",
        help_text="Il messaggio della posta certificata (.eml) così com'è arrivato, oppure PDF, .p7m o ZIP.",
    )
