"""What a text may refer to: a page with the links to copy, and the same as JSON for the window of the editor."""

from dataclasses import asdict, dataclass

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from piani.lettura.bersagli import nome_sezione
from piani.lettura.numeri import Numeri
from piani.models import Piano
from piani.queries_rimandi import numeri_del_piano
from piani.rimandi import indirizzo
from piani.views.comune import piano_visibile
from utenti.typing import RichiestaUtente


@dataclass(frozen=True)
class Citabile:
    """A thing that a text may name: its number, its title, the link, the words that enter the text with it."""

    numero: str
    titolo: str
    rimando: str
    parole: str


def _tabelle(piano: Piano, numeri: Numeri) -> list[Citabile]:
    ordine = {c: n for n, c in enumerate(numeri.tabelle)}
    righe = sorted(piano.tabelle.values_list("chiave", "titolo"), key=lambda coppia: ordine[coppia[0]])
    return [Citabile(numeri.tabelle[c], t, indirizzo("tabella", c), numeri.tabelle[c]) for c, t in righe]


def _sezioni(piano: Piano, numeri: Numeri) -> list[Citabile]:
    titoli = dict(piano.sezioni.values_list("chiave", "titolo"))
    return [
        Citabile(p.numero, titoli[c], indirizzo("sezione", c), nome_sezione(p.numero, titoli[c]))
        for c, p in numeri.sezioni.items()
    ]


def _schede(piano: Piano) -> list[Citabile]:
    righe = piano.voci.order_by("ordine").values_list("specie", "codice", "scheda__intestazione")
    return [Citabile(c, t, indirizzo("scheda", f"{s}:{c}"), f"scheda {c}") for s, c, t in righe]


@require_safe
def rimandi(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """List tables, charts, sections and sheets of the plan with their links; as JSON with `?formato=json`."""
    piano = piano_visibile(request, codice, triennio)
    numeri = numeri_del_piano(piano)
    gruppi = [
        ("Tabelle, grafici e figure", _tabelle(piano, numeri)),
        ("Sezioni", _sezioni(piano, numeri)),
        ("Schede", _schede(piano)),
    ]
    if request.GET.get("formato") == "json":
        return JsonResponse({"gruppi": [{"nome": nome, "voci": [asdict(v) for v in voci]} for nome, voci in gruppi]})
    return render(request, "piani/rimandi.html", {"piano": piano, "gruppi": gruppi})
