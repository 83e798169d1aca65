"""The Region's catalogue, loaded the slow way once a run and copied row by row after that."""

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model

from leps.models import Bersaglio, Leps
from leps.models import Indicatore as IndicatoreLeps
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
from piani.models import VoceFormato
from piani.regione import carica_catalogo

# Who is pointed at comes first.
MODELLI: tuple[type[Model], ...] = (
    Leps,
    IndicatoreLeps,
    Bersaglio,
    Triennio,
    Scadenza,
    Macroarea,
    MacroareaLeps,
    PuntoChiave,
    FormatoScheda,
    CampoScheda,
    FonteFinanziamento,
    VoceFormato,
)
_copia: list[tuple[type[Model], list[Model]]] = []
_conteggi: dict[str, int] = {}


def catalogo() -> dict[str, int]:
    """Fill the tables and return how many rows of each kind; a test that has put rows of its own gets the slow way."""
    if any(modello._default_manager.exists() for modello in MODELLI):
        return carica_catalogo()
    if not _copia:
        _conteggi.update(carica_catalogo())
        _copia.extend((modello, list(modello._default_manager.order_by("pk"))) for modello in MODELLI)
    else:
        _riversa()
    return dict(_conteggi)


def _riversa() -> None:
    for modello, righe in _copia:
        modello._default_manager.bulk_create(righe)
    with connection.cursor() as cursore:
        for comando in connection.ops.sequence_reset_sql(no_style(), MODELLI):
            cursore.execute(comando)
