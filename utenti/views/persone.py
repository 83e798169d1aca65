"""People of a body: list, invite, withdraw, close. Only for who manages them; a 404 for the others."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ambiti.enums import TipoEnte
from ambiti.models import Ente
from core.exceptions import DatiNonValidi
from core.formati import data
from utenti import actions
from utenti.enums import Ruolo
from utenti.forms import FiltroEnti, FiltroPersone, ModuloChiusura, ModuloInvito
from utenti.models import Incarico, Invito, Utente
from utenti.permissions import ha_permesso, ruoli_conferibili
from utenti.queries import enti_gestiti_da, incarichi_visibili_a, inviti_in_attesa, inviti_visibili_a, persone_di
from utenti.roles import Permesso, ruoli_per_tipo
from utenti.typing import RichiestaUtente
from utenti.views.comune import inviati, stato_di


def _ente_gestito(request: RichiestaUtente, tipo: str, codice: str) -> Ente:
    return get_object_or_404(enti_gestiti_da(request.user), tipo=tipo, codice=codice)


def _pagina_persone(ente: Ente) -> HttpResponse:
    return redirect("utenti:persone", tipo=ente.tipo, codice=ente.codice)


@require_GET
def enti(request: RichiestaUtente) -> HttpResponse:
    """The bodies whose people one manages: one for most, all for the administrator."""
    filtro = FiltroEnti(request.GET, queryset=enti_gestiti_da(request.user))
    pagina = Paginator(filtro.qs, settings.RIGHE_PER_PAGINA).get_page(request.GET.get("pagina"))
    return render(request, "utenti/enti.html", {"filtro": filtro, "pagina": pagina})


@require_GET
def persone(request: RichiestaUtente, tipo: str, codice: str) -> HttpResponse:
    """The people of a body, with search, role and pages; invitations that wait."""
    ente = _ente_gestito(request, tipo, codice)
    filtro = FiltroPersone(request.GET, queryset=persone_di(ente), ruoli=ruoli_per_tipo(TipoEnte(ente.tipo)))
    contesto = {
        "ente": ente,
        "filtro": filtro,
        "pagina": Paginator(filtro.qs, settings.RIGHE_PER_PAGINA).get_page(request.GET.get("pagina")),
        "inviti": inviti_in_attesa(ente),
        "conferibili": ruoli_conferibili(request.user, ente),
        "amministra": ha_permesso(request.user, Permesso.AMMINISTRARE, ambito=None),
    }
    return render(request, "utenti/persone.html", contesto)


@require_http_methods(["GET", "POST"])
def invita(request: RichiestaUtente, tipo: str, codice: str) -> HttpResponse:
    """Invite a person to a role of the body."""
    ente = _ente_gestito(request, tipo, codice)
    modulo = ModuloInvito(inviati(request), ruoli=ruoli_conferibili(request.user, ente))
    if modulo.is_valid():
        scelti = modulo.cleaned_data
        try:
            invito = actions.invita(
                email=scelti["email"],
                ruolo=Ruolo(scelti["ruolo"]),
                ente=ente,
                fine_incarico=scelti["fine_incarico"],
                autore=request.user,
            )
        except DatiNonValidi as rifiuto:
            modulo.add_error(None, str(rifiuto))
        else:
            messages.success(request, f"Invito spedito a {invito.email}. Vale fino al {data(invito.scade_il)}.")
            return _pagina_persone(ente)
    contesto = {"ente": ente, "modulo": modulo, "giorni": actions.GIORNI_INVITO}
    return render(request, "utenti/invita.html", contesto, status=stato_di(modulo))


@require_POST
def rispedisci_invito(request: RichiestaUtente, pk: int) -> HttpResponse:
    """Send the mail of an invitation again, with a new link."""
    invito: Invito = get_object_or_404(inviti_visibili_a(request.user), pk=pk)
    invito = actions.rispedisci_invito(invito, autore=request.user)
    messages.success(request, f"Invito spedito di nuovo a {invito.email}. Il collegamento di prima non vale più.")
    return _pagina_persone(invito.ente)


@require_POST
def revoca_invito(request: RichiestaUtente, pk: int) -> HttpResponse:
    """Withdraw an invitation."""
    invito: Invito = get_object_or_404(inviti_visibili_a(request.user), pk=pk)
    actions.revoca_invito(invito, autore=request.user)
    messages.success(request, f"Invito a {invito.email} ritirato: il suo collegamento non vale più.")
    return _pagina_persone(invito.ente)


@require_http_methods(["GET", "POST"])
def chiudi_incarico(request: RichiestaUtente, pk: int) -> HttpResponse:
    """Ask, then close an Incarico."""
    incarico: Incarico = get_object_or_404(incarichi_visibili_a(request.user), pk=pk)
    modulo = ModuloChiusura(inviati(request))
    if modulo.is_valid():
        try:
            chiuso = actions.chiudi_incarico(incarico, autore=request.user, al=modulo.cleaned_data["al"])
        except DatiNonValidi as rifiuto:
            modulo.add_error(None, str(rifiuto))
        else:
            quando = "da adesso" if chiuso.chiuso_il else f"dopo il {data(chiuso.al)}" if chiuso.al else ""
            messages.success(request, f"Incarico di {incarico.utente} chiuso: non vale più {quando}.")
            return _pagina_persone(incarico.ente)
    contesto = {
        "titolo": f"Chiudere l'incarico di {incarico.utente}?",
        "testo": f"{incarico}: {incarico.utente} non potrà più fare quello che l'incarico permette. "
        "L'account e gli atti già compiuti restano.",
        "indietro": reverse("utenti:persone", args=[incarico.ente.tipo, incarico.ente.codice]),
        "modulo": modulo,
    }
    return render(request, "components/conferma.html", contesto, status=stato_di(modulo))


@require_http_methods(["GET", "POST"])
def disattiva(request: RichiestaUtente, pk: int) -> HttpResponse:
    """Ask, then close the account of a person for good."""
    ammessi = Utente.objects.filter(is_active=True).exclude(pk=request.user.pk)
    if not ha_permesso(request.user, Permesso.AMMINISTRARE, ambito=None):
        ammessi = ammessi.none()
    persona = get_object_or_404(ammessi, pk=pk)
    if request.method == "POST":
        actions.disattiva_e_pseudonimizza(persona, autore=request.user)
        messages.success(request, "Account disattivato: nome e indirizzo non si leggono più, gli atti restano.")
        return redirect("utenti:enti")
    contesto = {
        "titolo": f"Disattivare per sempre l'account di {persona}?",
        "testo": "Non potrà più entrare. Nome, indirizzo e codice fiscale vengono cancellati e non si recuperano; "
        "gli atti che ha compiuto restano, senza il suo nome.",
        "azione": "Disattiva l'account",
        "indietro": reverse("utenti:enti"),
        "pericolo": True,
        "modulo": None,
    }
    return render(request, "components/conferma.html", contesto)
