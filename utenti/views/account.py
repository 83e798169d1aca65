"""One's own account: accept an invitation, change hat, change name."""

from typing import cast

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from utenti import actions
from utenti.enums import Posta, Ruolo
from utenti.exceptions import InvitoNonValido
from utenti.forms import ModuloAccetta, ModuloProfilo
from utenti.middleware import CHIAVE_SESSIONE
from utenti.models import Incarico, Invito, Utente
from utenti.queries import enti_gestiti_da, incarichi_di
from utenti.roles import RUOLI
from utenti.typing import RichiestaUtente
from utenti.views.comune import inviati, stato_di

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def accetta_invito(request: HttpRequest, gettone: str) -> HttpResponse:
    """Open an invitation: a new account for who has none, a confirmation for who has one."""
    try:
        invito = actions.invito_da_gettone(gettone)
    except InvitoNonValido as rifiuto:
        return render(request, "utenti/invito_non_valido.html", {"frase": str(rifiuto)}, status=rifiuto.stato_http)
    if Utente.objects.filter(email=invito.email).exists():
        return _accetta_con_account(request, gettone, invito)
    return _accetta_da_nuovo(request, gettone, invito)


def _accetta_da_nuovo(request: HttpRequest, gettone: str, invito: Invito) -> HttpResponse:
    modulo = ModuloAccetta(inviati(request), email=invito.email, initial={"nome": invito.nome})
    if modulo.is_valid():
        scritti = modulo.cleaned_data
        incarico = actions.accetta_invito(gettone, password=scritti["password1"], nome=scritti["nome"])
        login(request, incarico.utente, backend=BACKEND)
        return _benvenuto(request, incarico)
    contesto = _contesto(invito) | {"modulo": modulo}
    return render(request, "utenti/accetta_invito.html", contesto, status=stato_di(modulo))


def _accetta_con_account(request: HttpRequest, gettone: str, invito: Invito) -> HttpResponse:
    sono_io = isinstance(request.user, Utente) and request.user.email == invito.email
    if request.method == "POST":
        if not isinstance(request.user, Utente):
            return redirect("utenti:accetta_invito", gettone=gettone)
        return _benvenuto(request, actions.accetta_invito_con_account(gettone, autore=request.user))
    return render(request, "utenti/accetta_con_account.html", _contesto(invito) | {"sono_io": sono_io})


def _contesto(invito: Invito) -> dict[str, object]:
    return {"invito": invito, "descrizione": RUOLI[Ruolo(invito.ruolo)].descrizione}


def _benvenuto(request: HttpRequest, incarico: Incarico) -> HttpResponse:
    request.session[CHIAVE_SESSIONE] = incarico.pk
    messages.success(request, f"Il tuo incarico è attivo: {incarico}.")
    return redirect("scrivania:scrivania")


@require_POST
def cambia_incarico(request: HttpRequest, pk: int) -> HttpResponse:
    """Wear another of one's own Incarichi in force."""
    mio = cast("RichiestaUtente", request)
    incarico: Incarico = get_object_or_404(incarichi_di(mio.user).select_related("ente"), pk=pk)
    request.session[CHIAVE_SESSIONE] = incarico.pk
    messages.success(request, f"Ora lavori come: {incarico}.")
    dopo = request.POST.get("next", "")
    sicuro = url_has_allowed_host_and_scheme(
        dopo, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(dopo if sicuro else "scrivania:scrivania")


@require_http_methods(["GET", "POST"])
def profilo(request: RichiestaUtente) -> HttpResponse:
    """The name others see, how notices arrive, one's Incarichi with what they allow, the way to a new password."""
    modulo = ModuloProfilo(inviati(request), instance=Utente.objects.get(pk=request.user.pk))
    if modulo.is_valid():
        scelti = modulo.cleaned_data
        if scelti["nome"] != request.user.nome:
            actions.cambia_nome(nome=scelti["nome"], autore=request.user)
        if scelti["posta"] != request.user.posta:
            actions.cambia_posta(posta=Posta(scelti["posta"]), autore=request.user)
        messages.success(request, "Profilo salvato.")
        return redirect("utenti:profilo")
    incarichi = [(incarico, RUOLI[Ruolo(incarico.ruolo)].descrizione) for incarico in request.incarichi]
    contesto = {"modulo": modulo, "incarichi": incarichi, "gestisce": enti_gestiti_da(request.user).exists()}
    return render(request, "utenti/profilo.html", contesto, status=stato_di(modulo))
