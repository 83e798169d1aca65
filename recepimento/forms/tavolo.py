"""Filters of the board, kept in the address."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet

from ambiti.models import Ambito, Ats
from ambiti.queries import codici_e_nomi
from core.forms import ModuloRicerca
from core.testo import per_ricerca
from obiettivi.models import Triennio
from piani.enums import Stato
from piani.regole_passi import TURNO
from recepimento.queries.tavolo import SENZA_PIANO, stati_del_turno

_TURNI = [(nome, nome) for nome in dict.fromkeys(nome for nome, _ in TURNO.values())]


def _scelte_ats() -> list[tuple[str, str]]:
    return codici_e_nomi(Ats.objects.all())


class FiltroTavolo(django_filters.FilterSet):  # type: ignore[misc]  # the library ships no types
    """Ambiti by name, state of the plan, turn, ATS (for who follows more than one), triennium."""

    q = django_filters.CharFilter(label="Ambito, nome o codice", method="filtra_testo", max_length=100)
    stato = django_filters.ChoiceFilter(
        label="Stato",
        choices=[(SENZA_PIANO, "Senza Piano"), *Stato.choices],
        method="filtra_stato",
        empty_label="Qualsiasi",
    )
    turno = django_filters.ChoiceFilter(
        label="A chi tocca", choices=_TURNI, method="filtra_turno", empty_label="Chiunque"
    )
    ats = django_filters.ChoiceFilter(
        label="ATS", field_name="ats__ente__codice", choices=_scelte_ats, empty_label="Tutte"
    )
    triennio = django_filters.ChoiceFilter(label="Triennio", choices=[], method="gia_scelto", empty_label=None)

    class Meta:
        model = Ambito
        form = ModuloRicerca
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: object, trienni: list[Triennio], piu_ats: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.filters["triennio"].extra["choices"] = [(t.codice, t.codice) for t in trienni]
        if not piu_ats:
            del self.filters["ats"]

    def filtra_testo(self, righe: "QuerySet[Any]", campo: str, testo: str) -> "QuerySet[Any]":
        """Keep the Ambiti that hold the text."""
        return righe.filter(ente__cerca__contains=per_ricerca(testo))

    def filtra_stato(self, righe: "QuerySet[Any]", campo: str, stato: str) -> "QuerySet[Any]":
        """Keep the Ambiti whose plan is in that state, or that have none."""
        return righe.filter(stato_piano=None) if stato == SENZA_PIANO else righe.filter(stato_piano=stato)

    def filtra_turno(self, righe: "QuerySet[Any]", campo: str, turno: str) -> "QuerySet[Any]":
        """Keep the Ambiti where it is that turn."""
        return righe.filter(stato_piano__in=stati_del_turno(turno))

    def gia_scelto(self, righe: "QuerySet[Any]", campo: str, triennio: str) -> "QuerySet[Any]":
        """The triennium has chosen the plans before: here it only keeps its place among the filters."""
        return righe
