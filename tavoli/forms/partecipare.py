"""Forms of who takes part, and of the answers: registration, application, contribution, answer."""

from typing import cast

from django import forms
from django.db.models import QuerySet

from ambiti.models import Ente
from core.forms import ModuloItaliano
from tavoli.actions.contributi import Luogo
from tavoli.actions.registrazione import DatiRegistrazione
from tavoli.enums import EsitoContributo, GenereContributo, Soggetto
from tavoli.luoghi import LuogoScelto
from tavoli.regole import codice_normale, perche_non_valido

SOGGETTI = [
    (Soggetto.ETS.value, "Ente del Terzo Settore: associazione, cooperativa sociale, fondazione"),
    (Soggetto.SINDACATI.value, "Organizzazione sindacale"),
    (Soggetto.SCUOLE.value, "Scuola o istituto di formazione"),
    (Soggetto.RELIGIOSI.value, "Parrocchia o ente religioso"),
    (Soggetto.ALTRI.value, "Altra realtà del territorio"),
]


class ModuloRegistrazione(ModuloItaliano):
    """A body that has never used the portal, and the address to which its link goes."""

    invio = "Registra l'ente"

    nome = forms.CharField(label="Nome dell'ente", max_length=200)
    soggetto = forms.ChoiceField(label="Che ente è", choices=SOGGETTI, widget=forms.RadioSelect)
    codice_fiscale = forms.CharField(
        label="Codice fiscale dell'ente",
        max_length=20,
        help_text="11 cifre. Se l'ente non ne ha uno suo, i 16 caratteri di chi lo rappresenta.",
    )
    nome_ufficio = forms.CharField(
        label="Come vuoi apparire agli altri",
        max_length=150,
        help_text="Il nome dell'ufficio, o il tuo nome e cognome.",
    )
    email = forms.EmailField(
        label="Indirizzo di posta", help_text="Qui arriva il collegamento per entrare. Meglio quello dell'ente."
    )

    def clean_codice_fiscale(self) -> str:
        """Raise ValidationError with what to do."""
        codice = codice_normale(self.cleaned_data["codice_fiscale"])
        if errore := perche_non_valido(codice):
            raise forms.ValidationError(errore)
        return codice

    def dati(self) -> DatiRegistrazione:
        """Return what was typed."""
        c = self.cleaned_data
        return DatiRegistrazione(
            nome=c["nome"],
            soggetto=Soggetto(c["soggetto"]),
            codice_fiscale=c["codice_fiscale"],
            nome_ufficio=c["nome_ufficio"],
            email=c["email"],
        )


class _PerUnEnte(ModuloItaliano):
    """A form written for one of one's own bodies: asked only of who has more."""

    ente = forms.ModelChoiceField(label="Per quale ente", queryset=Ente.objects.none(), empty_label=None)

    def __init__(self, *args: object, enti: "QuerySet[Ente]", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        campo = cast("forms.ModelChoiceField[Ente]", self.fields["ente"])
        campo.queryset = enti
        trovati = list(enti[:2])
        if len(trovati) == 1:
            campo.widget = forms.HiddenInput()
            campo.initial = trovati[0].pk


class ModuloDomanda(_PerUnEnte):
    """Why the body wants to be at the table."""

    invio = "Chiedi di partecipare"

    motivazione = forms.CharField(
        label="Perché il tuo ente vuole partecipare",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Che cosa fate nel territorio e che cosa potete portare al tavolo.",
    )


class ModuloContributo(_PerUnEnte):
    """What the body brings on a theme."""

    invio = "Lascia il contributo"

    genere = forms.ChoiceField(label="Che cosa porti", choices=GenereContributo.choices, widget=forms.RadioSelect)
    titolo = forms.CharField(label="In una riga", max_length=200)
    testo = forms.CharField(
        label="Il contributo",
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Una volta lasciato non si cambia: lo leggono gli altri enti del tavolo e l'Ufficio di Piano.",
    )


class ModuloMotivo(ModuloItaliano):
    """The reason of an answer to an application."""

    motivo = forms.CharField(label="Motivo", max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: object, invio: str, obbligatorio: bool, **kwargs: object) -> None:
        self.invio = invio
        super().__init__(*args, **kwargs)
        self.fields["motivo"].required = obbligatorio
        self.fields["motivo"].help_text = "Lo legge l'ente che ha fatto la domanda."


class ModuloRisposta(ModuloItaliano):
    """What became of a contribution, why, and where in the plan."""

    invio = "Rispondi"

    esito = forms.ChoiceField(label="Che cosa ne è stato", choices=EsitoContributo.choices, widget=forms.RadioSelect)
    motivo = forms.CharField(
        label="Perché",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="È obbligatorio, anche per un sì.",
    )
    luogo = forms.ChoiceField(
        label="Dove è finito nel Piano",
        required=False,
        help_text="La scheda o la sezione: chi ha contribuito vi arriva con un collegamento.",
    )
    campo = forms.CharField(
        label="Riga della scheda",
        required=False,
        widget=forms.Select(),
        help_text="Se vuoi essere più preciso, e hai scelto una scheda.",
    )

    def __init__(self, *args: object, scelto: LuogoScelto, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._scelto = scelto
        cast("forms.ChoiceField", self.fields["luogo"]).choices = [("", "Nessun punto preciso"), *scelto.luoghi]
        cast("forms.Select", self.fields["campo"].widget).choices = [("", "Nessuna in particolare"), *scelto.righe]

    def luogo_scelto(self) -> Luogo:
        """Return the place chosen. Raises ContributoNonAmmissibile (a row without its sheet)."""
        return Luogo(*self._scelto.trova(self.cleaned_data["luogo"], self.cleaned_data["campo"]))
