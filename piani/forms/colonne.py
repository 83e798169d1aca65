"""The columns of a data table as a grid: one line a column, and a blank one at the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from crispy_forms.layout import Submit
from django import forms
from django.http import QueryDict
from django.urls import reverse

from core.exceptions import DatiNonValidi
from core.formati import elenco, numero
from core.forms import ModuloItaliano
from core.testo import TestoTroppoLungo, riga
from piani.actions.tabelle import NULLA, aggiungi_colonna_calcolata
from piani.calcolo.conti import SOMMABILI
from piani.enums import SpecieCalcolo
from piani.models import Calcolo, Colonna, Tabella
from utenti.models import Utente

TIPI_COLONNA = (
    ("testo", "Testo"),
    ("numero", "Numero"),
    ("euro", "Euro"),
    ("percentuale", "Percentuale"),
    ("anno", "Anno"),
)
_CAMPI = ("posto", "titolo", "gruppo", "tipo", "decimali", "unita")


@dataclass
class RigaColonna:
    """A column as typed: `chiave` is the one it had when the page was made, empty for the new one."""

    n: int
    chiave: str = ""
    posto: str = ""
    titolo: str = ""
    gruppo: str = ""
    tipo: str = "testo"
    decimali: str = "0"
    unita: str = ""
    togli: bool = False
    calcolo: str = ""

    @property
    def numero(self) -> int:
        """The column's number for people."""
        return self.n + 1


def griglia_colonne(colonne: Sequence[Colonna]) -> list[RigaColonna]:
    """Return the columns as saved, and a blank one."""
    salvate = [_salvata(n, c) for n, c in enumerate(colonne)]
    titoli = {c["chiave"]: c["titolo"] for c in colonne}
    for scritta, salvata in zip(salvate, colonne, strict=True):
        scritta.calcolo = in_parole(salvata, titoli)
    return [*salvate, RigaColonna(len(salvate))]


def in_parole(colonna: Colonna, titoli: Mapping[str, str]) -> str:
    """Return how a column is worked out, in words; empty for one that is typed."""
    calcolo = colonna.get("calcolo")
    if not calcolo:
        return ""
    nomi = [f"«{titoli.get(c, c)}»" for c in calcolo["colonne"]]
    match calcolo["specie"]:
        case "somma":
            return f"somma di {elenco(nomi)}"
        case "quota":
            return f"quota % sul totale di {nomi[0]}"
        case _:
            per = calcolo.get("per", 1)
            return f"{' diviso '.join(nomi)}{f', per {numero(per)}' if per != 1 else ''}"


def _salvata(n: int, c: Colonna) -> RigaColonna:
    return RigaColonna(n, c["chiave"], str(n + 1), c["titolo"], c["gruppo"], c["tipo"], str(c["decimali"]), c["unita"])


def colonne_scritte(dati: QueryDict) -> list[RigaColonna]:
    """Return the grid as it was sent, the blank line too."""
    righe: list[RigaColonna] = []
    while f"k{len(righe)}-titolo" in dati:
        n = len(righe)
        campi = {c: dati.get(f"k{n}-{c}", "") for c in _CAMPI}
        righe.append(RigaColonna(n, dati.get(f"k{n}-chiave", ""), togli=bool(dati.get(f"k{n}-togli")), **campi))
    return righe


def griglia_unita(scritte: Sequence[RigaColonna], salvate: Sequence[Colonna]) -> list[RigaColonna]:
    """Return what was typed, then the columns that somebody else added meanwhile: saving it loses neither."""
    note = {r.chiave for r in scritte}
    attuali = {c["chiave"] for c in salvate}
    altrui = [_salvata(n, c) for n, c in enumerate(salvate) if c["chiave"] not in note]
    righe = [*scritte[:-1], *altrui, *scritte[-1:]]
    for n, r in enumerate(righe):
        r.n, r.chiave = n, r.chiave if r.chiave in attuali else ""
    return righe


def colonne_da(scritte: Sequence[RigaColonna]) -> list[tuple[str | None, Colonna]]:
    """Return the columns that were typed, in the order asked, each with the key it had; new ones if they have a title.

    Raises DatiNonValidi: an unknown kind, a text too long.
    """
    scelte = [r for r in scritte if not r.togli and (r.chiave or r.titolo.strip())]
    scelte.sort(key=lambda r: int(r.posto) if r.posto.isdecimal() else r.numero)
    return [(r.chiave or None, _colonna(r)) for r in scelte]


def _colonna(r: RigaColonna) -> Colonna:
    if r.tipo not in dict(TIPI_COLONNA):
        raise DatiNonValidi(f"Colonna {r.numero}: il tipo non è tra quelli previsti. {NULLA}")
    try:
        titolo, gruppo, unita = riga(r.titolo, massimo=200), riga(r.gruppo, massimo=200), riga(r.unita, massimo=40)
    except TestoTroppoLungo as errore:
        raise DatiNonValidi(f"Colonna {r.numero}: {errore} {NULLA}") from None
    decimali = min(2, int(r.decimali)) if r.decimali.isdecimal() and r.tipo not in ("testo", "anno") else 0
    return {"chiave": "", "titolo": titolo, "gruppo": gruppo, "tipo": r.tipo, "decimali": decimali, "unita": unita}


class ModuloColonnaCalcolata(ModuloItaliano):
    """A column worked out from others: what, from which, how it is written."""

    invio = "Aggiungi la colonna calcolata"

    titolo = forms.CharField(label="Titolo della colonna", max_length=200)
    specie = forms.ChoiceField(label="Che cosa calcola", choices=SpecieCalcolo.choices)
    prima = forms.ChoiceField(
        label="Colonna", help_text="Quella di cui vuoi la quota, o quella da dividere. Per una somma scegli qui sotto."
    )
    seconda = forms.ChoiceField(label="Divisa per", required=False, help_text="Solo per una divisione.")
    addendi = forms.MultipleChoiceField(
        label="Colonne da sommare", required=False, widget=forms.CheckboxSelectMultiple, help_text="Solo per una somma."
    )
    per = forms.TypedChoiceField(
        label="Moltiplicata per",
        choices=[(1, "1 (per esempio euro per abitante)"), (100, "100"), (1000, "1.000"), (10000, "10.000")],
        coerce=int,
        initial=1,
        help_text="Solo per una divisione: 100 per un indice, 1.000 per un tasso.",
    )
    decimali = forms.TypedChoiceField(label="Decimali", choices=[(0, "0"), (1, "1"), (2, "2")], coerce=int, initial=1)
    revisione = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, tabella: Tabella, **kwargs: Any) -> None:
        self.tabella = tabella
        kwargs.setdefault("initial", {"revisione": tabella.revisione})
        super().__init__(*args, prefix="calcolata", **kwargs)
        # The page has another form with a button of its own.
        self.helper.inputs = [Submit("calcola", self.invio)]
        self.helper.attrs["data-segue-sezione"] = ""
        numeriche = [(c["chiave"], c["titolo"]) for c in tabella.colonne if c["tipo"] in SOMMABILI]
        cast("forms.ChoiceField", self.fields["prima"]).choices = [("", "-"), *numeriche]
        cast("forms.ChoiceField", self.fields["seconda"]).choices = [("", "-"), *numeriche]
        cast("forms.ChoiceField", self.fields["addendi"]).choices = numeriche
        self.fields["prima"].required = False
        self.helper.form_action = reverse(
            "piani:tabella_calcolata", kwargs={**tabella.piano.indirizzo, "chiave": tabella.chiave}
        )

    def clean(self) -> dict[str, Any]:
        """Ask for the columns that the kind of computation wants."""
        dati: dict[str, Any] = super().clean() or {}
        match dati.get("specie"):
            case SpecieCalcolo.SOMMA if len(dati.get("addendi") or []) < 2:
                self.add_error("addendi", "Scegli almeno due colonne da sommare.")
            case SpecieCalcolo.QUOTA if not dati.get("prima"):
                self.add_error("prima", "Scegli la colonna di cui vuoi la quota.")
            case SpecieCalcolo.RAPPORTO if not (dati.get("prima") and dati.get("seconda")):
                self.add_error("seconda", "Scegli tutte e due le colonne della divisione.")
        return dati

    def save(self, *, autore: Utente) -> Tabella:
        """Add the column."""
        c = self.cleaned_data
        usate = {"somma": c["addendi"], "quota": [c["prima"]], "rapporto": [c["prima"], c["seconda"]]}[c["specie"]]
        tipi = {k["chiave"]: k["tipo"] for k in self.tabella.colonne}
        calcolo: Calcolo = {"specie": c["specie"], "colonne": usate}
        if c["specie"] == SpecieCalcolo.RAPPORTO:
            calcolo["per"] = c["per"]
        tipo = {"quota": "percentuale", "rapporto": "numero"}.get(c["specie"], "numero")
        if c["specie"] == SpecieCalcolo.SOMMA and all(tipi[u] == "euro" for u in usate):
            tipo = "euro"
        if c["specie"] == SpecieCalcolo.RAPPORTO and tipi[usate[0]] == "euro" and tipi[usate[1]] != "euro":
            tipo = "euro"
        colonna: Colonna = {
            "chiave": "",
            "titolo": " ".join(c["titolo"].split()),
            "gruppo": "",
            "tipo": tipo,
            "decimali": c["decimali"],
            "unita": "",
            "calcolo": calcolo,
        }
        return aggiungi_colonna_calcolata(self.tabella, colonna=colonna, revisione=c["revisione"], autore=autore)
