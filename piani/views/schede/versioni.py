"""The versions of a row: who, when, what it said."""

import datetime as dt
from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core.storia import da_parte
from obiettivi.models import Risposta, Scheda
from piani.permissions import coautore
from piani.views.comune import lettore
from piani.views.schede.pagina import da_htmx, mostra
from piani.views.schede.righe import RigaVista
from piani.views.schede.storia_righe import Intorno
from piani.views.schede.vista import PaginaScheda
from utenti.permissions import ha_permesso
from utenti.roles import Permesso

MOSTRATE = 10


@dataclass(frozen=True)
class Versione:
    """A row as it stood: drawn like the row itself. `chi` is empty for what came from a file.

    `motivo` is how it was saved, `attuale` whether it is the one that stands.
    """

    quando: dt.datetime
    chi: str
    riga: RigaVista
    motivo: str
    attuale: bool


@require_safe
def versioni(request: HttpRequest, campo: str, **indirizzo: str) -> HttpResponse:
    """Show the latest versions of a row, newest first. Four queries at most beside the sheet's, whatever they are."""
    pagina = PaginaScheda.carica(request, **indirizzo)
    chi = lettore(request)
    # Who wrote what is for those who work on the plan, also when it is public, and for who writes the sheet with them.
    if not (ha_permesso(chi, Permesso.LEGGERE_BOZZA, ambito=pagina.voce.piano.ambito) or coautore(chi, pagina.voce)):
        raise Http404
    riga = pagina.riga(campo)
    modello = "piani/schede/_versioni.html" if da_htmx(request) else "piani/scheda_versioni.html"
    return mostra(request, modello, pagina, riga=riga, versioni=_versioni(pagina.voce.scheda, riga))


def _versioni(scheda: Scheda, riga: RigaVista) -> list[Versione]:
    storia = Risposta.storia.filter(scheda_id=scheda.pk, campo_id=riga.campo.pk).select_related("history_user")
    intorno = Intorno(scheda, riga.campo)
    mostrate = list(storia.order_by("-history_date", "-history_id")[:MOSTRATE])
    attuale = next((v for v in mostrate if not da_parte(v.history_change_reason)), None)
    return [
        Versione(
            v.history_date,
            str(v.history_user or ""),
            replace(riga, riga=intorno.di(v), compilata=True),
            v.history_change_reason or "",
            v is attuale,
        )
        for v in mostrate
    ]
