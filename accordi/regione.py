"""Loads the register of the acts that premises recall (those of Gallarate's Accordo and of DGR XII/2167). Idempotent."""

import datetime as dt

from accordi.models import AttoNormativo
from core.fixture import leggi_json


def carica_atti() -> dict[str, int]:
    """Load the acts that are missing; return how many there are."""
    for dati in leggi_json("regione", "atti.json"):
        AttoNormativo.objects.get_or_create(**{**dati, "data": dt.date.fromisoformat(dati["data"])})
    return {"atti normativi": AttoNormativo.objects.count()}
