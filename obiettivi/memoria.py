"""The regional catalogue as the pages of a sheet read it, kept in memory by each process.

The key is the fingerprint of the catalogue that every format carries (`FormatoScheda.catalogo`): whoever loads the
Region's data changes it, in the same transaction, so no process ever shows the catalogue of before.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from leps.models import Bersaglio, Leps
from leps.models import Indicatore as IndicatoreRegionale
from obiettivi.models import CampoScheda, FonteFinanziamento, FormatoScheda, Macroarea, PuntoChiave


@dataclass(frozen=True)
class CatalogoLetto:
    """Everything a sheet may refer to, by id; lists are in the official order."""

    campi: dict[int, list[CampoScheda]]
    aree: list[Macroarea]
    punti: dict[int, list[PuntoChiave]]
    leps: dict[int, Leps]
    fonti: dict[int, FonteFinanziamento]
    regionali: dict[int, IndicatoreRegionale]
    bersagli: dict[int, list[Bersaglio]]

    def punto(self, pk: int) -> PuntoChiave:
        """Return a key point by id."""
        return next(p for punti in self.punti.values() for p in punti if p.pk == pk)

    def area(self, pk: int) -> Macroarea:
        """Return an area by id."""
        return next(a for a in self.aree if a.pk == pk)


def catalogo_di(formato: FormatoScheda) -> CatalogoLetto:
    """Return the catalogue that holds for a sheet of this format: no query, but the first time (seven)."""
    return _in_memoria(formato.catalogo) if formato.catalogo else _leggi()


@lru_cache(maxsize=2)
def _in_memoria(impronta: str) -> CatalogoLetto:
    return _leggi()


def _leggi() -> CatalogoLetto:
    campi: dict[int, list[CampoScheda]] = defaultdict(list)
    for campo in CampoScheda.objects.order_by("ordine"):
        campi[campo.formato_id].append(campo)
    aree = {a.pk: a for a in Macroarea.objects.order_by("ordine", "codice")}
    punti: dict[int, list[PuntoChiave]] = defaultdict(list)
    for punto in PuntoChiave.objects.order_by("ordine"):
        punto.macroarea = aree[punto.macroarea_id]
        punti[punto.macroarea_id].append(punto)
    bersagli: dict[int, list[Bersaglio]] = defaultdict(list)
    for bersaglio in Bersaglio.objects.order_by("anno"):
        bersagli[bersaglio.indicatore_id].append(bersaglio)
    return CatalogoLetto(
        campi=dict(campi),
        aree=list(aree.values()),
        punti=dict(punti),
        leps={x.pk: x for x in Leps.objects.order_by("ordine", "codice")},
        fonti={f.pk: f for f in FonteFinanziamento.objects.order_by("ordine", "nome")},
        regionali={i.pk: i for i in IndicatoreRegionale.objects.order_by("ordine")},
        bersagli=dict(bersagli),
    )
