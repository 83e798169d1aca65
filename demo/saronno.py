"""Saronno, an empty plan: where a new user tries the import from Word."""

from demo.capitoli import documento_dei_capitoli
from piani.canonico.forma import Documento

CODICE = "50029"


def documento_saronno() -> Documento:
    """Return the chapters of the regional format, without a word in them."""
    return documento_dei_capitoli(CODICE, "Saronno (dato di esempio)")
