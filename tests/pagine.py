"""What every page must have, checked on each HTML answer that a test gets."""

import re
from html.parser import HTMLParser

_SCRITTURE = re.compile(r"\b(INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP|TRUNCATE)\b", re.IGNORECASE)
_TABELLE_AMMESSE = re.compile(r"\b(django_session|cache_portale)\b")
_VUOTI = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
        "circle",
        "line",
        "path",
        "polygon",
        "polyline",
        "rect",
        "use",
    ]
)
_TESTI = re.compile(r"'(?:[^']|'')*'")


def scrive(sql: str) -> bool:
    """Whether a statement changes rows; sessions and cache apart. `SELECT ... FOR UPDATE` counts: a GET takes no locks."""
    nudo = _TESTI.sub("''", sql)
    return bool(_SCRITTURE.search(nudo)) and not _TABELLE_AMMESSE.search(nudo)


def nomina(html: str, nome: str) -> bool:
    """Whether a page names somebody, as a word of its own: the page's random tokens may spell a short name."""
    return re.search(rf"(?<![\w-]){re.escape(nome)}(?![\w-])", html) is not None


class Lettore(HTMLParser):
    """Collects the defects of a page: forms without CSRF token, inline script and style, double ids, unbalanced tags."""

    def __init__(self) -> None:
        super().__init__()
        self.difetti: list[str] = []
        self._ids: set[str] = set()
        self._aperti: list[str] = []
        self._post_senza_gettone: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        voci = dict(attrs)
        if tag not in _VUOTI:
            self._aperti.append(tag)
        self._in_linea(tag, voci)
        if identita := voci.get("id"):
            if identita in self._ids:
                self.difetti.append(f"id ripetuto: {identita}")
            self._ids.add(identita)
        if tag == "form" and (voci.get("method") or "").lower() == "post":
            self._post_senza_gettone = voci.get("action") or "(stessa pagina)"
        if tag == "input" and voci.get("name") == "csrfmiddlewaretoken":
            self._post_senza_gettone = None

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VUOTI:
            self._aperti.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VUOTI and (not self._aperti or self._aperti.pop() != tag):
            self.difetti.append(f"chiusura fuori posto: </{tag}> a {self.getpos()}")
        if tag == "form" and self._post_senza_gettone:
            self.difetti.append(f"modulo POST senza gettone CSRF: {self._post_senza_gettone}")
            self._post_senza_gettone = None

    @property
    def rimasti(self) -> list[str]:
        """Tags still open at the end."""
        return self._aperti

    def _in_linea(self, tag: str, voci: dict[str, str | None]) -> None:
        self.difetti += [
            f"attributo in linea: <{tag} {nome}>" for nome in voci if nome == "style" or nome.startswith("on")
        ]
        dati = tag == "script" and voci.get("type") == "application/json"
        if tag in {"script", "style"} and not (voci.get("src") or voci.get("nonce") or dati):
            self.difetti.append(f"<{tag}> in linea senza nonce")


def difetti(html: str) -> list[str]:
    """Return what is wrong in an HTML page or fragment."""
    lettore = Lettore()
    lettore.feed(html)
    lettore.close()
    return lettore.difetti + [f"mai chiuso: <{tag}>" for tag in lettore.rimasti]
