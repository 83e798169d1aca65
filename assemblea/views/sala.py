"""The room of a plan: its sessions, the next one, the acts of other bodies, the rules."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assemblea.actions.atti import registra_atto_esterno
from assemblea.actions.regole import chiudi_regola, scrivi_regola
from assemblea.actions.sedute import convoca, impedimenti_a_convocare, ordine_del_giorno
from assemblea.enums import Oggetto
from assemblea.forms import ModuloAtto, ModuloChiudiRegola, ModuloConvocazione, ModuloRegola, oggi_o_dopo
from assemblea.models import AttoEsterno, RegolaAssemblea
from assemblea.pesi import comuni_il
from assemblea.queries import atti_esterni_di, regole_di, sedute_del
from assemblea.regole_pronte import PER_CHIAVE, PRONTE
from assemblea.views.comune import alla_seduta, permetti, piano_in_assemblea
from core.exceptions import Rifiuto
from documenti.risposte import risposta_file
from piani.exceptions import DataFuoriOrdine
from piani.models import Piano
from piani.views.comune import vai
from utenti.permissions import permessi_su
from utenti.roles import Permesso
from utenti.typing import RichiestaUtente
from utenti.views.comune import inviati, stato_di


@require_safe
def assemblea(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """The sessions on a plan, the next act, the acts of other bodies."""
    piano = piano_in_assemblea(request, codice, triennio)
    permessi = permessi_su(request.user, piano.ambito)
    sedute = list(sedute_del(piano))
    contesto = {
        "piano": piano,
        "sedute": sedute,
        "prossima": next((s for s in reversed(sedute) if not s.finita), None),
        "atti": list(atti_esterni_di(piano)),
        "convoca": Permesso.CONVOCARE in permessi,
        "impedimenti": list(
            impedimenti_a_convocare(piano, sedute, accordo_approvato=getattr(piano, "accordo_approvato", False))
        ),
        "registra": Permesso.REGISTRARE_APPROVAZIONE in permessi,
        "configura": Permesso.CONFIGURARE_ASSEMBLEA in permessi,
        "mancano_regole": _oggetti_senza_regola(piano),
    }
    return render(request, "assemblea/assemblea.html", contesto)


def _oggetti_senza_regola(piano: Piano) -> list[str]:
    oggi = timezone.localdate()
    in_vigore = {
        r.oggetto
        for r in RegolaAssemblea.objects.filter(ambito=piano.ambito_id, dal__lte=oggi)
        if not r.al or r.al >= oggi
    }
    return [o.label for o in Oggetto if o not in in_vigore]


@require_http_methods(["GET", "POST"])
def convoca_seduta(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """Convene a session, with the text frozen now."""
    piano = piano_in_assemblea(request, codice, triennio)
    permetti(request, Permesso.CONVOCARE, piano)
    modulo = ModuloConvocazione(inviati(request), initial=oggi_o_dopo(timezone.localdate()))
    if modulo.is_valid():
        try:
            seduta = convoca(piano, modulo.dati(), autore=request.user)
        except Rifiuto as rifiuto:
            modulo.add_error(None, str(rifiuto))
        else:
            messages.success(request, "Seduta convocata: gli avvisi sono partiti, con l'impronta del testo.")
            return alla_seduta(piano, seduta)
    comuni = comuni_il(piano.ambito, timezone.localdate())
    contesto = {"piano": piano, "modulo": modulo, "comuni": comuni, "solo_accordo": len(ordine_del_giorno(piano)) == 1}
    return render(request, "assemblea/convoca.html", contesto, status=stato_di(modulo))


# --- Acts of other bodies ---
@require_http_methods(["GET", "POST"])
def atto_nuovo(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """Record an act taken elsewhere; that which approves the Piano moves it."""
    piano = piano_in_assemblea(request, codice, triennio)
    permetti(request, Permesso.REGISTRARE_APPROVAZIONE, piano)
    modulo = ModuloAtto(inviati(request), request.FILES if request.method == "POST" else None, piano=piano)
    if modulo.is_valid() and (risposta := _registra(request, piano, modulo)):
        return risposta
    return render(request, "assemblea/atto.html", {"piano": piano, "modulo": modulo}, status=stato_di(modulo))


def _registra(request: RichiestaUtente, piano: Piano, modulo: ModuloAtto) -> HttpResponse | None:
    try:
        registra_atto_esterno(piano, modulo.dati(), autore=request.user)
    except DataFuoriOrdine as rifiuto:
        modulo.add_error("conferma_ordine", str(rifiuto))
        return None
    except Rifiuto as rifiuto:
        modulo.add_error(None, str(rifiuto))
        return None
    messages.success(request, "Atto registrato, con il suo file e l'impronta del testo approvato.")
    return vai("assemblea:assemblea", piano)


@require_safe
def atto_file(request: RichiestaUtente, codice: str, triennio: str, atto: int) -> HttpResponse:
    """The file of an act."""
    piano = piano_in_assemblea(request, codice, triennio)
    trovato = get_object_or_404(AttoEsterno.objects.select_related("file"), piano=piano, pk=atto)
    return risposta_file(trovato.file, trovato.nome_file)


# --- Rules ---
@require_safe
def regole(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """The rules of the Ambito's Assemblea, and those ready to be adopted."""
    piano = piano_in_assemblea(request, codice, triennio)
    configura = Permesso.CONFIGURARE_ASSEMBLEA in permessi_su(request.user, piano.ambito)
    contesto = {
        "piano": piano,
        "oggi": timezone.localdate(),
        "regole": [(r, r.pura.in_parole) for r in regole_di(piano)],
        "pronte": [(p, p.regola.in_parole) for p in PRONTE] if configura else [],
        "configura": configura,
    }
    return render(request, "assemblea/regole.html", contesto)


@require_http_methods(["GET", "POST"])
def regola_nuova(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """Write a rule, from nothing or from a ready-made one."""
    piano = piano_in_assemblea(request, codice, triennio)
    permetti(request, Permesso.CONFIGURARE_ASSEMBLEA, piano)
    pronta = PER_CHIAVE.get(request.GET.get("da", ""))
    modulo = ModuloRegola(inviati(request), initial=ModuloRegola.iniziali(pronta) if pronta else None)
    if modulo.is_valid():
        try:
            scrivi_regola(piano.ambito, modulo.dati(), autore=request.user)
        except Rifiuto as rifiuto:
            modulo.add_error(None, str(rifiuto))
        else:
            messages.success(request, "La regola è scritta: vale dal giorno indicato.")
            return vai("assemblea:regole", piano)
    return render(request, "assemblea/regola.html", {"piano": piano, "modulo": modulo}, status=stato_di(modulo))


@require_http_methods(["GET", "POST"])
def regola_chiudi(request: RichiestaUtente, codice: str, triennio: str, regola: int) -> HttpResponse:
    """Say which is the last day of a rule."""
    piano = piano_in_assemblea(request, codice, triennio)
    permetti(request, Permesso.CONFIGURARE_ASSEMBLEA, piano)
    trovata = get_object_or_404(RegolaAssemblea, ambito=piano.ambito_id, pk=regola)
    modulo = ModuloChiudiRegola(inviati(request), initial={"al": timezone.localdate()})
    if modulo.is_valid():
        try:
            chiudi_regola(trovata, al=modulo.cleaned_data["al"], autore=request.user)
        except Rifiuto as rifiuto:
            modulo.add_error("al", str(rifiuto))
        else:
            messages.success(request, f"«{trovata.nome}» ha il suo ultimo giorno.")
            return vai("assemblea:regole", piano)
    contesto = {
        "titolo": f"Chiudere la regola «{trovata.nome}»?",
        "testo": "La regola resta scritta per le sedute già tenute. Dopo l'ultimo giorno se ne può scrivere un'altra.",
        "modulo": modulo,
        "indietro": vai("assemblea:regole", piano).url,
    }
    return render(request, "components/conferma.html", contesto, status=stato_di(modulo))
