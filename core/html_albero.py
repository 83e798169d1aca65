"""A small tree of HTML, read from what `nh3` has balanced and written back in one form. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

VUOTI = frozenset({"br", "img"})
# Deeper than this nothing was written by a person: what is inside goes up, and its words stay.
PROFONDITA_MASSIMA = 40

Parte = "Nodo | str"


@dataclass
class Nodo:
    """An element: its name, attributes, and what is in it (elements and words)."""

    tag: str
    attributi: dict[str, str] = field(default_factory=dict)
    figli: "list[Nodo | str]" = field(default_factory=list)

    @property
    def stile(self) -> str:
        """The style in small letters and without blanks."""
        return re.sub(r"\s+", "", self.attributi.get("style", "")).lower()

    @property
    def classi(self) -> str:
        """The classes, in small letters."""
        return self.attributi.get("class", "").lower()

    def elementi(self) -> "Iterator[Nodo]":
        """Yield the elements right inside."""
        return (f for f in self.figli if isinstance(f, Nodo))

    def tutti(self) -> "Iterator[Nodo]":
        """Yield every element inside, in order."""
        for figlio in self.elementi():
            yield figlio
            yield from figlio.tutti()

    def contiene(self, nomi: frozenset[str]) -> bool:
        """Whether an element of those names is inside."""
        return any(n.tag in nomi for n in self.tutti())

    def parole(self) -> str:
        """Return the words inside, as they are."""
        return "".join(f if isinstance(f, str) else "\n" if f.tag == "br" else f.parole() for f in self.figli)


class _Lettore(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.radice = Nodo("")
        self._pila = [self.radice]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        nodo = Nodo(tag, {nome: valore or "" for nome, valore in attrs})
        if len(self._pila) <= PROFONDITA_MASSIMA:
            self._pila[-1].figli.append(nodo)
        if tag not in VUOTI:
            profondo = len(self._pila) > PROFONDITA_MASSIMA
            self._pila.append(self._pila[-1] if profondo else nodo)

    def handle_endtag(self, tag: str) -> None:
        if len(self._pila) > 1 and tag not in VUOTI:
            self._pila.pop()

    def handle_data(self, data: str) -> None:
        figli = self._pila[-1].figli
        if figli and isinstance(figli[-1], str):
            figli[-1] += data
        else:
            figli.append(data)


def leggi(html: str) -> Nodo:
    """Return the tree of a balanced text; its root has no name."""
    lettore = _Lettore()
    lettore.feed(html)
    lettore.close()
    return lettore.radice


def scrivi(nodo: Nodo) -> str:
    """Return the tree as HTML."""
    dentro = "".join(escape(f, quote=False) if isinstance(f, str) else scrivi(f) for f in nodo.figli)
    if not nodo.tag:
        return dentro
    attributi = "".join(f' {nome}="{escape(valore)}"' for nome, valore in sorted(nodo.attributi.items()))
    return f"<{nodo.tag}{attributi}>" if nodo.tag in VUOTI else f"<{nodo.tag}{attributi}>{dentro}</{nodo.tag}>"


def unisci_parole(parti: "list[Nodo | str]") -> "list[Nodo | str]":
    """Return the parts with the words that touch in one."""
    uniti: list[Nodo | str] = []
    for parte in parti:
        if isinstance(parte, str) and uniti and isinstance(uniti[-1], str):
            uniti[-1] += parte
        elif parte != "":
            uniti.append(parte)
    return uniti
