"""Forms about people: they collect, the actions decide."""

from typing import ClassVar, cast

import django_filters
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from ambiti.enums import TipoEnte
from ambiti.models import Ente
from core.forms import ModuloItaliano, ModuloRicerca
from core.testo import per_ricerca
from utenti.enums import Ruolo
from utenti.models import Avviso, Incarico, IncaricoQuerySet, Utente


def _scelte(ruoli: list[Ruolo]) -> list[tuple[str, str]]:
    return [(ruolo.value, ruolo.label) for ruolo in ruoli]


class ModuloInvito(ModuloItaliano):
    """Whom to invite, in which role, until when."""

    invio = "Spedisci l'invito"

    email = forms.EmailField(
        label="Indirizzo di posta", help_text="Qui arriva il collegamento per entrare. Meglio quello dell'ufficio."
    )
    ruolo = forms.ChoiceField(label="Incarico")
    fine_incarico = forms.DateField(
        label="Ultimo giorno dell'incarico",
        required=False,
        help_text="Lascia vuoto se l'incarico non ha una fine.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: object, ruoli: list[Ruolo], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["ruolo"]).choices = _scelte(ruoli)


class ModuloAccetta(ModuloItaliano):
    """Name and password of who opens an account from an invitation."""

    invio = "Entra nel portale"

    nome = forms.CharField(
        label="Come vuoi apparire agli altri", max_length=150, help_text="Nome e cognome, o il nome dell'ufficio."
    )
    password1 = forms.CharField(
        label="Password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Almeno 12 caratteri. Va bene una frase che ricordi solo tu.",
    )
    password2 = forms.CharField(
        label="Ripeti la password", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    SEGRETE: ClassVar[tuple[str, ...]] = ("password1", "password2")

    def __init__(self, *args: object, email: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, object]:
        """Compare and validate the password, which must stay as typed, spaces included."""
        scritte = {campo: self.cleaned_data[campo] for campo in self.SEGRETE if campo in self.cleaned_data}
        puliti = super().clean() | scritte
        if len(scritte) == len(self.SEGRETE):
            self._controlla(Utente(email=self.email, nome=str(puliti.get("nome", ""))), **scritte)
        return puliti

    def _controlla(self, utente: Utente, *, password1: str, password2: str) -> None:
        if password1 != password2:
            self.add_error("password2", "Le due password sono diverse: scrivile di nuovo.")
            return
        try:
            validate_password(password1, utente)
        except ValidationError as errore:
            self.add_error("password1", errore)


class ModuloChiusura(ModuloItaliano):
    """When an Incarico ends."""

    invio = "Chiudi l'incarico"

    al = forms.DateField(
        label="Ultimo giorno",
        required=False,
        help_text="Lascia vuoto, o scegli oggi, per chiuderlo subito. Con un giorno che viene l'incarico vale fino a quel giorno compreso.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class ModuloProfilo(ModuloItaliano, forms.ModelForm[Utente]):
    """What a person may change of one's own."""

    class Meta:
        model = Utente
        fields = ["nome", "posta"]
        widgets: ClassVar[dict[str, type[forms.Widget]]] = {"posta": forms.RadioSelect}


class FiltroAvvisi(django_filters.FilterSet):  # type: ignore[misc]  # the library ships no types
    """One's own notices, by words and by whether they wait to be read."""

    q = django_filters.CharFilter(label="Parole dell'avviso", method="filtra_testo", max_length=100)
    quali = django_filters.ChoiceFilter(
        label="Quali",
        method="filtra_lettura",
        choices=[("da-leggere", "Da leggere"), ("letti", "Letti")],
        empty_label="Tutti",
    )

    class Meta:
        model = Avviso
        form = ModuloRicerca
        fields: ClassVar[list[str]] = []

    def filtra_testo(self, righe: "QuerySet[Avviso]", campo: str, testo: str) -> "QuerySet[Avviso]":
        """Keep what holds the text."""
        return righe.filter(cerca__contains=per_ricerca(testo))

    def filtra_lettura(self, righe: "QuerySet[Avviso]", campo: str, quali: str) -> "QuerySet[Avviso]":
        """Keep those not read, or those read."""
        return righe.filter(letto_il__isnull=quali == "da-leggere")


class FiltroPersone(django_filters.FilterSet):  # type: ignore[misc]  # the library ships no types
    """The people of a body, by name or address and by role."""

    q = django_filters.CharFilter(label="Nome o indirizzo", method="filtra_testo", max_length=100)
    ruolo = django_filters.ChoiceFilter(label="Incarico", empty_label="Tutti")

    class Meta:
        model = Incarico
        form = ModuloRicerca
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: object, ruoli: list[Ruolo], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.filters["ruolo"].extra["choices"] = _scelte(ruoli)

    def filtra_testo(self, righe: IncaricoQuerySet, campo: str, testo: str) -> IncaricoQuerySet:
        """Keep who holds the text."""
        return righe.filter(utente__cerca__contains=per_ricerca(testo))


class FiltroEnti(django_filters.FilterSet):  # type: ignore[misc]  # the library ships no types
    """The bodies one manages, by name or code and by kind."""

    q = django_filters.CharFilter(label="Nome o codice", method="filtra_testo", max_length=100)
    tipo = django_filters.ChoiceFilter(label="Tipo", choices=TipoEnte.choices, empty_label="Tutti")

    class Meta:
        model = Ente
        form = ModuloRicerca
        fields: ClassVar[list[str]] = []

    def filtra_testo(self, righe: "QuerySet[Ente]", campo: str, testo: str) -> "QuerySet[Ente]":
        """Keep what holds the text."""
        return righe.filter(cerca__contains=per_ricerca(testo))
