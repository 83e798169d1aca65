"""Forms of the text: the Accordo, its articles and premises, the acts they recall, parties, slots."""

from typing import cast

from django import forms

from accordi.actions import struttura, testo
from accordi.enums import Elemento, Qualifica, TipoNorma
from accordi.models import Accordo, Articolo, AttoNormativo, AttoRichiamato, Parte, Premessa, Segnaposto
from ambiti.enums import TipoEnte
from ambiti.models import Ente
from core.forms import ModuloItaliano
from piani.forms.editor import CampoFormattato
from piani.models import Piano
from utenti.models import Utente

# Who can be a party: bodies, never a territory.
_MAI_PARTI = (TipoEnte.AMBITO, TipoEnte.DISTRETTO)


def campo_data(etichetta: str, aiuto: str = "") -> forms.DateField:
    """Return a date, with the browser's calendar."""
    return forms.DateField(
        label=etichetta, help_text=aiuto, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class ModuloNuovoAccordo(ModuloItaliano):
    """Title and dates of a new Accordo."""

    invio = "Crea l'Accordo"

    titolo = forms.CharField(label="Titolo", max_length=400)
    decorrenza = campo_data("In vigore dal")
    scadenza = campo_data("In vigore fino al")

    def save(self, piano: Piano, *, autore: Utente) -> Accordo:
        """Make the Accordo."""
        return testo.crea_accordo(piano, autore=autore, **self.cleaned_data)


class ModuloAccordo(ModuloNuovoAccordo):
    """Title and dates, with the revision that was read."""

    invio = "Salva"

    revisione = forms.IntegerField(widget=forms.HiddenInput)

    def salva(self, accordo: Accordo, *, autore: Utente) -> Accordo:
        """Save them."""
        return testo.cambia_accordo(accordo, autore=autore, **self.cleaned_data)


class ModuloTitolo(ModuloItaliano):
    """The title of a new article, or premise."""

    invio = "Aggiungi"

    titolo = forms.CharField(label="Titolo", max_length=300)


class ModuloArticolo(ModuloItaliano):
    """An article: its title, its text, the essential elements that it covers."""

    titolo = forms.CharField(label="Titolo", max_length=300)
    testo = CampoFormattato(label="Testo dell'articolo")
    elementi = forms.MultipleChoiceField(
        label="Quali elementi essenziali copre",
        choices=Elemento.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Sono gli otto elementi che la Regione chiede a ogni Accordo (DGR XII/2167).",
    )
    revisione = forms.IntegerField(widget=forms.HiddenInput)

    def save(self, articolo: Articolo, *, autore: Utente) -> Articolo:
        """Save the article."""
        return testo.scrivi_articolo(articolo, autore=autore, **self.cleaned_data)


class ModuloPremessa(ModuloItaliano):
    """A premise: its title and its text."""

    titolo = forms.CharField(label="Titolo", max_length=100)
    testo = CampoFormattato(label="Testo della premessa")
    revisione = forms.IntegerField(widget=forms.HiddenInput)

    def save(self, premessa: Premessa, *, autore: Utente) -> Premessa:
        """Save the premise."""
        return testo.scrivi_premessa(premessa, autore=autore, **self.cleaned_data)


class ModuloRichiamo(ModuloItaliano):
    """An act of the register to recall in a premise."""

    invio = "Richiama l'atto"

    atto = forms.ModelChoiceField(queryset=AttoNormativo.objects.none(), label="Atto")
    nota = forms.CharField(
        label="Nota", max_length=400, required=False, help_text="Segue il titolo: «adottata di concerto con...»."
    )

    def __init__(self, *args: object, premessa: Premessa, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.premessa = premessa
        campo = cast("forms.ModelChoiceField[AttoNormativo]", self.fields["atto"])
        campo.queryset = AttoNormativo.objects.exclude(richiami__premessa=premessa)

    def save(self, *, autore: Utente) -> AttoRichiamato:
        """Recall it."""
        return testo.richiama_atto(self.premessa, autore=autore, **self.cleaned_data)


class ModuloAtto(ModuloItaliano):
    """An act that the register does not have."""

    invio = "Aggiungi al registro"

    tipo = forms.ChoiceField(label="Tipo", choices=TipoNorma.choices)
    numero = forms.CharField(label="Numero", max_length=40, required=False, help_text="Per esempio 328, o XII/2167.")
    giorno = campo_data("Data")
    emanante = forms.CharField(label="Chi lo ha emanato", max_length=150, required=False)
    titolo = forms.CharField(label="Titolo", max_length=600)

    def save(self, piano: Piano, *, autore: Utente) -> AttoNormativo:
        """Add it."""
        c = self.cleaned_data
        return testo.registra_atto(
            piano,
            tipo=TipoNorma(c["tipo"]),
            emanante=c["emanante"],
            numero=c["numero"],
            data=c["giorno"],
            titolo=c["titolo"],
            autore=autore,
        )


class ModuloParte(ModuloItaliano):
    """A new party."""

    invio = "Aggiungi la parte"

    ente = forms.ModelChoiceField(queryset=Ente.objects.none(), label="Ente")
    qualifica = forms.ChoiceField(label="Qualifica", choices=Qualifica.choices, initial=Qualifica.SOTTOSCRITTORE)
    rappresentante = forms.CharField(
        label="Rappresentato da",
        max_length=150,
        help_text="L'ufficio, non il nome della persona: Sindaco pro tempore, Direttore Generale.",
    )

    def __init__(self, *args: object, accordo: Accordo, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.accordo = accordo
        campo = cast("forms.ModelChoiceField[Ente]", self.fields["ente"])
        campo.queryset = (
            Ente.objects.exclude(tipo__in=_MAI_PARTI).exclude(accordi__accordo=accordo).order_by("tipo", "nome")
        )

    def save(self, *, autore: Utente) -> Parte:
        """Add it."""
        c = self.cleaned_data
        return struttura.aggiungi_parte(
            self.accordo,
            ente=c["ente"],
            qualifica=Qualifica(c["qualifica"]),
            rappresentante=c["rappresentante"],
            autore=autore,
        )


class ModuloCambiaParte(ModuloItaliano):
    """What a party is, and which office represents it."""

    qualifica = forms.ChoiceField(label="Qualifica", choices=Qualifica.choices)
    rappresentante = forms.CharField(
        label="Rappresentato da", max_length=150, help_text="L'ufficio, non il nome della persona."
    )

    def save(self, parte: Parte, *, autore: Utente) -> Parte:
        """Save it."""
        c = self.cleaned_data
        return struttura.cambia_parte(
            parte, qualifica=Qualifica(c["qualifica"]), rappresentante=c["rappresentante"], autore=autore
        )


class ModuloSegnaposto(ModuloItaliano):
    """A new slot."""

    invio = "Aggiungi il segnaposto"

    chiave = forms.CharField(
        label="Chiave", max_length=40, help_text="Minuscole, cifre e trattino basso: data_approvazione."
    )
    etichetta = forms.CharField(label="Che cosa è", max_length=150)
    valore = forms.CharField(
        label="Valore", max_length=500, required=False, help_text="Puoi lasciarlo vuoto e scriverlo dopo."
    )

    def save(self, accordo: Accordo, *, autore: Utente) -> Segnaposto:
        """Add it."""
        return struttura.aggiungi_segnaposto(accordo, autore=autore, **self.cleaned_data)


class ModuloValore(ModuloItaliano):
    """The value of a slot."""

    valore = forms.CharField(label="Valore", max_length=500, required=False)

    def save(self, segnaposto: Segnaposto, *, autore: Utente) -> Segnaposto:
        """Save it."""
        return struttura.scrivi_segnaposto(segnaposto, valore=self.cleaned_data["valore"], autore=autore)
