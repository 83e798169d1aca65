"""The rows of the Accordo: its text (`testo`), who signed and who adheres (`firme`)."""

from accordi.models.firme import Adesione, Firma
from accordi.models.testo import (
    Accordo,
    Articolo,
    AttoNormativo,
    AttoRichiamato,
    Parte,
    Premessa,
    Segnaposto,
)

__all__ = [
    "Accordo",
    "Adesione",
    "Articolo",
    "AttoNormativo",
    "AttoRichiamato",
    "Firma",
    "Parte",
    "Premessa",
    "Segnaposto",
]
