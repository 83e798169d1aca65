"""Two versions of a formatted text put together without losing a block of either. Pure."""

from difflib import SequenceMatcher
from html.parser import HTMLParser

_SENZA_FINE = frozenset({"br", "img"})


class _Blocchi(HTMLParser):
    """Cuts a cleaned text at its outermost elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.blocchi: list[str] = []
        self._pezzi: list[str] = []
        self._livello = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SENZA_FINE:
            if self._livello == 0:
                self._chiudi()
            self._livello += 1
        self._pezzi.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self._pezzi.append(f"</{tag}>")
        self._livello -= 1
        if self._livello == 0:
            self._chiudi()

    def handle_data(self, data: str) -> None:
        self._pezzi.append(data)

    def handle_entityref(self, name: str) -> None:
        self._pezzi.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._pezzi.append(f"&#{name};")

    def _chiudi(self) -> None:
        blocco = "".join(self._pezzi).strip()
        if blocco:
            self.blocchi.append(blocco)
        self._pezzi = []

    def close(self) -> None:
        super().close()
        self._chiudi()


def blocchi(html: str) -> list[str]:
    """Return the outermost blocks of a text that `core.testo.html_pulito` has cleaned."""
    lettore = _Blocchi()
    lettore.feed(html)
    lettore.close()
    return lettore.blocchi


def unisci(salvato: str, mio: str) -> str:
    """Return one text with every block of both: what is equal once, what differs twice, `salvato` first."""
    prima, dopo = blocchi(salvato), blocchi(mio)
    uniti: list[str] = []
    for _, a1, a2, b1, b2 in SequenceMatcher(None, prima, dopo, autojunk=False).get_opcodes():
        uniti += prima[a1:a2]
        uniti += [b for b in dopo[b1:b2] if b not in prima[a1:a2]]
    return "".join(uniti)
