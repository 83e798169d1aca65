"""Forms of who keeps a table: the notice, themes, meetings, papers, plans."""

from typing import cast

from django import forms
from django.db.models import QuerySet

from ambiti.models import Ambito, Ente
from core.forms import ModuloItaliano
from documenti.caricamenti import FileDaConservare
from documenti.enums import TipoFile
from piani.forms.editor import CampoFormattato
from piani.models import Piano
from tavoli.actions.tavoli import DatiTavolo, cambia_tavolo, crea_tavolo
from tavoli.enums import Soggetto
from tavoli.models import Tavolo
from tavoli.queries import piani_collegabili
from utenti.models import Utente


def _data(etichetta: str, aiuto: str) -> forms.DateField:
    return forms.DateField(
        label=etichetta,
        required=False,
        help_text=aiuto,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class ModuloTavolo(ModuloItaliano):
    """What the notice of a table says."""

    invio = "Salva l'avviso"

    titolo = forms.CharField(label="Titolo", max_length=200, help_text="Per esempio: Tavolo sull'abitare.")
    presentazione = CampoFormattato(label="Di che cosa si parla", righe=10)
    invitati = forms.MultipleChoiceField(
        label="Chi è invitato", choices=Soggetto.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    nota_invitati = forms.CharField(
        label="Chi può partecipare, in parole",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Per esempio: l'iscrizione al RUNTS serve solo agli enti del Terzo Settore; sindacati, scuole e parrocchie partecipano senza.",
    )
    responsabile = forms.CharField(
        label="Ufficio responsabile",
        required=False,
        max_length=200,
        help_text="L'ufficio a cui scrivere, non la persona.",
    )
    annuncio_dal = _data("Domande dal", "Il primo giorno in cui si può chiedere di partecipare.")
    annuncio_al = _data("Domande fino al", "L'ultimo giorno, compreso.")
    altri_ambiti = forms.ModelMultipleChoiceField(
        label="Altri Ambiti che il tavolo riguarda",
        queryset=Ambito.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Quelli della stessa ATS. I loro uffici leggono i contributi e collegano i propri Piani.",
    )

    piani = forms.ModelMultipleChoiceField(
        label="Per quali Piani lavora",
        queryset=Piano.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Chi siede al tavolo legge questi Piani mentre sono in consultazione.",
    )

    def __init__(self, *args: object, ambito: Ambito, tavolo: Tavolo | None = None, **kwargs: object) -> None:
        self.ambito, self.tavolo = ambito, tavolo
        if tavolo is not None:
            kwargs.setdefault("initial", self._iniziali(tavolo))
        super().__init__(*args, **kwargs)
        # The page puts the editor's scripts in the head, with the nonce of its answer.
        self.helper.include_media = False
        vicini = Ambito.objects.filter(ats=ambito.ats_id).exclude(pk=ambito.pk).select_related("ente")
        cast("forms.ModelMultipleChoiceField[Ambito]", self.fields["altri_ambiti"]).queryset = vicini
        if tavolo is None:
            cast("forms.ModelMultipleChoiceField[Piano]", self.fields["piani"]).queryset = piani_collegabili([ambito])
        else:
            # The plans of a table that is there have a page of their own, where each office links its own.
            self.fields["revisione"] = forms.IntegerField(widget=forms.HiddenInput)
            self.togli("piani")

    @staticmethod
    def _iniziali(tavolo: Tavolo) -> dict[str, object]:
        campi = ("titolo", "presentazione", "invitati", "nota_invitati", "responsabile", "annuncio_dal", "annuncio_al")
        altri = list(tavolo.altri_ambiti.values_list("pk", flat=True))
        return {**{c: getattr(tavolo, c) for c in campi}, "altri_ambiti": altri, "revisione": tavolo.revisione}

    def clean(self) -> dict[str, object]:
        """The days are in order."""
        puliti = super().clean()
        dal, al = self.cleaned_data.get("annuncio_dal"), self.cleaned_data.get("annuncio_al")
        if dal and al and al < dal:
            self.add_error("annuncio_al", "L'ultimo giorno viene prima del primo: correggi le date.")
        return puliti

    def save(self, *, autore: Utente) -> Tavolo:
        """Open the table, or save its notice."""
        c = self.cleaned_data
        dati: DatiTavolo = {
            "titolo": c["titolo"],
            "presentazione": c["presentazione"],
            "invitati": c["invitati"],
            "nota_invitati": c["nota_invitati"],
            "responsabile": c["responsabile"],
            "annuncio_dal": c["annuncio_dal"],
            "annuncio_al": c["annuncio_al"],
        }
        if self.tavolo is None:
            return crea_tavolo(self.ambito, dati=dati, altri_ambiti=c["altri_ambiti"], piani=c["piani"], autore=autore)
        return cambia_tavolo(
            self.tavolo, dati=dati, altri_ambiti=c["altri_ambiti"], revisione=c["revisione"], autore=autore
        )


class ModuloPiani(ModuloItaliano):
    """For which plans the table works."""

    invio = "Collega i Piani"

    piani = forms.ModelMultipleChoiceField(
        label="Piani del tuo Ambito",
        queryset=Piano.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Chi siede al tavolo legge questi Piani mentre sono in consultazione.",
    )

    def __init__(self, *args: object, collegabili: "QuerySet[Piano]", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelMultipleChoiceField[Piano]", self.fields["piani"]).queryset = collegabili


class ModuloTema(ModuloItaliano):
    """A theme."""

    invio = "Salva il tema"

    titolo = forms.CharField(label="Tema", max_length=200)
    testo = forms.CharField(
        label="Che cosa si chiede",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Le domande a cui il tavolo deve rispondere.",
    )


class ModuloIncontro(ModuloItaliano):
    """When and where the table meets."""

    invio = "Salva l'incontro"

    quando = forms.DateTimeField(
        label="Giorno e ora", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    luogo = forms.CharField(label="Luogo", max_length=200, help_text="Sede e indirizzo, o «in linea».")
    argomento = forms.CharField(label="Di che cosa si parla", max_length=300)


class ModuloVerbale(ModuloItaliano):
    """Who was there, and the minutes."""

    invio = "Registra"

    presenti = forms.ModelMultipleChoiceField(
        label="Enti presenti", queryset=Ente.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    verbale = FileDaConservare(
        label="Verbale (PDF)",
        tipi=frozenset({TipoFile.PDF}),
        required=False,
        help_text="Lo leggono gli enti del tavolo. Se lo carichi di nuovo, prende il posto di quello di prima.",
    )

    def __init__(self, *args: object, membri: "QuerySet[Ente]", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelMultipleChoiceField[Ente]", self.fields["presenti"]).queryset = membri


class ModuloDocumento(ModuloItaliano):
    """A paper that anyone may read."""

    invio = "Aggiungi il documento"

    titolo = forms.CharField(label="Titolo", max_length=200)
    file = FileDaConservare(label="File (PDF)", tipi=frozenset({TipoFile.PDF}), help_text="Chiunque potrà leggerlo.")


class ModuloChiusura(ModuloItaliano):
    """How the table ended."""

    invio = "Chiudi il tavolo"

    sintesi = forms.CharField(
        label="Come è finito",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="In poche righe: quanti contributi, che cosa è entrato nel Piano. Lo legge chiunque.",
    )
