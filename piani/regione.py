"""Loads the items of the regional format of a plan (DGR XII/2167, lines 1180-1188), and all below. Idempotent."""

from django.db import transaction

from ambiti.regione import carica_comuni, carica_enti
from core.fixture import leggi_json
from leps.regione import carica_leps
from obiettivi.models import Triennio
from obiettivi.regione import carica_formati, carica_macroaree, carica_trienni, firma_catalogo
from piani.composizione import dati_regionali
from piani.models import VoceFormato


def carica_voci_formato() -> dict[str, int]:
    """Load the seven items, for every period that has a regional act for this format."""
    for triennio in Triennio.objects.filter(codice="2025-2027"):
        for dati in leggi_json("regione", "voci_formato.json"):
            VoceFormato.objects.update_or_create(
                triennio=triennio,
                chiave=dati["chiave"],
                defaults={n: dati[n] for n in ("ordine", "nome", "testo")},
            )
    return {"voci del formato": VoceFormato.objects.count()}


def carica_catalogo() -> dict[str, int]:
    """Load what sheets and plans refer to, without the bodies; return how many rows of each kind."""
    with transaction.atomic():
        fatto = {
            **carica_leps(),
            **carica_trienni(),
            **carica_macroaree(),
            **carica_formati(),
            **carica_voci_formato(),
        }
        firma_catalogo()
    return fatto


def carica_regione() -> dict[str, int]:
    """Load all the Region's data in one transaction; return how many rows of each kind."""
    with transaction.atomic():
        fatto = {**carica_enti(), **carica_comuni(), **carica_catalogo()}
        for carica in dati_regionali():
            fatto |= carica()
    return fatto
