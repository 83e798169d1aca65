"""Forms that open a plan: empty, or from a canonical file."""

from django import forms

from ambiti.models import Ambito
from core.forms import ModuloItaliano
from documenti.caricamenti import FileDaLeggere
from documenti.enums import TipoFile
from obiettivi.models import Triennio
from piani.actions.creazione import crea_piano
from piani.models import Piano
from utenti.models import Utente
from utenti.permissions import ambiti_di
from utenti.roles import Permesso


class SceltaAmbito(forms.ModelChoiceField[Ambito]):
    """An Ambito by name and code."""

    def label_from_instance(self, obj: Ambito) -> str:
        """Return the words of the choice."""
        return f"{obj.ente.nome} ({obj.codice})"

    def to_python(self, value: object) -> Ambito | None:
        """Say whose an Ambito is, when it is there but is not one of the person's."""
        try:
            return super().to_python(value)
        except forms.ValidationError:
            testo = str(value)
            altro = Ambito.objects.filter(pk=int(testo)).select_related("ente").first() if testo.isdecimal() else None
            if altro is None:
                raise
            frase = (
                f"Il Piano dell'Ambito di {altro.nome} lo apre il suo Ufficio di Piano: il tuo incarico non arriva lì. "
                "Non è cambiato nulla."
            )
            raise forms.ValidationError(frase, code="altrui") from None


class ModuloNuovoPiano(ModuloItaliano):
    """Ambito, among those where the person may open a plan, and triennium, among those with a regional format."""

    invio = "Crea il Piano"

    ambito = SceltaAmbito(queryset=Ambito.objects.none(), label="Ambito", empty_label=None)
    triennio = forms.ModelChoiceField(queryset=Triennio.objects.none(), label="Triennio", empty_label=None)

    def __init__(self, *args: object, utente: Utente, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.utente = utente
        ambiti = ambiti_di(utente, Permesso.CREARE_PIANO).select_related("ente").order_by("ente__nome")
        self.fields["ambito"].queryset = ambiti  # type: ignore[attr-defined]  # a choice field
        trienni = Triennio.objects.exclude(voci_formato=None).distinct()
        self.fields["triennio"].queryset = trienni  # type: ignore[attr-defined]  # a choice field

    def save(self) -> Piano:
        """Open the plan."""
        return crea_piano(self.cleaned_data["ambito"], self.cleaned_data["triennio"], autore=self.utente)


class ModuloImporta(ModuloItaliano):
    """A canonical JSON file; `cleaned_data["file"]` are its bytes."""

    invio = "Leggi il file"

    file = FileDaLeggere(
        atteso=TipoFile.JSON,
        limite="LIMITE_PIANO_MB",
        label="File del Piano",
        help_text="Il JSON scaricato con «Esporta i dati» da un portale.",
    )
