"""The board: all the Ambiti of the ATS, the most urgent first."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.formati import data
from core.tabelle import Cella, Tabella, esporta
from obiettivi.models import Triennio
from recepimento.forms.tavolo import FiltroTavolo
from recepimento.queries.piani import CHI_IMPOSTA
from recepimento.queries.tavolo import RigaTavolo, ambiti_del_tavolo, righe_del_tavolo
from utenti.enums import Ruolo
from utenti.permissions import esigi
from utenti.roles import RUOLI, Permesso, Portata
from utenti.typing import RichiestaUtente

COLONNE = ("Ambito", "ATS", "Stato", "A chi tocca", "Da", "Giorni al termine", "Riscontri", "Ultimo passo", "Inviato")


def _riga(r: RigaTavolo) -> tuple[Cella, ...]:
    return (
        Cella(r.ambito.nome, reverse("recepimento:verifica", kwargs=r.piano.indirizzo) if r.piano else ""),
        Cella(str(r.ambito.ats)),
        Cella(r.nome_stato),
        Cella(r.turno),
        Cella(data(timezone.localdate(r.da)) if r.da else ""),
        Cella(str(r.termine.giorni) if r.termine else ""),
        Cella(r.riscontri.parole if r.piano else ""),
        Cella(r.ultima),
        Cella(data(r.inviato_il) if r.inviato_il else ""),
    )


def _triennio(trienni: list[Triennio], codice: str) -> Triennio | None:
    """Return the triennium of the address, or the newest."""
    return next((t for t in trienni if t.codice == codice), trienni[0] if trienni else None)


@require_safe
def tavolo(request: RichiestaUtente) -> HttpResponse:
    """The Ambiti that the person follows, filtered, in pages, exported as filtered. Eight queries whatever the rows."""
    esigi(request.user, Permesso.LEGGERE_ATTRAVERSO_PIANI, ambito=None)
    trienni = list(Triennio.objects.order_by("-inizio"))
    triennio = _triennio(trienni, request.GET.get("triennio", ""))
    regionale = any(RUOLI[Ruolo(i.ruolo)].portata is Portata.REGIONE for i in request.incarichi)
    imposta = [i.ente for i in request.incarichi if i.ruolo in CHI_IMPOSTA]
    contesto: dict[str, object] = {
        "triennio": triennio,
        "imposta": imposta,
        "regionale": regionale,
        "azzera": reverse("recepimento:tavolo"),
    }
    if triennio is None:
        return render(request, "recepimento/tavolo.html", {**contesto, "righe": [], "filtro": None})
    filtro = FiltroTavolo(
        request.GET, queryset=ambiti_del_tavolo(request.user, triennio), trienni=trienni, piu_ats=regionale
    )
    righe = righe_del_tavolo(filtro.qs, triennio)
    if formato := request.GET.get("formato"):
        tabella = Tabella(f"Tavolo di lavoro {triennio}", COLONNE, tuple(_riga(r) for r in righe))
        return esporta(tabella, nome=f"tavolo-{triennio}", formato=formato)
    pagina = Paginator(righe, settings.RIGHE_PER_PAGINA).get_page(request.GET.get("pagina"))
    prima = next((r for r in righe if r.piano and r.turno == "ATS"), None)
    contesto |= {"filtro": filtro, "pagina": pagina, "righe": list(pagina), "prima": prima}
    return render(request, "recepimento/tavolo.html", contesto)
