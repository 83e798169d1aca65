"""Loads the library of LEPS from fixtures (DGR XII/2167/2024, lines 607-1037). Idempotent."""

from decimal import Decimal
from typing import Any

from core.fixture import leggi_json
from leps.models import Bersaglio, Indicatore, Leps


def carica_leps() -> dict[str, int]:
    """Load the 16 LEPS, the 20 indicators and their yearly targets; return how many of each."""
    for ordine, dati in enumerate(leggi_json("regione", "leps.json"), 1):
        leps, _ = Leps.objects.update_or_create(
            codice=dati["codice"],
            defaults={
                "nome": dati["nome"],
                "norma": dati["norma"],
                "atto": dati["atto"],
                "fondi": dati["fondi"],
                "integrazione": dati["integrazione"],
                "prioritario": dati["prioritario"],
                "obiettivi_sistema": dati["obiettivi_sistema"],
                "ordine": ordine,
            },
        )
        for riga in dati["indicatori"]:
            _carica_indicatore(leps, riga)
    return {"LEPS": Leps.objects.count(), "indicatori LEPS": Indicatore.objects.count()}


def _carica_indicatore(leps: Leps, dati: dict[str, Any]) -> None:
    indicatore, _ = Indicatore.objects.update_or_create(
        codice=dati["codice"],
        defaults={"leps": leps, **{k: dati[k] for k in ("ordine", "testo", "formula", "unita")}},
    )
    for b in dati["bersagli"]:
        Bersaglio.objects.update_or_create(
            indicatore=indicatore,
            anno=b["anno"],
            defaults={
                "tipo": b["tipo"],
                "valore": Decimal(b["valore"]) if b["valore"] else None,
                "testo": b["testo"],
            },
        )
