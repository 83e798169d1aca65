"""What one version of a published block changes in another, word by word. Pure."""

from core.canonico import Json
from piani.raffronto.campi import di_blocco
from piani.raffronto.documenti import CampoConfrontato, confrontati


def cambiamenti(prima: Json | None, dopo: Json) -> list[CampoConfrontato]:
    """Return the fields that differ between what two versions say; all, when there is none before."""
    return list(confrontati(di_blocco(prima) if prima else [], di_blocco(dopo)))
