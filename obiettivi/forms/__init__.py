"""Forms of the sheets: they collect, the actions decide."""

from obiettivi.forms.azioni import ModuloAzione
from obiettivi.forms.indicatori import ModuloIndicatore
from obiettivi.forms.righe import ModuloRiga
from obiettivi.forms.risorse import ModuloRisorsa
from obiettivi.forms.testata import ModuloTestata
from obiettivi.forms.valutazioni import ModuloValutazione

__all__ = ["ModuloAzione", "ModuloIndicatore", "ModuloRiga", "ModuloRisorsa", "ModuloTestata", "ModuloValutazione"]
