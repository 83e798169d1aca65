"""What rooms above the plan add to it, registered in their `AppConfig.ready()`.

Imports go one way, so `piani` cannot name the Accordo: the Accordo registers its part here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.composizione import Registro

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import Q, QuerySet

    from piani.models import Passaggio, Piano
    from piani.regole_passi import DatiPasso
    from utenti.models import Utente
    from utenti.queries import Chi


@dataclass(frozen=True)
class ParteCanonica:
    """A top-level key of the canonical version, written and read by another room.

    `esporta` returns plain JSON data or None; `importa` builds rows from it inside the importer's transaction;
    `enti` lists the body keys (``tipo:codice``) that the data names; `riscrivi` makes the rows of a plan say the data again
    (None: no part), when a version is restored: without it the part stays as it is.
    """

    chiave: str
    esporta: "Callable[[Piano], object]"
    importa: "Callable[[Piano, object], None]"
    enti: Callable[[object], list[str]]
    riscrivi: "Callable[[Piano, object], None] | None" = None


@dataclass(frozen=True)
class Requisito:
    """What a step needs of the plan: `mancanze` yields a sentence for each thing that is not there.

    `dati` is None when nobody has typed anything yet: the button's hint, then, says what can be known so far.
    """

    chiave: str
    mancanze: "Callable[[Piano, DatiPasso | None], Iterator[str]]"


@dataclass(frozen=True)
class GiornoNoto:
    """The day of a fact that another room keeps; None while it is not known. `esempio`: the demo invented it."""

    giorno: "dt.date | None"
    esempio: bool = False


@dataclass(frozen=True)
class Momento:
    """A fact of another room that froze a version: when, what to call it, where it is told. `url` may be empty."""

    quando: "dt.datetime"
    nome: str
    versione_id: int
    url: str = ""


@dataclass(frozen=True)
class Stanza:
    """A page of another room about one plan, linked from the plan's page: `url` takes the plan's address.

    `per` says who finds it there: "chiunque", "chi_lavora" (who reads the draft).
    """

    chiave: str
    nome: str
    icona: str
    url: str
    per: str = "chi_lavora"


@dataclass(frozen=True)
class Compito:
    """What waits for a person, as the desk shows it. `url` leads to the page with the button, `azione` names it."""

    titolo: str
    testo: str
    url: str
    azione: str
    entro: "dt.date | None" = None


@dataclass(frozen=True)
class FonteCompiti:
    """A kind of things that wait.

    `righe` returns a query of ``values_list(pk, plan id, day or None)``, three columns (the desk joins all the kinds in
    one UNION: no slice; without a day the third is ``Value(None, output_field=DateField())``); `descrivi` tells one row in
    words, with the plan loaded, and asks no query. Its title goes into the calendar file too: no names of people.
    """

    chiave: str
    righe: "Callable[[Utente], QuerySet[Any, tuple[int, int, dt.date | None]]]"
    descrivi: "Callable[[Piano, int, dt.date | None], Compito]"


@dataclass(frozen=True)
class Appuntamento:
    """A dated thing that a person goes to: a session, a meeting. `ora` is None for a whole day."""

    titolo: str
    giorno: "dt.date"
    url: str
    ora: "dt.time | None" = None


@dataclass(frozen=True)
class FonteAgenda:
    """A kind of dated things, shown in the desk's agenda and in the calendar file.

    `righe` is as in FonteCompiti, the day never None; `descrivi` tells one row in words, and asks no query.
    """

    chiave: str
    righe: "Callable[[Utente], QuerySet[Any, tuple[int, int, dt.date]]]"
    descrivi: "Callable[[Piano, int, dt.date], Appuntamento]"


_parti: Registro[ParteCanonica] = Registro("La parte")
_requisiti: Registro[Requisito] = Registro("Il requisito")
_stanze: Registro[Stanza] = Registro("La stanza")
_compiti: Registro[FonteCompiti] = Registro("La fonte")
_agenda: Registro[FonteAgenda] = Registro("La fonte")
_avvertenze: "list[tuple[str, Callable[[Piano], Iterator[str]]]]" = []
_seguiti: "list[Callable[[Passaggio], None]]" = []
_date: "list[Callable[[Piano], dict[str, GiornoNoto]]]" = []
_momenti: "list[Callable[[Piano], list[Momento]]]" = []
_lettori: "list[Callable[[Chi | None], Q]]" = []
_regionali: "list[Callable[[], dict[str, int]]]" = []


def registra_parte(parte: ParteCanonica) -> None:
    """Add a part. Raises ValueError if two rooms want the same key."""
    _parti.aggiungi(parte.chiave, parte)


def parti() -> list[ParteCanonica]:
    """The parts, in the order of their keys."""
    return _parti.in_ordine()


def registra_requisito(requisito: Requisito) -> None:
    """Add what a step needs. Raises ValueError if two rooms want the same key."""
    _requisiti.aggiungi(requisito.chiave, requisito)


def requisiti() -> dict[str, Requisito]:
    """What steps need, by key."""
    return _requisiti.tutti()


def registra_avvertenze(passo: str, avvertenze: "Callable[[Piano], Iterator[str]]") -> None:
    """Add what the page of a step tells before the button: it warns, and stops nothing (architecture, decision 13)."""
    if (passo, avvertenze) not in _avvertenze:
        _avvertenze.append((passo, avvertenze))


def avvertenze(passo: str, piano: "Piano") -> list[str]:
    """Return the warnings of a step."""
    return [frase for chiave, voce in _avvertenze if chiave == passo for frase in voce(piano)]


def registra_stanza(stanza: Stanza) -> None:
    """Add a room's page about one plan. Raises ValueError if two rooms want the same key."""
    _stanze.aggiungi(stanza.chiave, stanza)


def stanze() -> list[Stanza]:
    """The rooms, in the order in which they were registered: that of the procedure."""
    return list(_stanze.tutti().values())


def registra_compiti(fonte: FonteCompiti) -> None:
    """Add a kind of things that wait for a person. Raises ValueError if two rooms want the same key."""
    _compiti.aggiungi(fonte.chiave, fonte)


def compiti() -> dict[str, FonteCompiti]:
    """The kinds of things that wait, by key."""
    return _compiti.tutti()


def registra_agenda(fonte: FonteAgenda) -> None:
    """Add a kind of dated things. Raises ValueError if two rooms want the same key."""
    _agenda.aggiungi(fonte.chiave, fonte)


def agenda() -> dict[str, FonteAgenda]:
    """The kinds of dated things, by key."""
    return _agenda.tutti()


def registra_date(fornitore: "Callable[[Piano], dict[str, GiornoNoto]]") -> None:
    """Add who knows the days of facts that are not in `piani.Cronologia`: the signatures, for one."""
    if fornitore not in _date:
        _date.append(fornitore)


def date_da_fuori(piano: "Piano") -> dict[str, GiornoNoto]:
    """Return the days that the other rooms know, by the key of the fact."""
    return {chiave: giorno for fornitore in _date for chiave, giorno in fornitore(piano).items()}


def registra_momenti(fornitore: "Callable[[Piano], list[Momento]]") -> None:
    """Add who knows facts that froze a version: a convocation, for one. One query, whatever the number of facts."""
    if fornitore not in _momenti:
        _momenti.append(fornitore)


def momenti(piano: "Piano") -> "list[Momento]":
    """Return the facts that the other rooms know."""
    return [momento for fornitore in _momenti for momento in fornitore(piano)]


def registra_lettori(condizione: "Callable[[Chi | None], Q]") -> None:
    """Add who may read a plan in work without an Incarico that reaches it: the members of a table, for one."""
    if condizione not in _lettori:
        _lettori.append(condizione)


def lettori(chi: "Chi | None") -> "list[Q]":
    """Return the conditions, on plans, of those readers."""
    return [condizione(chi) for condizione in _lettori]


def registra_seguito(seguito: "Callable[[Passaggio], None]") -> None:
    """Add what follows a step, after the commit: the print of the version, for one. It must not raise for a refusal."""
    if seguito not in _seguiti:
        _seguiti.append(seguito)


def seguiti() -> "list[Callable[[Passaggio], None]]":
    """Return what follows each step."""
    return list(_seguiti)


def registra_dati_regionali(carica: "Callable[[], dict[str, int]]") -> None:
    """Add data that `carica_regione` loads for another room; it returns how many rows of each kind, and is idempotent."""
    if carica not in _regionali:
        _regionali.append(carica)


def dati_regionali() -> "list[Callable[[], dict[str, int]]]":
    """Return who loads them."""
    return list(_regionali)
