"""The plan's page: where it is, what is missing, who works on it."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from piani.avanzamento import con_scadenze, quadro, termine
from piani.enums import Stato
from piani.models import Piano
from piani.persone import squadra, ultimi_atti
from piani.queries import piani_leggibili_da
from piani.views.comune import lettore
from utenti.roles import Permesso

# The main way; consultation and integrations are side steps, shown only while the plan is there.
CAMMINO = (
    Stato.BOZZA,
    Stato.IN_VERIFICA,
    Stato.VERIFICATO,
    Stato.APPROVATO,
    Stato.IN_SOTTOSCRIZIONE,
    Stato.SOTTOSCRITTO,
    Stato.RECEPITO,
    Stato.CONCLUSO,
)
_ACCANTO = {Stato.IN_CONSULTAZIONE: Stato.BOZZA, Stato.DA_INTEGRARE: Stato.IN_VERIFICA}


@dataclass(frozen=True)
class Passo:
    """A step as `components/_stepper.html` shows it."""

    nome: str
    stato: str
    nota: str = ""


def passi(piano: Piano) -> list[Passo]:
    """Return the way of the procedure with the state the plan is in."""
    attuale = Stato(piano.stato)
    posto = CAMMINO.index(_ACCANTO.get(attuale, attuale))
    righe = []
    for i, stato in enumerate(CAMMINO):
        aspetto = "fatto" if i < posto else "ora" if i == posto else "poi"
        nota = str(attuale.label) if i == posto and attuale in _ACCANTO else ""
        righe.append(Passo(str(stato.label), aspetto, nota))
    return righe


@login_not_required
@require_safe
def dettaglio(request: HttpRequest, codice: str, triennio: str) -> HttpResponse:
    """Show the plan. Nine queries with those of the session, whatever the number of rows."""
    chi = lettore(request)
    piano = get_object_or_404(
        con_scadenze(piani_leggibili_da(chi)), ambito__ente__codice=codice, triennio__codice=triennio
    )
    gruppo = squadra(piano.ambito, chi)
    # Who reads the draft from a table, or the approved plan from outside, gets no names.
    in_lavorazione = chi is not None and Permesso.LEGGERE_BOZZA in gruppo.permessi
    contesto = {
        "piano": piano,
        "quadro": quadro(piano),
        "passi": passi(piano),
        "prossima": termine(getattr(piano, "prossima", None)),
        "passata": termine(getattr(piano, "passata", None)),
        "squadra": gruppo.enti if in_lavorazione else [],
        "sindaci": gruppo.sindaci if in_lavorazione else [],
        "atti": ultimi_atti([piano.catena]) if in_lavorazione else [],
        "scrive": piano.modificabile
        and bool(gruppo.permessi & {Permesso.SCRIVERE_PIANO, Permesso.SCRIVERE_SEZIONI_PROPRIE}),
        "esporta": Permesso.ESPORTARE in gruppo.permessi,
        "stampa": Permesso.STAMPARE in gruppo.permessi,
        "in_lavorazione": in_lavorazione,
    }
    return render(request, "piani/dettaglio.html", contesto)
