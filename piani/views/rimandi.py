"""What a text may refer to, each with the link to copy: the number is written by page and paper."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from piani.queries_rimandi import numeri_del_piano
from piani.rimandi import indirizzo
from piani.views.comune import piano_visibile
from utenti.typing import RichiestaUtente


@dataclass(frozen=True)
class Citabile:
    """A thing that a text may name: its number, its title, the link."""

    numero: str
    titolo: str
    rimando: str


@require_safe
def rimandi(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """List tables, charts, sections and sheets of the plan with their links."""
    piano = piano_visibile(request, codice, triennio)
    numeri = numeri_del_piano(piano)
    tabelle = piano.tabelle.order_by("ordine").values_list("chiave", "titolo")
    sezioni = dict(piano.sezioni.values_list("chiave", "titolo"))
    voci = piano.voci.order_by("ordine").values_list("specie", "codice", "scheda__intestazione")
    nomi = {c: n for n, c in enumerate(numeri.tabelle)}
    gruppi = [
        (
            "Tabelle, grafici e figure",
            [
                Citabile(numeri.tabelle[c], t, indirizzo("tabella", c))
                for c, t in sorted(tabelle, key=lambda coppia: nomi[coppia[0]])
            ],
        ),
        (
            "Sezioni",
            [Citabile(p.numero, sezioni[c], indirizzo("sezione", c)) for c, p in numeri.sezioni.items()],
        ),
        ("Schede", [Citabile(codice_, t, indirizzo("scheda", f"{s}:{codice_}")) for s, codice_, t in voci]),
    ]
    return render(request, "piani/rimandi.html", {"piano": piano, "gruppi": gruppi})
