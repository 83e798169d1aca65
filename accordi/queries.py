"""What other rooms ask of the Accordo."""

from piani.carte import Carta
from piani.models import Piano


def carte_firmate(piano: Piano) -> list[Carta]:
    """Return the signed files of the Accordo, one for each party that signed and each adherent, in the order of signature."""
    return []


def firme_mancanti(piano: Piano) -> list[str]:
    """Return the names of the parties that must still sign, in their order: Comuni, ATS, ASST, and who asked to adhere."""
    return []
