"""Rules of the Accordo that read no row: who signs in which group, in which order, in which states. Pure."""

from ambiti.enums import TipoEnte
from piani.enums import Stato

# The groups of who signs, in the order in which they are expected to (`piani.cronologia.ORDINE`).
GRUPPI: dict[str, str] = {"firma_comuni": "i Comuni", "firma_asst": "le ASST", "firma_ats": "l'ATS"}
_PER_TIPO = {TipoEnte.ATS: "firma_ats", TipoEnte.ASST: "firma_asst"}

# A party signs while the signatures are open; who adheres may also before, and after.
DELLE_PARTI = frozenset({Stato.IN_SOTTOSCRIZIONE})
DEGLI_ADERENTI = frozenset({Stato.APPROVATO, Stato.IN_SOTTOSCRIZIONE, Stato.SOTTOSCRITTO, Stato.RECEPITO})
# Nobody asks to adhere, nor is accepted, once the ATS has received the plan: who was accepted before may still file.
CHIUSE_LE_ADESIONI = frozenset({Stato.RECEPITO, Stato.CONCLUSO})


def gruppo(tipo: str) -> str:
    """Return the key of the group in which a body of that kind signs: a lead Azienda signs with its Comuni."""
    return _PER_TIPO.get(TipoEnte(tipo), "firma_comuni")


def carica_usuale(tipo: str) -> str:
    """Return the office that usually represents a body of that kind."""
    usuali = {
        TipoEnte.COMUNE: "Sindaco pro tempore",
        TipoEnte.ATS: "Direttore Generale",
        TipoEnte.ASST: "Direttore Generale",
        TipoEnte.AZIENDA: "Presidente",
    }
    return usuali.get(TipoEnte(tipo), "Legale rappresentante")
