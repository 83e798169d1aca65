"""Pure rules of a registration: the codice fiscale of a body, or of who leads it, with its control character."""

import re
from string import ascii_uppercase, digits

_ENTE = re.compile(r"\d{11}")
_PERSONA = re.compile(r"[A-Z]{6}[\dLMNPQRSTUV]{2}[ABCDEHLMPRST][\dLMNPQRSTUV]{2}[A-Z][\dLMNPQRSTUV]{3}[A-Z]")
_DISPARI = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)


def codice_normale(testo: str) -> str:
    """Return a codice fiscale without spaces, in capitals."""
    return "".join(testo.split()).upper()


def codice_fiscale_valido(codice: str) -> bool:
    """Tell whether a code is well made: 11 digits (D.P.R. 633/1972, art. 35) or 16 characters (D.M. 23/12/1976)."""
    if _ENTE.fullmatch(codice):
        return _cifra_di_controllo(codice[:10]) == int(codice[10]) and codice != "0" * 11
    return bool(_PERSONA.fullmatch(codice)) and _lettera_di_controllo(codice[:15]) == codice[15]


def perche_non_valido(codice: str) -> str:
    """Return what is wrong with a code and what to do, in a sentence; empty when it is well made."""
    if codice_fiscale_valido(codice):
        return ""
    if _ENTE.fullmatch(codice):
        return "Il codice fiscale ha 11 cifre, ma l'ultima, che controlla le altre, non torna: ce n'è una scritta male."
    if _PERSONA.fullmatch(codice):
        return (
            "Il codice fiscale ha 16 caratteri, ma l'ultima lettera, che controlla gli altri, non torna: "
            "ce n'è uno scritto male."
        )
    return "Il codice fiscale non è giusto: ha 11 cifre, o 16 caratteri se è quello di una persona. Controllalo."


def _cifra_di_controllo(cifre: str) -> int:
    somma = 0
    for posto, cifra in enumerate(map(int, cifre)):
        doppia = cifra * 2 if posto % 2 else cifra
        somma += doppia - 9 if doppia > 9 else doppia
    return -somma % 10


def _lettera_di_controllo(inizio: str) -> str:
    def valore(carattere: str) -> int:
        return int(carattere) if carattere in digits else ascii_uppercase.index(carattere)

    somma = sum(valore(c) if posto % 2 else _DISPARI[valore(c)] for posto, c in enumerate(inizio))
    return ascii_uppercase[somma % 26]
