"""Forms of published blocks: the list's filters, a new one, its draft, its publication, its place in a plan."""

from typing import Any, ClassVar, cast

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import reverse

from ambiti.enums import TipoEnte
from ambiti.models import Ente
from core.forms import ModuloItaliano, ModuloRicerca
from core.storia import A_MANO, Modo
from core.testo import per_ricerca
from obiettivi.models import Triennio
from piani.actions.blocchi import DatiBlocco, crea_blocco, scrivi_blocco
from piani.enums import AChi, SpecieBlocco
from piani.forms.editor import CampoFormattato
from piani.forms.sezioni import CampoSezione, luoghi
from piani.models import Blocco, Piano, Sezione, VersioneBlocco
from utenti.models import Utente

STATI = (("bozza", "Mai pubblicato"), ("pubblicato", "Pubblicato"), ("ritirato", "Ritirato"))


class FiltroBlocchi(django_filters.FilterSet):  # type: ignore[misc]  # the library ships no types
    """One's blocks by title, kind and state."""

    q = django_filters.CharFilter(label="Titolo", method="filtra_testo", max_length=100)
    specie = django_filters.ChoiceFilter(label="Che cos'è", choices=SpecieBlocco.choices, empty_label="Testi e tabelle")
    stato = django_filters.ChoiceFilter(label="Stato", method="filtra_stato", choices=STATI, empty_label="Qualsiasi")

    class Meta:
        model = Blocco
        form = ModuloRicerca
        fields: ClassVar[list[str]] = []

    def filtra_testo(self, righe: "QuerySet[Blocco]", campo: str, testo: str) -> "QuerySet[Blocco]":
        """Keep the blocks whose title holds the words."""
        for parola in per_ricerca(testo).split():
            righe = righe.filter(cerca__contains=parola)
        return righe

    def filtra_stato(self, righe: "QuerySet[Blocco]", campo: str, stato: str) -> "QuerySet[Blocco]":
        """Keep the blocks never published, offered, withdrawn."""
        match stato:
            case "bozza":
                return righe.exclude(pk__in=VersioneBlocco.objects.values("blocco"))
            case "pubblicato":
                return righe.filter(pk__in=VersioneBlocco.objects.values("blocco"), ritirato_il=None)
            case _:
                return righe.filter(ritirato_il__isnull=False)


class _Ente(forms.ModelChoiceField[Ente]):
    def label_from_instance(self, obj: Ente) -> str:
        return obj.sigla or obj.nome_completo


class ModuloNuovoBlocco(ModuloItaliano):
    """What a new block is."""

    invio = "Comincia"

    ente = _Ente(
        Ente.objects.none(),
        label="Ente che lo pubblica",
        empty_label=None,
        error_messages={"required": "Scegli per quale ente scrivi."},
    )
    triennio = forms.ModelChoiceField(Triennio.objects.order_by("-inizio"), label="Triennio", empty_label=None)
    specie = forms.ChoiceField(label="Che cos'è", choices=SpecieBlocco.choices)
    titolo = forms.CharField(
        label="Titolo",
        max_length=300,
        help_text="Nei Piani diventa il titolo della sezione, o della tabella.",
        error_messages={"required": "Scrivi il titolo."},
    )
    a_chi = forms.ChoiceField(
        label="Chi lo può usare",
        choices=AChi.choices,
        help_text="I blocchi della Regione li possono usare tutti gli Ambiti.",
    )

    def __init__(self, *args: object, enti: QuerySet[Ente], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Ente]", self.fields["ente"]).queryset = enti

    def save(self, *, autore: Utente) -> Blocco:
        """Begin the draft."""
        c = self.cleaned_data
        specie = SpecieBlocco(c["specie"])
        return crea_blocco(c["ente"], c["triennio"], specie=specie, titolo=c["titolo"], a_chi=c["a_chi"], autore=autore)


class ModuloBlocco(ModuloItaliano):
    """The draft of a block: a text has its words, a table what it says of itself."""

    invio = "Salva la bozza"

    titolo = forms.CharField(label="Titolo", max_length=300, error_messages={"required": "Scrivi il titolo."})
    a_chi = forms.ChoiceField(label="Chi lo può usare", choices=AChi.choices)
    testo = CampoFormattato(label="Testo del blocco")
    fonte = forms.CharField(label="Fonte", max_length=300, required=False, help_text="Chi ha prodotto i dati.")
    anno = forms.CharField(label="Anno dei dati", max_length=20, required=False)
    nota = forms.CharField(label="Nota", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    orizzontale = forms.BooleanField(label="Su pagina orizzontale, nella stampa", required=False)
    revisione = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, blocco: Blocco, **kwargs: Any) -> None:
        self.blocco = blocco
        campi = ("titolo", "a_chi", "testo", "fonte", "anno", "nota", "orizzontale", "revisione")
        kwargs.setdefault("initial", {c: getattr(blocco, c) for c in campi})
        super().__init__(*args, **kwargs)
        self.helper.form_action = reverse("piani:blocco", args=[blocco.pk])
        self.togli(*(("testo",) if blocco.e_tabella else ("fonte", "anno", "nota", "orizzontale")))
        if blocco.ente.tipo == TipoEnte.REGIONE:
            cast("forms.ChoiceField", self.fields["a_chi"]).choices = [(AChi.REGIONE.value, AChi.REGIONE.label)]

    def save(self, *, autore: Utente, modo: Modo = A_MANO) -> Blocco:
        """Save the draft."""
        dati = cast("DatiBlocco", {k: v for k, v in self.cleaned_data.items() if k != "revisione"})
        return scrivi_blocco(self.blocco, dati=dati, revisione=self.cleaned_data["revisione"], autore=autore, modo=modo)


class ModuloPubblicaBlocco(ModuloItaliano):
    """What has changed, for who has the version before."""

    nota = forms.CharField(
        label="Che cosa è cambiato",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Lo legge chi ha già la versione di prima, prima di decidere.",
    )
    revisione = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, numero: int, **kwargs: Any) -> None:
        self.invio = f"Pubblica la versione {numero}"
        super().__init__(*args, **kwargs)


class ModuloInserisciTesto(ModuloItaliano):
    """Under which section of the plan a published text goes."""

    invio = "Inserisci nel Piano"
    sotto = forms.ChoiceField(
        label="Dove va", required=False, help_text="Diventa una sezione, in fondo: poi la sposti dalla struttura."
    )

    def __init__(self, *args: Any, piano: Piano, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["sotto"]).choices = luoghi(piano)


class ModuloInserisciTabella(ModuloItaliano):
    """In which section of the plan a published table goes."""

    invio = "Inserisci nel Piano"
    sezione = CampoSezione(
        Sezione.objects.none(),
        label="Sezione del Piano",
        empty_label="scegli la sezione",
        help_text="Va dopo le tabelle che la sezione ha già.",
        error_messages={"required": "Scegli in quale sezione sta la tabella."},
    )

    def __init__(self, *args: Any, sezioni: QuerySet[Sezione], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Sezione]", self.fields["sezione"]).queryset = sezioni
