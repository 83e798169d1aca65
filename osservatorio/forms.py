"""Filters of the public lists, kept in the address."""

from typing import ClassVar

import django_filters
from django.db.models import Exists, OuterRef, QuerySet

from ambiti.models import Ambito, Appartenenza, Asst, Ats, Comune
from ambiti.queries import (
    ambiti_della_asst,
    ambiti_trovati,
    che_si_chiamano,
    codici_e_nomi,
    province,
    valido_il,
)
from core.forms import ModuloRicerca
from piani.queries import piani_pubblici


def _scelte_ats() -> list[tuple[str, str]]:
    return codici_e_nomi(Ats.objects.all())


def _scelte_asst() -> list[tuple[str, str]]:
    return codici_e_nomi(Asst.objects.all())


def _scelte_province() -> list[tuple[str, str]]:
    return [(sigla, sigla) for sigla in province()]


class FiltroAmbiti(django_filters.FilterSet):  # type: ignore[misc]  # the library ships no types
    """Ambiti by name, code or Comune, by ATS, ASST and published plan."""

    q = django_filters.CharFilter(label="Nome, codice o Comune", method="filtra_testo", max_length=100)
    ats = django_filters.ChoiceFilter(
        label="ATS", field_name="ats__ente__codice", choices=_scelte_ats, empty_label="Tutte"
    )
    asst = django_filters.ChoiceFilter(label="ASST", method="filtra_asst", choices=_scelte_asst, empty_label="Tutte")
    piano = django_filters.ChoiceFilter(
        label="Piano di Zona",
        method="filtra_piano",
        choices=[("con", "Pubblicato"), ("senza", "Non ancora pubblicato")],
        empty_label="Qualsiasi",
    )
    ordina = django_filters.OrderingFilter(
        label="Ordina per",
        fields=[("ente__nome", "nome"), ("ente__codice", "codice"), ("ats__ente__nome", "ats")],
        choices=[("nome", "Nome"), ("-nome", "Nome, dalla Z"), ("codice", "Codice"), ("ats", "ATS")],
        empty_label=None,
    )

    class Meta:
        model = Ambito
        form = ModuloRicerca
        fields: ClassVar[list[str]] = []

    def filtra_testo(self, righe: "QuerySet[Ambito]", campo: str, testo: str) -> "QuerySet[Ambito]":
        """Keep the Ambiti that hold the text."""
        return righe.filter(ambiti_trovati(testo))

    def filtra_asst(self, righe: "QuerySet[Ambito]", campo: str, codice: str) -> "QuerySet[Ambito]":
        """Keep the Ambiti that work with the ASST."""
        return righe.filter(ambiti_della_asst(codice))

    def filtra_piano(self, righe: "QuerySet[Ambito]", campo: str, scelta: str) -> "QuerySet[Ambito]":
        """Keep the Ambiti with, or without, a published plan."""
        pubblicato = Exists(piani_pubblici().filter(ambito=OuterRef("pk")))
        return righe.filter(pubblicato if scelta == "con" else ~pubblicato)


class FiltroComuni(django_filters.FilterSet):  # type: ignore[misc]  # the library ships no types
    """Comuni by name or ISTAT code, province, known Ambito."""

    q = django_filters.CharFilter(label="Nome o codice ISTAT", method="filtra_testo", max_length=100)
    provincia = django_filters.ChoiceFilter(
        label="Provincia", field_name="provincia", choices=_scelte_province, empty_label="Tutte"
    )
    ambito = django_filters.ChoiceFilter(
        label="Ambito",
        method="filtra_ambito",
        choices=[("noto", "Noto"), ("non-noto", "Non ancora noto")],
        empty_label="Qualsiasi",
    )

    class Meta:
        model = Comune
        form = ModuloRicerca
        fields: ClassVar[list[str]] = []

    def filtra_testo(self, righe: "QuerySet[Comune]", campo: str, testo: str) -> "QuerySet[Comune]":
        """Keep the Comuni that hold the text."""
        return righe.filter(che_si_chiamano(testo))

    def filtra_ambito(self, righe: "QuerySet[Comune]", campo: str, scelta: str) -> "QuerySet[Comune]":
        """Keep the Comuni whose Ambito is known, or is not."""
        noto = Exists(Appartenenza.objects.filter(valido_il(), comune=OuterRef("pk")))
        return righe.filter(noto if scelta == "noto" else ~noto)
