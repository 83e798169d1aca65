"""Where the images of a plan are shown, and which the portal has."""

from dataclasses import dataclass

from core.canonico import Json
from documenti.models import FileConservato
from piani.lettura.pagina import impronte
from piani.models import Immagine, Piano, Sezione


@dataclass(frozen=True)
class ImmagineMostrata:
    """An image and the sections whose text shows it."""

    immagine: Immagine
    sezioni: list[Sezione]


def immagini_con_luoghi(piano: Piano) -> list[ImmagineMostrata]:
    """Return the images of a plan, each with its sections. Two queries."""
    con_immagini = piano.sezioni.filter(testo__contains="data-immagine").order_by("ordine")
    luoghi: dict[str, list[Sezione]] = {}
    for sezione in con_immagini:
        for impronta in impronte(sezione.testo):
            luoghi.setdefault(impronta, []).append(sezione)
    return [ImmagineMostrata(i, luoghi.get(i.sha256, [])) for i in piano.immagini.order_by("pk")]


def presenti(piano: Piano, volute: list[str]) -> frozenset[str]:
    """Return those of the hashes whose bytes the portal has for that plan. One query, or none."""
    if not volute:
        return frozenset()
    trovate = piano.immagini.filter(sha256__in=volute, file__isnull=False)
    return frozenset(trovate.values_list("sha256", flat=True))


def immagini_mancanti(documento: Json) -> list[str]:
    """Return the names of the images that a document shows and the portal has not. One query, or none."""
    voci = [a for a in documento["allegati"] if "larghezza" in a]
    if not voci:
        return []
    noti = set(FileConservato.objects.filter(sha256__in=[v["sha256"] for v in voci]).values_list("sha256", flat=True))
    return [v["nome"] for v in voci if v["sha256"] not in noti]
