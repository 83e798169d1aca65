"""Two canonical documents of a plan read beside each other: the parts that changed, with their words marked. Pure."""

from piani.raffronto.documenti import (
    CampoConfrontato,
    CapitoloConfrontato,
    Genere,
    ParteConfrontata,
    da_mostrare,
    raffronta,
    senza_spostate,
)

__all__ = [
    "CampoConfrontato",
    "CapitoloConfrontato",
    "Genere",
    "ParteConfrontata",
    "da_mostrare",
    "raffronta",
    "senza_spostate",
]
