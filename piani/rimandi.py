"""Cross-references inside texts: a link to ``#rif:specie:chiave`` that shows the present number of what it names. Pure.

Kinds: ``tabella`` (a table, a chart or a figure), ``sezione``, ``scheda`` (key ``obiettivo:A``). The text between the
tags is only what is read where the plan is not at hand: page and paper write the number.
"""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import unquote

PREFISSO = "#rif:"
SPECIE = ("tabella", "sezione", "scheda")
_RIMANDO = re.compile(r'<a href="#rif:([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


@dataclass(frozen=True)
class Bersaglio:
    """What a reference leads to: its name in a sentence (Tabella 2.1), its anchor, the chapter whose page holds it."""

    nome: str
    ancora: str
    capitolo: str


def indirizzo(specie: str, chiave: str) -> str:
    """Return the address to write in a link: ``#rif:tabella:popolazione``."""
    return f"{PREFISSO}{specie}:{chiave}"


def rimandi_in(testo: str) -> list[str]:
    """Return what the references of a text lead to, each once, as ``tabella:popolazione``."""
    return list(dict.fromkeys(_chiave(t[1]) for t in _RIMANDO.finditer(testo)))


def _chiave(scritta: str) -> str:
    return unquote(unescape(scritta))


def chiave_di(indirizzo: str) -> str:
    """Return what an address leads to: ``tabella:popolazione`` for ``#rif:tabella:popolazione``."""
    return unquote(indirizzo.removeprefix(PREFISSO))


def mancanti(testo: str, noti: Container[str]) -> list[str]:
    """Return the references of a text that lead nowhere."""
    return [r for r in rimandi_in(testo) if r not in noti]


def sciogli(testo: str, noti: Container[str]) -> tuple[str, list[str]]:
    """Return the text where a reference that leads nowhere is its words alone, and what those references named."""
    persi = mancanti(testo, noti)
    if not persi:
        return testo, []
    return _RIMANDO.sub(lambda t: t[2] if _chiave(t[1]) in persi else t[0], testo), persi


def risolvi(testo: str, bersagli: dict[str, Bersaglio], *, legati: bool = True) -> str:
    """Return the text with each reference as its present number: a link to its anchor, or words alone.

    A reference that leads nowhere is left as the words that were typed.
    """
    if PREFISSO not in testo:
        return testo

    def messo(trovato: re.Match[str]) -> str:
        bersaglio = bersagli.get(_chiave(trovato[1]))
        if bersaglio is None:
            return trovato[2]
        nome = escape(bersaglio.nome, quote=False)
        return f'<a class="rimando" href="#{escape(bersaglio.ancora)}">{nome}</a>' if legati else nome

    return _RIMANDO.sub(messo, testo)


def dove_si_cita(chiavi: Container[str], testi: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield the names of the texts (name, text) that hold a reference to one of the keys."""
    for nome, testo in testi:
        if any(r in chiavi for r in rimandi_in(testo)):
            yield nome
