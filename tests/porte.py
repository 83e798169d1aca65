"""Where a page lets its reader go: the links and the buttons of its HTML."""

from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

Porta = tuple[str, str]


class _Lettore(HTMLParser):
    def __init__(self, pagina: str) -> None:
        super().__init__()
        self.pagina = pagina
        self.porte: set[Porta] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        dati = {chiave: valore or "" for chiave, valore in attrs}
        if tag == "a":
            self._aggiungi("GET", dati.get("href", "#"))
        elif tag == "button" and "formaction" in dati:
            self._aggiungi("POST", dati["formaction"])
        elif tag == "form" and dati.get("method", "").lower() == "post" and not _solo_bottoni(dati):
            self._aggiungi("POST", dati.get("action") or self.pagina)

    def _aggiungi(self, metodo: str, meta: str) -> None:
        arrivo = urlsplit(urljoin(self.pagina, meta))
        if meta.startswith("#") or arrivo.scheme or arrivo.netloc:
            return
        self.porte.add((metodo, f"{arrivo.path}?{arrivo.query}" if arrivo.query and metodo == "GET" else arrivo.path))


def _solo_bottoni(modulo: dict[str, str]) -> bool:
    """The arrows of a list share a form without an address: each of its buttons has its own."""
    return not modulo.get("action") and modulo.get("id", "").startswith("sposta-")


def porte(pagina: str, html: str) -> set[Porta]:
    """Return the doors of a page of the portal: ("GET", address) for a link, ("POST", address) for a form."""
    lettore = _Lettore(pagina)
    lettore.feed(html)
    return lettore.porte
