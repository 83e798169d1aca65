"""Filters of the list of plans, kept in the address."""

from typing import ClassVar

import django_filters
from django.db.models import QuerySet

from ambiti.models import Ats
from ambiti.queries import codici_e_nomi
from core.forms import ModuloRicerca
from core.testo import per_ricerca
from obiettivi.models import Triennio
from piani.enums import Stato
from piani.models import Piano


def _scelte_ats() -> list[tuple[str, str]]:
    return codici_e_nomi(Ats.objects.all())


def _scelte_trienni() -> list[tuple[str, str]]:
    return [(codice, codice) for codice in Triennio.objects.values_list("codice", flat=True)]


class FiltroPiani(django_filters.FilterSet):  # type: ignore[misc]  # the library ships no types
    """Plans by Ambito, period, state, ATS."""

    q = django_filters.CharFilter(label="Ambito, nome o codice", method="filtra_testo", max_length=100)
    triennio = django_filters.ChoiceFilter(
        label="Triennio", field_name="triennio__codice", choices=_scelte_trienni, empty_label="Tutti"
    )
    stato = django_filters.ChoiceFilter(label="Stato", choices=Stato.choices, empty_label="Qualsiasi")
    ats = django_filters.ChoiceFilter(
        label="ATS", field_name="ambito__ats__ente__codice", choices=_scelte_ats, empty_label="Tutte"
    )
    ordina = django_filters.OrderingFilter(
        label="Ordina per",
        fields=[
            ("ambito__ente__nome", "ambito"),
            ("triennio__inizio", "triennio"),
            ("modificato_il", "modifica"),
        ],
        choices=[
            ("ambito", "Ambito"),
            ("-ambito", "Ambito, dalla Z"),
            ("-triennio", "Triennio più recente"),
            ("-modifica", "Ultima modifica"),
        ],
        empty_label=None,
    )

    class Meta:
        model = Piano
        form = ModuloRicerca
        fields: ClassVar[list[str]] = []

    def filtra_testo(self, righe: "QuerySet[Piano]", campo: str, testo: str) -> "QuerySet[Piano]":
        """Keep the plans of the Ambiti that hold the text."""
        return righe.filter(ambito__ente__cerca__contains=per_ricerca(testo))
