"""Adhering: the request, its answer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accordi.forms.firme import ModuloAdesione, ModuloRisposta, ModuloRitiroAdesione
from accordi.models import Adesione
from accordi.queries import enti_aderenti_di, enti_che_possono_chiedere
from accordi.regole import CHIUSE_LE_ADESIONI
from accordi.views.comune import adesione_visibile, inviati, piano_con_accordo, stato_di, vai
from core.exceptions import NonPermesso, Rifiuto
from piani.enums import Stato
from piani.permissions import NULLA
from utenti.permissions import esigi, ha_permesso
from utenti.roles import Permesso
from utenti.typing import RichiestaUtente


@require_http_methods(["GET", "POST"])
def adesione_nuova(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """Ask that one's own body adhere."""
    piano, _ = piano_con_accordo(request, codice, triennio)
    esigi(request.user, Permesso.ADERIRE, ambito=None)
    enti = list(enti_che_possono_chiedere(request.user, piano).values_list("pk", flat=True))
    if not enti:
        raise NonPermesso(
            "Aderisce all'Accordo chi ha partecipato al Piano: il tuo ente non risulta tra chi ha partecipato, o ha già "
            f"chiesto. Se non è così, scrivi all'Ufficio di Piano. {NULLA}"
        )
    modulo = ModuloAdesione(inviati(request), enti=enti)
    if modulo.is_valid():
        try:
            nata = modulo.save(piano, autore=request.user)
        except Rifiuto as rifiuto:
            modulo.add_error(None, str(rifiuto))
        else:
            messages.success(request, "La richiesta è partita: l'Ufficio di Piano ti risponde qui.")
            return vai("adesione", piano, pk=nata.pk)
    contesto = {"piano": piano, "modulo": modulo, "chiuse": Stato(piano.stato) in CHIUSE_LE_ADESIONI}
    return render(request, "accordi/adesione_nuova.html", contesto, status=stato_di(modulo))


@require_http_methods(["GET", "POST"])
def adesione(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> HttpResponse:
    """A request with its answer; POST answers it, or withdraws what was accepted."""
    trovata = adesione_visibile(request, codice, triennio, pk)
    piano = trovata.piano
    risponde = ha_permesso(request.user, Permesso.SCRIVERE_ACCORDO, ambito=piano.ambito)
    mia = enti_aderenti_di(request.user).filter(pk=trovata.ente_id).exists()
    ritira = "ritira" in request.POST
    if request.method == "POST" and not (ritira and mia):
        esigi(request.user, Permesso.SCRIVERE_ACCORDO, ambito=piano.ambito)
    risposta = ModuloRisposta(None if ritira else inviati(request))
    ritiro = ModuloRitiroAdesione(request.POST if ritira else None, del_suo_ente=mia)
    modulo = ritiro if ritira else risposta
    if modulo.is_valid():
        try:
            modulo.save(trovata, autore=request.user)
        except Rifiuto as rifiuto:
            modulo.add_error(None, str(rifiuto))
        else:
            fatto = "L'adesione è ritirata" if ritira else "La risposta è partita"
            messages.success(request, f"{fatto}: {'l’Ufficio di Piano' if mia else trovata.ente} riceve un avviso.")
            return vai("accordo", piano)
    contesto = {
        "piano": piano,
        "adesione": trovata,
        "modulo": risposta if risponde and trovata.accolta is None else None,
        "ritiro": ritiro if ritira or _si_ritira(trovata, chi_puo=mia or risponde) else None,
        "mia": mia,
    }
    return render(request, "accordi/adesione.html", contesto, status=stato_di(modulo))


def _si_ritira(adesione: Adesione, *, chi_puo: bool) -> bool:
    return chi_puo and adesione.vale and not adesione.firme.filter(tolta_il=None).exists()
