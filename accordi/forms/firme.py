"""Forms of signatures and adhesions."""

from typing import cast

from django import forms

from accordi.actions import adesioni, firme
from accordi.enums import SpecieFirma
from accordi.forms.testo import campo_data
from accordi.models import Adesione, Firma, Parte
from ambiti.models import Ente
from core.forms import ModuloItaliano
from documenti.caricamenti import Caricato, FileDaConservare
from piani.models import Piano
from utenti.models import Utente


class ModuloFirma(ModuloItaliano):
    """The signed file, with its day; a reason where there is one already, a confirmation where the day is out of order."""

    invio = "Carica il file firmato"

    file = FileDaConservare(
        label="File firmato", help_text="Un PDF firmato, o un .p7m. Conta il contenuto, non il nome."
    )
    giorno = campo_data("Giorno della firma")
    specie = forms.ChoiceField(
        label="Che cosa è", choices=SpecieFirma.choices, initial=SpecieFirma.ACCORDO, widget=forms.RadioSelect
    )
    motivo = forms.CharField(
        label="Perché sostituisci il file",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Il file di prima resta conservato, con questo motivo.",
    )
    conferma_ordine = forms.BooleanField(label="Il giorno è giusto così", required=False)

    def __init__(
        self, *args: object, di: Parte | Adesione, sostituisce: bool, chiede_conferma: bool, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.di = di
        chiesti = {
            "specie": isinstance(di, Adesione),
            "motivo": sostituisce,
            "conferma_ordine": chiede_conferma,
        }
        self.togli(*(campo for campo, chiesto in chiesti.items() if not chiesto))

    def save(self, *, autore: Utente) -> Firma:
        """Keep the file, then file the signature."""
        c = self.cleaned_data
        caricato = cast("Caricato", c["file"])
        return firme.carica_firma(
            self.di,
            file=caricato.conserva(),
            nome_file=caricato.nome,
            giorno=c["giorno"],
            specie=SpecieFirma(c.get("specie", SpecieFirma.ACCORDO)),
            motivo=c.get("motivo", ""),
            conferma_ordine=c.get("conferma_ordine", False),
            autore=autore,
        )


class ModuloRitiro(ModuloItaliano):
    """Why a signed file is withdrawn."""

    invio = "Ritira il file"

    motivo = forms.CharField(label="Perché lo ritiri", widget=forms.Textarea(attrs={"rows": 3}))


class ModuloAdesione(ModuloItaliano):
    """A request to adhere."""

    invio = "Chiedi di aderire"

    ente = forms.ModelChoiceField(queryset=Ente.objects.none(), label="Ente", empty_label=None)
    rappresentante = forms.CharField(
        label="Chi rappresenta l'ente",
        max_length=150,
        initial="Legale rappresentante",
        help_text="L'ufficio, non il nome.",
    )
    impegni = forms.CharField(
        label="Impegni che l'ente si prende",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="In poche righe: che cosa metterà il tuo ente per attuare il Piano.",
    )

    def __init__(self, *args: object, enti: "list[int]", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Ente]", self.fields["ente"]).queryset = Ente.objects.filter(pk__in=enti)

    def save(self, piano: Piano, *, autore: Utente) -> Adesione:
        """Ask."""
        return adesioni.chiedi_adesione(piano, autore=autore, **self.cleaned_data)


class ModuloRisposta(ModuloItaliano):
    """The answer of the Ufficio di Piano."""

    invio = "Rispondi"

    accolta = forms.TypedChoiceField(
        label="Risposta",
        choices=[("si", "Accolgo la richiesta"), ("no", "La respingo")],
        coerce=lambda valore: valore == "si",
        widget=forms.RadioSelect,
    )
    motivo = forms.CharField(
        label="Motivo",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Obbligatorio se respingi: l'ente lo legge.",
    )

    def save(self, adesione: Adesione, *, autore: Utente) -> Adesione:
        """Answer."""
        return adesioni.decidi_adesione(adesione, autore=autore, **self.cleaned_data)


class ModuloRitiroAdesione(ModuloItaliano):
    """The withdrawal of an accepted adhesion; the Ufficio di Piano says why."""

    invio = "Ritira l'adesione"

    ritira = forms.CharField(widget=forms.HiddenInput, initial="si")
    motivo_ritiro = forms.CharField(
        label="Perché la ritiri", widget=forms.Textarea(attrs={"rows": 3}), help_text="Lo legge chi riceve l'avviso."
    )

    def __init__(self, *args: object, del_suo_ente: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["motivo_ritiro"].required = not del_suo_ente

    def save(self, adesione: Adesione, *, autore: Utente) -> Adesione:
        """Withdraw it."""
        return adesioni.ritira_adesione(adesione, motivo=self.cleaned_data["motivo_ritiro"], autore=autore)
