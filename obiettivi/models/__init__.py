"""Models of the sheets: the regional catalogue, and the sheets with their typed rows."""

from obiettivi.models.catalogo import (
    CampoScheda,
    FonteFinanziamento,
    FormatoScheda,
    Macroarea,
    MacroareaLeps,
    PuntoChiave,
    Scadenza,
    Scelta,
    Triennio,
)
from obiettivi.models.schede import (
    Azione,
    Indicatore,
    LineaRisorsa,
    PuntoScelto,
    Risposta,
    Scheda,
    Seguito,
    ValoreAtteso,
    Valutazione,
)

__all__ = [
    "Azione",
    "CampoScheda",
    "FonteFinanziamento",
    "FormatoScheda",
    "Indicatore",
    "LineaRisorsa",
    "Macroarea",
    "MacroareaLeps",
    "PuntoChiave",
    "PuntoScelto",
    "Risposta",
    "Scadenza",
    "Scelta",
    "Scheda",
    "Seguito",
    "Triennio",
    "ValoreAtteso",
    "Valutazione",
]
