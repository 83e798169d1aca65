"""The form of a chart: which columns, drawn how, told how to who does not see it."""

from typing import Any, cast

from django import forms

from core.forms import ModuloItaliano
from piani.actions.grafici import DatiDisegno, aggiungi_grafico, cambia_grafico
from piani.enums import TipoGrafico
from piani.models import Tabella
from utenti.models import Utente

DISEGNI = [
    (TipoGrafico.BARRE.value, "Barre orizzontali"),
    (TipoGrafico.COLONNE.value, "Barre verticali"),
    (TipoGrafico.IMPILATE.value, "Barre impilate"),
    (TipoGrafico.IMPILATE_CENTO.value, "Barre impilate, in percentuale"),
    (TipoGrafico.LINEE.value, "Linee"),
    (TipoGrafico.TORTA.value, "Torta"),
    (TipoGrafico.PIRAMIDE.value, "Piramide della popolazione"),
]


class ModuloGrafico(ModuloItaliano):
    """A chart of the table `fonte`; with `grafico`, the one to change."""

    titolo = forms.CharField(label="Titolo del grafico", max_length=300)
    grafico = forms.ChoiceField(label="Come si disegna", choices=DISEGNI)
    etichette = forms.ChoiceField(label="Le voci", help_text="La colonna con i nomi: Comuni, anni, classi di età.")
    serie = forms.MultipleChoiceField(
        label="I numeri",
        widget=forms.CheckboxSelectMultiple,
        help_text="Una o più colonne: due per la piramide, una per la torta. I totali non si disegnano.",
    )
    alternativo = forms.CharField(
        label="Che cosa mostra, per chi non lo vede",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=1000,
        help_text="Una o due frasi. Se lo lasci vuoto lo scrive il portale; i valori ci sono sempre tutti.",
    )
    nota = forms.CharField(label="Nota", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    revisione = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, fonte: Tabella, grafico: Tabella | None = None, **kwargs: Any) -> None:
        self.fonte, self.disegno = fonte, grafico
        kwargs.setdefault("initial", _iniziali(fonte, grafico))
        super().__init__(*args, **kwargs)
        self.helper.form_tag = False
        self.helper.inputs = []
        colonne = fonte.colonne
        cast("forms.ChoiceField", self.fields["etichette"]).choices = [(c["chiave"], c["titolo"]) for c in colonne]
        numeriche = [(c["chiave"], c["titolo"]) for c in colonne if c["tipo"] not in ("testo", "anno")]
        cast("forms.ChoiceField", self.fields["serie"]).choices = numeriche

    def dati(self) -> DatiDisegno:
        """Return what was chosen."""
        c = self.cleaned_data
        return DatiDisegno(c["titolo"], c["grafico"], c["etichette"], tuple(c["serie"]), c["alternativo"], c["nota"])

    def save(self, *, autore: Utente) -> Tabella:
        """Add the chart, or change it."""
        if self.disegno is None:
            return aggiungi_grafico(self.fonte, dati=self.dati(), autore=autore)
        revisione = self.cleaned_data["revisione"] or 0
        return cambia_grafico(self.disegno, dati=self.dati(), revisione=revisione, autore=autore)


def _iniziali(fonte: Tabella, grafico: Tabella | None) -> dict[str, object]:
    if grafico is not None:
        return {
            "titolo": grafico.titolo,
            "grafico": grafico.grafico,
            "etichette": grafico.vista.get("etichette", ""),
            "serie": grafico.vista.get("serie", []),
            "alternativo": grafico.alternativo,
            "nota": grafico.nota,
            "revisione": grafico.revisione,
        }
    numeriche = [c["chiave"] for c in fonte.colonne if c["tipo"] not in ("testo", "anno")]
    prima = fonte.colonne[0]["chiave"] if fonte.colonne else ""
    return {"titolo": fonte.titolo, "grafico": TipoGrafico.BARRE, "etichette": prima, "serie": numeriche[:1]}
