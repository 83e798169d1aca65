"""Which sheets may serve more than one plan, and which of their rows may be written by each. Pure."""

from obiettivi.enums import Specie, TipoCampo

SPECIE_CONDIVISE = frozenset({Specie.OBIETTIVO, Specie.ASST, Specie.ATS})
# Rows whose value stands alone. Actions and indicators hold together over several rows, title and areas name the sheet.
APRIBILI = frozenset({TipoCampo.TESTO, TipoCampo.SCELTA, TipoCampo.RISORSE})
