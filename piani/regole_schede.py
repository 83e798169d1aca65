"""Codes of the sheets in a plan. Pure."""

import re

from core.exceptions import DatiNonValidi

_CODICE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,19}")


def codice_valido(codice: str) -> str:
    """Return the code without blanks around. Raises DatiNonValidi: it becomes part of an address."""
    pulito = codice.strip()
    if not _CODICE.fullmatch(pulito):
        raise DatiNonValidi(
            "Il codice è fatto di lettere senza accento, cifre, trattini e punti, al massimo 20: per esempio A, 12 "
            "o LEPS-SAD. Non è cambiato nulla."
        )
    return pulito
