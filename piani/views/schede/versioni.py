"""The versions of a row: who, when, what it said."""

import datetime as dt
from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from obiettivi.actions.risposte import Riga
from obiettivi.enums import TipoCampo
from obiettivi.models import CampoScheda, PuntoScelto, Risposta, Scheda
from piani.views.comune import lettore
from piani.views.schede.pagina import da_htmx, mostra
from piani.views.schede.righe import RigaVista
from piani.views.schede.vista import PaginaScheda
from utenti.permissions import ha_permesso
from utenti.roles import Permesso

MOSTRATE = 10


@dataclass(frozen=True)
class Versione:
    """A row as it stood: drawn like the row itself. `chi` is empty for what came from a file."""

    quando: dt.datetime
    chi: str
    riga: RigaVista


@require_safe
def versioni(request: HttpRequest, campo: str, **indirizzo: str) -> HttpResponse:
    """Show the latest versions of a row, newest first. Four queries at most beside the sheet's, whatever they are."""
    pagina = PaginaScheda.carica(request, **indirizzo)
    # Who wrote what is for those who work on the plan, also when it is public.
    if not ha_permesso(lettore(request), Permesso.LEGGERE_BOZZA, ambito=pagina.voce.piano.ambito):
        raise Http404
    riga = pagina.riga(campo)
    modello = "piani/schede/_versioni.html" if da_htmx(request) else "piani/scheda_versioni.html"
    return mostra(request, modello, pagina, riga=riga, versioni=_versioni(pagina.voce.scheda, riga))


def _versioni(scheda: Scheda, riga: RigaVista) -> list[Versione]:
    storia = Risposta.storia.filter(scheda_id=scheda.pk, campo_id=riga.campo.pk).select_related("history_user")
    intorno = Intorno(scheda, riga.campo)
    return [
        Versione(
            v.history_date,
            str(v.history_user or ""),
            replace(
                riga,
                riga=intorno.riga(
                    Riga(scelte=tuple(v.scelte), testo=v.testo, non_pertinente=v.non_pertinente), v.history_date
                ),
                compilata=True,
            ),
        )
        for v in storia.order_by("-history_date", "-history_id")[:MOSTRATE]
    ]


class Intorno:
    """What the row kept outside its answer, at a date: title, degree, areas, key points."""

    def __init__(self, scheda: Scheda, campo: CampoScheda) -> None:
        self.tipo = campo.tipo
        self.schede = []
        self.punti = []
        if self.tipo in {TipoCampo.TITOLO, TipoCampo.PERCENTUALE, TipoCampo.AREE}:
            versioni = Scheda.storia.filter(id=scheda.pk).order_by("-history_date", "-history_id")
            self.schede = list(versioni.prefetch_related("aree_trasversali"))
        elif self.tipo == TipoCampo.PUNTI_CHIAVE:
            self.punti = list(PuntoScelto.storia.filter(scheda_id=scheda.pk).order_by("history_date", "history_id"))

    def riga(self, riga: Riga, quando: dt.datetime) -> Riga:
        """Return `riga` with what stood beside it at `quando`."""
        scheda = next((s for s in self.schede if s.history_date <= quando), None)
        vivi = {p.id: p for p in self.punti if p.history_date <= quando}
        scelti = sorted((p for p in vivi.values() if p.history_type != "-"), key=lambda p: p.ordine)
        return replace(
            riga,
            titolo=scheda.titolo if scheda else "",
            grado=scheda.grado if scheda else None,
            grado_criterio=scheda.grado_criterio if scheda else "",
            grado_motivo=scheda.grado_motivo if scheda else "",
            aree=frozenset(a.macroarea_id for a in scheda.aree_trasversali.all()) if scheda else frozenset(),
            punti=frozenset(p.punto_id for p in scelti if p.punto_id),
            altri_punti=tuple(p.nota for p in scelti if p.punto_id is None),
        )
