"""Lists of bodies as pages and exports read them. Bodies are public: there is nothing to hide here."""

import datetime as dt
from typing import TypedDict

from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.utils import timezone
from django_stubs_ext import WithAnnotations

from ambiti.models import Ambito, Appartenenza, Asst, Ats, Capofila, Collegamento, Comune, Distretto, Popolazione
from core.testo import per_ricerca


class AmbitoContato(TypedDict):
    """What the list adds to an Ambito."""

    quanti_comuni: int


class ComuneCollocato(TypedDict):
    """What the list adds to a Comune: its Ambito today, None while it is unknown."""

    ambito_codice: str | None
    ambito_nome: str | None


class AtsContata(TypedDict):
    """What the list adds to an ATS."""

    quanti_ambiti: int
    quante_asst: int


def valido_il(giorno: dt.date | None = None, percorso: str = "") -> Q:
    """Return the condition that a dated link holds on `giorno` (default today), ends included.

    `percorso` is the lookup that leads to the link, with its ``__`` at the end.
    """
    oggi = giorno or timezone.localdate()
    dal, al = f"{percorso}dal", f"{percorso}al"
    return (Q(**{dal: None}) | Q(**{f"{dal}__lte": oggi})) & (Q(**{al: None}) | Q(**{f"{al}__gte": oggi}))


def _collegamenti() -> "Prefetch[str, QuerySet[Collegamento], str]":
    collegamenti = (
        Collegamento.objects.filter(valido_il())
        .select_related("asst__ente", "distretto__ente")
        .order_by("asst__ente__codice", "distretto__ente__codice")
    )
    return Prefetch("collegamenti", queryset=collegamenti)


def ambiti_in_elenco() -> "QuerySet[WithAnnotations[Ambito, AmbitoContato]]":
    """Ambiti with ATS, the links of today and the number of their known Comuni; by name."""
    comuni = (
        Appartenenza.objects.filter(valido_il(), ambito=OuterRef("pk"))
        .order_by()
        .values("ambito")
        .annotate(quanti=Count("pk"))
        .values("quanti")
    )
    return (
        Ambito.objects.select_related("ente", "ats__ente")
        .prefetch_related(_collegamenti())
        .annotate(quanti_comuni=Subquery(comuni))
        .order_by("ente__nome")
    )


def che_si_chiamano(testo: str) -> Q:
    """Return the condition on `ente` that name, short name or code hold `testo`, whatever accents and case."""
    return Q(ente__cerca__contains=per_ricerca(testo))


def prima_chi_comincia(testo: str) -> Case:
    """Return the order that puts first the bodies whose name starts with `testo`."""
    return Case(When(ente__cerca__startswith=per_ricerca(testo), then=0), default=1)


def ambiti_trovati(testo: str) -> Q:
    """Return the condition that an Ambito, or one of its Comuni today, holds `testo` in name or code."""
    comuni = Appartenenza.objects.filter(
        valido_il(), ambito=OuterRef("pk"), comune__ente__cerca__contains=per_ricerca(testo)
    )
    return che_si_chiamano(testo) | Q(Exists(comuni))


def ambiti_della_asst(codice: str) -> Exists:
    """Return the condition that an Ambito works today with the ASST of this code."""
    return Exists(Collegamento.objects.filter(valido_il(), ambito=OuterRef("pk"), asst__ente__codice=codice))


def comuni_in_elenco() -> "QuerySet[WithAnnotations[Comune, ComuneCollocato]]":
    """Comuni with the Ambito they belong to today, or None; by name."""
    oggi = Appartenenza.objects.filter(valido_il(), comune=OuterRef("pk")).order_by("pk")
    return (
        Comune.objects.select_related("ente")
        .annotate(
            ambito_codice=Subquery(oggi.values("ambito__ente__codice")[:1]),
            ambito_nome=Subquery(oggi.values("ambito__ente__nome")[:1]),
        )
        .order_by("ente__nome", "ente__codice")
    )


def comuni_di(ambito: Ambito) -> "QuerySet[Comune]":
    """Comuni that belong to the Ambito today, by name."""
    oggi = Appartenenza.objects.filter(valido_il(), ambito=ambito)
    return Comune.objects.filter(pk__in=oggi.values("comune")).select_related("ente").order_by("ente__nome")


def capofila_di(ambito: Ambito) -> Capofila | None:
    """The body that leads the Ambito today, or None while it is unknown."""
    return Capofila.objects.filter(valido_il(), ambito=ambito).select_related("ente").order_by("-dal").first()


def popolazione_di(ambito: Ambito) -> "QuerySet[Popolazione]":
    """Residents of the Ambito, newest first."""
    return Popolazione.objects.filter(ente=ambito.ente_id).order_by("-giorno")


def ats_in_elenco() -> "QuerySet[WithAnnotations[Ats, AtsContata]]":
    """ATS with the number of their Ambiti and ASST; by code, as Allegato C lists them."""
    return (
        Ats.objects.select_related("ente")
        .annotate(quanti_ambiti=Count("ambiti", distinct=True), quante_asst=Count("asst", distinct=True))
        .order_by("ente__codice")
    )


def asst_della(ats: Ats) -> "QuerySet[Asst]":
    """ASST of an ATS, by code."""
    return Asst.objects.filter(ats=ats).select_related("ente").order_by("ente__codice")


def distretti_della(ats: Ats) -> "QuerySet[Distretto]":
    """Distretti that work today with the Ambiti of an ATS, by code."""
    oggi = Collegamento.objects.filter(valido_il(), ambito__ats=ats)
    return Distretto.objects.filter(pk__in=oggi.values("distretto")).select_related("ente").order_by("ente__codice")


def province() -> list[str]:
    """The provinces of the Comuni, in order."""
    return list(Comune.objects.order_by("provincia").values_list("provincia", flat=True).distinct())


def codici_e_nomi(righe: "QuerySet[Ats] | QuerySet[Asst] | QuerySet[Ambito]") -> list[tuple[str, str]]:
    """Return (code, name) of bodies, for a choice in a filter."""
    coppie = righe.order_by("ente__nome").annotate(codice_ente=F("ente__codice"), nome_ente=F("ente__nome"))
    return [(codice, nome) for codice, nome in coppie.values_list("codice_ente", "nome_ente")]
