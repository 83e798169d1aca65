"""The filters of the list of comments, kept in the address."""

from collections.abc import Callable, Iterable
from typing import ClassVar

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet

from ambiti.models import Ente
from core.forms import ModuloRicerca
from core.testo import per_ricerca
from piani.enums import EsitoCommento
from piani.models import Commento
from piani.queries_discussioni import Discussione
from utenti.models import Utente

Righe = QuerySet[Commento]
ORDINI: dict[str, tuple[str, Callable[[Discussione], object], bool]] = {
    "recenti": ("Le ultime parole per prime", lambda d: (d.ultima.scritto_il, d.radice.pk), True),
    "vecchi": ("I più vecchi per primi", lambda d: (d.radice.scritto_il, d.radice.pk), False),
    "piano": ("Nell'ordine del Piano", lambda d: (d.posto, d.radice.scritto_il), False),
}


def _risposte(**condizione: object) -> Exists:
    return Exists(Commento.objects.filter(risponde_a=OuterRef("pk"), ritirato_il=None, **condizione))


class FiltroCommenti(django_filters.FilterSet):  # type: ignore[misc]  # the library ships no types
    """Threads by what they say, who is in them, where they stand and whether they are settled."""

    q = django_filters.CharFilter(label="Parole del commento", method="filtra_parole", max_length=100)
    aperti = django_filters.ChoiceFilter(
        label="Quali", method="filtra_aperti", choices=[("si", "Da risolvere"), ("no", "Risolti")], empty_label="Tutti"
    )
    esito = django_filters.ChoiceFilter(
        label="Che cosa ne è stato", choices=EsitoCommento.choices, empty_label="Qualunque"
    )
    di = django_filters.ChoiceFilter(
        label="Di chi", method="filtra_di", choices=[("me", "Dove ho scritto io")], empty_label="Di chiunque"
    )
    assegnati = django_filters.ChoiceFilter(
        label="Assegnati",
        method="filtra_assegnati",
        choices=[("me", "A me"), ("nessuno", "A nessuno"), ("altri", "A un'altra persona")],
        empty_label="A chiunque o a nessuno",
    )
    ente = django_filters.ModelChoiceFilter(
        label="Ente che commenta", queryset=Ente.objects.none(), empty_label="Qualunque ente"
    )
    dove = django_filters.ChoiceFilter(label="Capitolo", method="lascia", empty_label="Tutto il Piano")
    passo = django_filters.ChoiceFilter(
        label="Passo citato",
        method="lascia",
        choices=[("perso", "Non c'è più nel testo"), ("mosso", "Spostato o cambiato")],
        empty_label="Qualunque",
    )
    ordine = django_filters.ChoiceFilter(
        label="Ordine", method="lascia", choices=[(k, v[0]) for k, v in ORDINI.items()], empty_label=None
    )

    class Meta:
        model = Commento
        form = ModuloRicerca
        fields: ClassVar[list[str]] = []

    def __init__(
        self, *args: object, chi: Utente, capitoli: Iterable[tuple[str, str]], tutti: bool, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.chi = chi
        self.filters["ente"].queryset = Ente.objects.filter(pk__in=self.queryset.order_by().values("ente"))
        scelte = [*capitoli, ("accordo", "Accordo di Programma"), ("tolte", "Parti che non ci sono più")]
        self.filters["dove"].extra["choices"] = scelte
        if not tutti:
            del self.filters["assegnati"]

    def filtra_parole(self, righe: Righe, campo: str, parole: str) -> Righe:
        """Keep those where somebody says the words, whatever their accents."""
        cercate = per_ricerca(parole)
        # Rows older than the column are empty there.
        suoi = Q(cerca__contains=cercate) | Q(cerca="", testo__icontains=parole)
        return righe.filter(suoi | Q(_risposte(cerca__contains=cercate)))

    def filtra_aperti(self, righe: Righe, campo: str, scelta: str) -> Righe:
        """Keep those to settle, or those settled."""
        return righe.filter(risolto_il__isnull=scelta == "si")

    def filtra_di(self, righe: Righe, campo: str, scelta: str) -> Righe:
        """Keep those where the reader wrote."""
        return righe.filter(Q(autore=self.chi) | Q(_risposte(autore=self.chi)))

    def filtra_assegnati(self, righe: Righe, campo: str, scelta: str) -> Righe:
        """Keep those in charge of the reader, of another, of nobody."""
        if scelta == "nessuno":
            return righe.filter(assegnato_a=None)
        return (
            righe.filter(assegnato_a=self.chi)
            if scelta == "me"
            else righe.exclude(assegnato_a=None).exclude(assegnato_a=self.chi)
        )

    def lascia(self, righe: Righe, campo: str, scelta: str) -> Righe:
        """Keep all: what the text of the plan says of them is looked at afterwards, by `scegli`."""
        return righe

    def scegli(self, tutte: list[Discussione]) -> list[Discussione]:
        """Return the threads on the chapter and with the passage that were asked for, in the order that was."""
        dati = self.form.cleaned_data if self.form.is_valid() else {}
        trovate = [d for d in tutte if _nel(d, dati.get("dove") or "") and _col_passo(d, dati.get("passo") or "")]
        _, chiave, rovescia = ORDINI[dati.get("ordine") or "recenti"]
        return sorted(trovate, key=chiave, reverse=rovescia)  # type: ignore[arg-type]  # each order compares its own tuples


def _nel(discussione: Discussione, dove: str) -> bool:
    parte = discussione.parte
    match dove:
        case "":
            return True
        case "tolte":
            return parte is None
        case "accordo":
            return parte is not None and not parte.capitolo
        case _:
            return parte is not None and parte.capitolo == dove


def _col_passo(discussione: Discussione, passo: str) -> bool:
    if passo == "perso":
        return discussione.passo_perso
    return passo != "mosso" or bool(discussione.frase_sul_passo and not discussione.passo_perso)
