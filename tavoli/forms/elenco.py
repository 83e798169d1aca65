"""Filters of the lists of tables, of applications and of contributions, kept in the address."""

from typing import ClassVar

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from ambiti.models import Ambito, Ats
from ambiti.queries import codici_e_nomi
from core.forms import ModuloRicerca
from core.testo import per_ricerca
from tavoli.enums import EsitoContributo, GenereContributo
from tavoli.models import Contributo, Domanda, Tavolo
from tavoli.queries import AMMESSE, IN_ATTESA, aperti_il


def _scelte_ats() -> list[tuple[str, str]]:
    return codici_e_nomi(Ats.objects.all())


def _scelte_ambiti() -> list[tuple[str, str]]:
    return codici_e_nomi(Ambito.objects.all())


class FiltroTavoli(django_filters.FilterSet):  # type: ignore[misc]  # the library ships no types
    """Tables by words, by where the notice stands, by ATS and Ambito. Without a choice, the open notices come first."""

    q = django_filters.CharFilter(label="Parole dell'avviso", method="filtra_testo", max_length=100)
    fase = django_filters.ChoiceFilter(
        label="Domande",
        method="filtra_fase",
        choices=[("aperti", "Aperte oggi"), ("arrivo", "Si aprono più avanti"), ("finiti", "Chiuse")],
        empty_label="Qualsiasi",
    )
    ats = django_filters.ChoiceFilter(
        label="ATS", field_name="ambito__ats__ente__codice", choices=_scelte_ats, empty_label="Tutte"
    )
    ambito = django_filters.ChoiceFilter(
        label="Ambito", method="filtra_ambito", choices=_scelte_ambiti, empty_label="Tutti"
    )

    class Meta:
        model = Tavolo
        form = ModuloRicerca
        fields: ClassVar[list[str]] = []

    def filtra_testo(self, righe: "QuerySet[Tavolo]", campo: str, testo: str) -> "QuerySet[Tavolo]":
        """Keep the tables that hold the text."""
        return righe.filter(cerca__contains=per_ricerca(testo))

    def filtra_fase(self, righe: "QuerySet[Tavolo]", campo: str, fase: str) -> "QuerySet[Tavolo]":
        """Keep the notices open today, those to come, those over."""
        oggi = timezone.localdate()
        if fase == "aperti":
            return righe.filter(aperti_il(oggi))
        if fase == "arrivo":
            return righe.filter(chiuso_il=None, annuncio_dal__gt=oggi)
        return righe.filter(Q(chiuso_il__isnull=False) | Q(annuncio_al__lt=oggi))

    def filtra_ambito(self, righe: "QuerySet[Tavolo]", campo: str, codice: str) -> "QuerySet[Tavolo]":
        """Keep the tables that an Ambito keeps or shares."""
        condivisi = Tavolo.altri_ambiti.through.objects.filter(ambito__ente__codice=codice).values("tavolo_id")
        return righe.filter(Q(ambito__ente__codice=codice) | Q(pk__in=condivisi))


class FiltroDomande(django_filters.FilterSet):  # type: ignore[misc]  # the library ships no types
    """Applications by body and by answer."""

    q = django_filters.CharFilter(label="Nome dell'ente", method="filtra_testo", max_length=100)
    esito = django_filters.ChoiceFilter(
        label="A che punto è",
        method="filtra_esito",
        choices=[("attesa", "In attesa"), ("ammesse", "Ammesse"), ("respinte", "Respinte"), ("ritirate", "Ritirate")],
        empty_label="Qualsiasi",
    )

    ESITI: ClassVar[dict[str, Q]] = {
        "attesa": IN_ATTESA,
        "ammesse": AMMESSE,
        "respinte": Q(respinta_il__isnull=False),
        "ritirate": Q(ritirata_il__isnull=False),
    }

    class Meta:
        model = Domanda
        form = ModuloRicerca
        fields: ClassVar[list[str]] = []

    def filtra_testo(self, righe: "QuerySet[Domanda]", campo: str, testo: str) -> "QuerySet[Domanda]":
        """Keep the bodies that hold the text."""
        return righe.filter(ente__cerca__contains=per_ricerca(testo))

    def filtra_esito(self, righe: "QuerySet[Domanda]", campo: str, esito: str) -> "QuerySet[Domanda]":
        """Keep those of one answer."""
        return righe.filter(self.ESITI[esito])


class FiltroContributi(django_filters.FilterSet):  # type: ignore[misc]  # the library ships no types
    """Contributions by words, kind, answer."""

    q = django_filters.CharFilter(label="Titolo o ente", method="filtra_testo", max_length=100)
    genere = django_filters.ChoiceFilter(label="Che cosa porta", choices=GenereContributo.choices, empty_label="Tutto")
    esito = django_filters.ChoiceFilter(
        label="Risposta",
        method="filtra_esito",
        choices=[("senza", "Ancora senza risposta"), *EsitoContributo.choices],
        empty_label="Qualsiasi",
    )

    class Meta:
        model = Contributo
        form = ModuloRicerca
        fields: ClassVar[list[str]] = []

    def filtra_testo(self, righe: "QuerySet[Contributo]", campo: str, testo: str) -> "QuerySet[Contributo]":
        """Keep those whose title, or body, holds the text."""
        return righe.filter(Q(titolo__icontains=testo) | Q(ente__cerca__contains=per_ricerca(testo)))

    def filtra_esito(self, righe: "QuerySet[Contributo]", campo: str, esito: str) -> "QuerySet[Contributo]":
        """Keep those without an answer, or with one of a kind."""
        return righe.filter(risposta=None) if esito == "senza" else righe.filter(risposta__esito=esito)
