"""Forms of a data table: what it says of itself, a new one."""

from django import forms
from django.urls import reverse

from core.forms import ModuloItaliano
from piani.actions.tabelle import DatiTabella, cambia_dati_tabella
from piani.enums import SpecieTabella, TipoGrafico
from piani.models import Tabella
from utenti.models import Utente


class ModuloDatiTabella(ModuloItaliano):
    """What a table says of itself."""

    invio = "Salva i dati della tabella"

    titolo = forms.CharField(label="Titolo", max_length=300)
    specie = forms.ChoiceField(label="Che cos'è", choices=SpecieTabella.choices, help_text="Decide come è numerata.")
    grafico = forms.ChoiceField(
        label="Come si disegna", choices=[("", "Solo tabella"), *TipoGrafico.choices], required=False
    )
    fonte = forms.CharField(label="Fonte", max_length=300, required=False, help_text="Chi ha prodotto i dati.")
    anno = forms.CharField(label="Anno dei dati", max_length=20, required=False)
    nota = forms.CharField(label="Nota", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    orizzontale = forms.BooleanField(label="Su pagina orizzontale, nella stampa", required=False)
    revisione = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: object, tabella: Tabella, **kwargs: object) -> None:
        self.tabella = tabella
        campi = ("titolo", "specie", "grafico", "fonte", "anno", "nota", "orizzontale", "revisione")
        kwargs.setdefault("initial", {c: getattr(tabella, c) for c in campi})
        super().__init__(*args, **kwargs)
        self.helper.attrs["data-segue-sezione"] = ""
        self.helper.form_action = reverse(
            "piani:tabella_dati", kwargs={**tabella.piano.indirizzo, "chiave": tabella.chiave}
        )

    def save(self, *, autore: Utente) -> Tabella:
        """Save the data."""
        c = self.cleaned_data
        dati: DatiTabella = {
            "titolo": " ".join(c["titolo"].split()),
            "specie": c["specie"],
            "fonte": c["fonte"],
            "anno": c["anno"],
            "nota": c["nota"],
            "grafico": c["grafico"],
            "orizzontale": c["orizzontale"],
        }
        return cambia_dati_tabella(self.tabella, dati=dati, revisione=c["revisione"], autore=autore)


class ModuloNuovaTabella(ModuloItaliano):
    """Title of a new table."""

    invio = "Aggiungi la tabella"

    titolo = forms.CharField(label="Titolo della tabella", max_length=300)
