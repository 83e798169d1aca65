"""The convocations that froze a version of a plan, for the page of its versions."""

from assemblea.models import Punto
from core.formati import data
from piani.composizione import Momento
from piani.models import Piano


def convocazioni(piano: Piano) -> list[Momento]:
    """Return each session convened on the plan, once. One query."""
    punti = Punto.objects.filter(piano=piano).select_related("seduta", "piano__ambito__ente", "piano__triennio")
    per_seduta = {p.seduta_id: p for p in punti.order_by("-ordine")}
    return [
        Momento(
            p.seduta.convocata_il,
            f"Convocazione dell'Assemblea del {data(p.seduta.giorno)}",
            p.versione_id,
            p.get_absolute_url(),
        )
        for p in per_seduta.values()
    ]
