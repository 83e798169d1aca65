"""Forms of the outcomes of the last triennium."""

from typing import cast

from django import forms
from django.db.models import QuerySet

from core.forms import ModuloItaliano, ModuloRicerca
from obiettivi.enums import CriterioGrado, FasciaGrado
from piani.forms.sezioni import CampoSezione
from piani.models import Sezione, VoceScheda

CRITERI = [(c.value, c.label) for c in CriterioGrado if c]


class FiltroEsiti(ModuloRicerca):
    """Filters of the list, kept in the address."""

    q = forms.CharField(label="Codice o titolo", required=False, max_length=100)
    fascia = forms.ChoiceField(
        label="Grado",
        required=False,
        choices=[("", "Qualsiasi"), *FasciaGrado.choices, ("senza", "senza grado")],
    )
    stato = forms.ChoiceField(
        label="Che cosa manca",
        required=False,
        choices=[
            ("", "Qualsiasi"),
            ("da_scrivere", "Ha righe vuote"),
            ("senza_seguito", "Non dice che cosa ne è stato"),
            ("da_collegare", "Manca il nuovo obiettivo"),
        ],
    )


class _ModuloPrepara(ModuloItaliano):
    """Where the sheets go, and how the degree is counted."""

    invio = "Prepara le schede"
    sezione = CampoSezione(
        Sezione.objects.none(),
        label="Sezione del Piano",
        empty_label="scegli la sezione",
        error_messages={"required": "Scegli in quale sezione stanno gli esiti."},
    )
    criterio = forms.ChoiceField(
        label="Quando un'azione conta come realizzata",
        choices=CRITERI,
        widget=forms.RadioSelect,
        initial=CriterioGrado.REALIZZATE,
        help_text=(
            "La DGR divide le azioni realizzate per quelle programmate; alcuni Ambiti contano anche quelle avviate. Vale per "
            "tutte le schede, e in ognuna si può cambiare."
        ),
    )

    def __init__(self, *args: object, sezioni: QuerySet[Sezione], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        campo = cast("forms.ModelChoiceField[Sezione]", self.fields["sezione"])
        campo.queryset = sezioni
        solita = sezioni.filter(voce_formato__chiave="esiti").last()
        if solita is not None:
            campo.initial = solita.pk


class ModuloDalPiano(_ModuloPrepara):
    """The objectives of the plan before: those to evaluate."""

    obiettivi = forms.ModelMultipleChoiceField(
        VoceScheda.objects.none(),
        label="Obiettivi",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Scegli almeno un obiettivo."},
    )
    field_order = ("obiettivi", "sezione", "criterio")

    def __init__(self, *args: object, voci: list[VoceScheda], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on untouched
        campo = cast("forms.ModelMultipleChoiceField[VoceScheda]", self.fields["obiettivi"])
        campo.queryset = VoceScheda.objects.filter(pk__in=[v.pk for v in voci]).select_related("scheda").order_by("pk")
        campo.initial = [v.pk for v in voci]


class ModuloDaUnElenco(_ModuloPrepara):
    """The objectives typed as a list."""

    elenco = forms.CharField(
        label="Obiettivi del triennio scorso",
        widget=forms.Textarea(attrs={"rows": 10, "class": "form-control"}),
        help_text=(
            "Un obiettivo per riga: codice, punto e virgola, titolo. Sotto, se vuoi, le sue azioni, una per riga, "
            "con un trattino davanti."
        ),
        error_messages={"required": "Scrivi almeno un obiettivo."},
    )
    field_order = ("elenco", "sezione", "criterio")
