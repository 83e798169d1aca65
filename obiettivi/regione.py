"""Loads the catalogue of the sheets from fixtures (DGR XII/2167/2024, Allegato B). Idempotent."""

import hashlib
import json
from typing import Any

from core.fixture import leggi_json
from leps.models import Bersaglio, Indicatore, Leps
from obiettivi.models import (
    CampoScheda,
    FonteFinanziamento,
    FormatoScheda,
    Macroarea,
    MacroareaLeps,
    PuntoChiave,
    Scadenza,
    Triennio,
)

Dati = dict[str, Any]


def _scelte(dati: Dati, *nomi: str) -> Dati:
    return {n: dati[n] for n in nomi}


def carica_trienni() -> dict[str, int]:
    """Load the periods and their deadlines."""
    for dati in leggi_json("regione", "trienni.json"):
        triennio, _ = Triennio.objects.update_or_create(
            codice=dati["codice"], defaults=_scelte(dati, "inizio", "fine", "atto")
        )
        for s in dati["scadenze"]:
            Scadenza.objects.update_or_create(
                triennio=triennio,
                chiave=s["chiave"],
                defaults={"nome": s["nome"], "giorno": s["data"], "fonte": s["fonte"], "atteso": s["atteso"]},
            )
    return {"trienni": Triennio.objects.count(), "scadenze": Scadenza.objects.count()}


def carica_macroaree() -> dict[str, int]:
    """Load the areas, their tables of LEPS and the 70 key points. The LEPS must be there already."""
    for dati in leggi_json("regione", "macroaree.json"):
        Macroarea.objects.update_or_create(
            codice=dati["codice"], defaults=_scelte(dati, "nome", "alias", "storica", "nota", "ordine")
        )
    aree = {m.codice: m for m in Macroarea.objects.all()}
    for dati in leggi_json("regione", "leps.json"):
        leps = Leps.objects.get(codice=dati["codice"])
        for v in dati["voci"]:
            MacroareaLeps.objects.update_or_create(
                macroarea=aree[v["macroarea"]], leps=leps, defaults=_scelte(v, "norma", "atto", "fondi")
            )
    for dati in leggi_json("regione", "punti_chiave.json"):
        PuntoChiave.objects.update_or_create(
            macroarea=aree[dati["macroarea"]],
            chiave=dati["slug"],
            defaults=_scelte(dati, "nome", "alias", "ordine"),
        )
    return {
        "macroaree": len(aree),
        "LEPS per macroarea": MacroareaLeps.objects.count(),
        "punti chiave": PuntoChiave.objects.count(),
    }


def carica_formati() -> dict[str, int]:
    """Load the sheet formats with their rows, and the sources of funds."""
    for dati in leggi_json("regione", "formati.json"):
        formato, _ = FormatoScheda.objects.update_or_create(
            chiave=dati["chiave"], defaults=_scelte(dati, "specie", "titolo", "fonte", "gruppi")
        )
        for ordine, campo in enumerate(dati["campi"], 1):
            CampoScheda.objects.update_or_create(
                formato=formato,
                chiave=campo["chiave"],
                defaults={
                    "ordine": ordine,
                    "matrice": campo.get("matrice"),
                    **_scelte(campo, "etichetta", "aiuto", "tipo", "multipla", "scelte", "gruppo", "obbligatorio"),
                },
            )
    for ordine, dati in enumerate(leggi_json("regione", "fonti.json"), 1):
        FonteFinanziamento.objects.update_or_create(
            chiave=dati["chiave"], defaults={"ordine": ordine, **_scelte(dati, "nome", "natura")}
        )
    return {
        "formati": FormatoScheda.objects.count(),
        "righe dei formati": CampoScheda.objects.count(),
        "fonti": FonteFinanziamento.objects.count(),
    }


def firma_catalogo() -> str:
    """Write on every format the fingerprint of the catalogue as it stands, ids included, and return it.

    Call it last, in the transaction that loaded the catalogue: what processes keep in memory goes by this fingerprint.
    """
    modelli = (Leps, Indicatore, Bersaglio, Macroarea, PuntoChiave, CampoScheda, FonteFinanziamento)
    righe = [list(modello.objects.order_by("pk").values_list()) for modello in modelli]
    impronta = hashlib.sha256(json.dumps(righe, default=str).encode()).hexdigest()
    FormatoScheda.objects.update(catalogo=impronta)
    return impronta
