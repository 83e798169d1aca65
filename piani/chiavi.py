"""Keys of sections, tables and columns: short words made from a title, each one once. Pure."""

from collections.abc import Container

from django.utils.text import slugify


def chiave_libera(titolo: str, prese: Container[str], *, massimo: int, senza: str) -> str:
    """Return a key made from the title that is not among `prese`; `senza` when the title gives none."""
    base = slugify(titolo)[:massimo].strip("-") or senza
    chiave, n = base, 2
    while chiave in prese:
        chiave, n = f"{base}-{n}", n + 1
    return chiave
