"""Forms of a data table: what it says of itself, its rows as a grid."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.urls import reverse

from core.exceptions import DatiNonValidi
from core.forms import ModuloItaliano
from piani.actions.tabelle import NULLA, DatiTabella, RigaScritta, cambia_dati_tabella
from piani.enums import SpecieTabella, TipoGrafico
from piani.models import RigaTabella, Tabella
from piani.numeri import in_italiano
from utenti.models import Utente

RIGHE_NUOVE = 3
# Fields of a row beside its cells, and fields of the form beside its rows.
_CAMPI_DI_RIGA = 6
_ALTRI_CAMPI = 20


def massime_righe(colonne: int) -> int:
    """Return how many rows of so many columns the browser can send in one form."""
    limite = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS or 1000
    return max(1, (limite - _ALTRI_CAMPI) // (colonne + _CAMPI_DI_RIGA))


def controlla_quante(tabella: Tabella, righe: list[RigaScritta]) -> None:
    """Raise DatiNonValidi for more rows than the form could show again."""
    massimo = massime_righe(len(tabella.colonne))
    if len(righe) > massimo:
        raise DatiNonValidi(f"Una tabella con queste colonne arriva a {massimo} righe: dividila in due. {NULLA}")


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


@dataclass
class CellaGriglia:
    """A cell of the grid on the page."""

    nome: str
    valore: str
    etichetta: str
    numerica: bool
    errore: str = ""


@dataclass
class RigaGriglia:
    """A row of the grid on the page; `n` counts from 0."""

    n: int
    celle: list[CellaGriglia]
    unita: CellaGriglia
    nota: CellaGriglia
    totale: bool = False
    esempio: bool = False
    nuova: bool = False

    @property
    def numero(self) -> int:
        """The row's number for people."""
        return self.n + 1


@dataclass
class Griglia:
    """The rows of a table as they are edited."""

    righe: list[RigaGriglia] = field(default_factory=list)

    @property
    def errori(self) -> list[CellaGriglia]:
        """Cells to be put right."""
        return [c for r in self.righe for c in (*r.celle, r.unita, r.nota) if c.errore]


def griglia(tabella: Tabella, righe: list[RigaTabella]) -> Griglia:
    """Return the rows as saved, in Italian, and some blank ones at the end."""
    scritte = [
        RigaScritta(
            [v if c["tipo"] == "testo" else in_italiano(v) for v, c in zip(r.valori, tabella.colonne, strict=True)],
            r.unita,
            r.nota,
            r.totale,
            r.esempio,
        )
        for r in righe
    ]
    return griglia_scritta(tabella, scritte, {})


def griglia_scritta(tabella: Tabella, scritte: list[RigaScritta], errori: dict[tuple[int, int], str]) -> Griglia:
    """Return the rows as typed, each cell with its error, and some blank ones at the end."""
    nuove = min(RIGHE_NUOVE, max(0, massime_righe(len(tabella.colonne)) - len(scritte)))
    vuote = [RigaScritta([""] * len(tabella.colonne)) for _ in range(nuove)]
    return Griglia(list(_righe(tabella, [*scritte, *vuote], len(scritte), errori)))


def _righe(
    tabella: Tabella, scritte: list[RigaScritta], piene: int, errori: dict[tuple[int, int], str]
) -> Iterator[RigaGriglia]:
    for n, scritta in enumerate(scritte):
        celle = [
            CellaGriglia(
                f"r{n}-c{j}",
                valore,
                f"{colonna['titolo']}, riga {n + 1}",
                colonna["tipo"] != "testo",
                errori.get((n, j), ""),
            )
            for j, (valore, colonna) in enumerate(zip(scritta.celle, tabella.colonne, strict=True))
        ]
        quante = len(celle)
        unita = CellaGriglia(
            f"r{n}-unita", scritta.unita, f"Unità, riga {n + 1}", numerica=False, errore=errori.get((n, quante), "")
        )
        nota = CellaGriglia(
            f"r{n}-nota", scritta.nota, f"Nota, riga {n + 1}", numerica=False, errore=errori.get((n, quante + 1), "")
        )
        yield RigaGriglia(n, celle, unita, nota, scritta.totale, scritta.esempio, nuova=n >= piene)


def quante_colonne(dati: QueryDict) -> int:
    """Return how many columns the grid that was sent has."""
    colonne = 0
    while f"r0-c{colonne}" in dati:
        colonne += 1
    return colonne


def righe_da(dati: QueryDict) -> list[RigaScritta]:
    """Return the rows of the grid that were sent, without those to remove and those left blank."""
    righe: list[RigaScritta] = []
    colonne = quante_colonne(dati)
    n = 0
    while f"r{n}-c0" in dati:
        celle = [dati.get(f"r{n}-c{j}", "") for j in range(colonne)]
        scritta = RigaScritta(
            celle,
            dati.get(f"r{n}-unita", ""),
            dati.get(f"r{n}-nota", ""),
            totale=bool(dati.get(f"r{n}-totale")),
            esempio=bool(dati.get(f"r{n}-esempio")),
        )
        if not dati.get(f"r{n}-togli") and any(c.strip() for c in celle):
            righe.append(scritta)
        n += 1
    return righe
