"""A paper of the procedure, whoever keeps it: what the pack for the Region and the pages list."""

from dataclasses import dataclass

from documenti.models import FileConservato


@dataclass(frozen=True)
class Carta:
    """A kept file with its place in the procedure.

    `chiave` tells it from the others (``verbale``, ``piano``, ``accordo:comune:012070``); `pagine` is known for what the
    portal printed; `esempio` marks what the demo invented.
    """

    chiave: str
    nome: str
    file: FileConservato
    nome_file: str
    pagine: int | None = None
    esempio: bool = False
