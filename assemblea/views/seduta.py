"""A session: its page, its live part, the acts on it as a whole."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ambiti.models import Comune
from assemblea.actions.atti import carica_firmato, prepara_verbale
from assemblea.actions.presenze import delega, registra_presenza, revoca_delega
from assemblea.actions.sedute import annulla, apri, chiudi, dichiara_deserta, leggi_avviso, nuovo_avviso
from assemblea.enums import Movimento, Scelta
from assemblea.exceptions import DatiSedutaNonValidi
from assemblea.forms import ModuloDelega, ModuloFirmato, ModuloMotivo, ModuloNuovoAvviso, ModuloSostituto
from assemblea.models import Componente, Delega, Seduta, Verbale
from assemblea.permissions import data_dal_sindaco, legge_delega, sindaco_di
from assemblea.pesi import comuni_il
from assemblea.quadro import Quadro, quadro_di
from assemblea.views.comune import alla_seduta, conferma, oppure_404, permetti, seduta_di
from core.exceptions import NonPermesso, Rifiuto
from documenti.risposte import risposta_file
from piani.models import Piano
from utenti.permissions import permessi_su, spiega_rifiuto
from utenti.roles import Permesso
from utenti.typing import RichiestaUtente
from utenti.views.comune import inviati, stato_di


def _quadro(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> Quadro:
    quadro = quadro_di(pk, codice, triennio, chi=request.user, incarichi=request.incarichi)
    if quadro is None:
        raise Http404
    return quadro


def _contesto(quadro: Quadro) -> dict[str, object]:
    return {"q": quadro, "scelte_voto": Scelta.choices}


@never_cache
@require_safe
def seduta(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> HttpResponse:
    """The page of a session."""
    return render(request, "assemblea/seduta.html", _contesto(_quadro(request, codice, triennio, pk)))


@never_cache
@require_safe
def seduta_viva(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> HttpResponse:
    """The part that htmx asks for every three seconds; 204, so nothing is read aloud again, if nothing changed."""
    quadro = _quadro(request, codice, triennio, pk)
    if request.GET.get("visto") == quadro.visto:
        return HttpResponse(status=204)
    return render(request, "assemblea/_viva.html", _contesto(quadro))


@require_http_methods(["GET", "POST"])
def avviso(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> HttpResponse:
    """Send a new notice, with the text as it stands now."""
    piano, trovata = seduta_di(request, codice, triennio, pk)
    permetti(request, Permesso.CONVOCARE, piano)
    modulo = ModuloNuovoAvviso(inviati(request), initial=ModuloNuovoAvviso.iniziali(trovata))
    if modulo.is_valid():
        try:
            nuovo_avviso(trovata, modulo.dati(), autore=request.user)
        except Rifiuto as rifiuto:
            modulo.add_error(None, str(rifiuto))
        else:
            messages.success(request, "Il nuovo avviso è partito, con il testo di adesso.")
            return alla_seduta(piano, trovata)
    contesto = {"piano": piano, "modulo": modulo, "seduta": trovata}
    return render(request, "assemblea/avviso.html", contesto, status=stato_di(modulo))


@require_POST
def letto(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> HttpResponse:
    """Say that the notice was read."""
    piano, trovata = seduta_di(request, codice, triennio, pk)
    if leggi_avviso(trovata, autore=request.user):
        messages.success(request, "Hai confermato di aver letto l'avviso.")
    return alla_seduta(piano, trovata)


@require_http_methods(["GET", "POST"])
def apri_seduta(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> HttpResponse:
    """Open it: the members and their shares are frozen."""
    piano, trovata = seduta_di(request, codice, triennio, pk)
    permetti(request, Permesso.TENERE_SEDUTA, piano)
    if request.method != "POST":
        return conferma(
            request,
            piano,
            trovata,
            titolo="Aprire la seduta?",
            testo="Da adesso i componenti, le loro quote e la regola della seduta sono fissati, e si registrano le presenze.",
            azione="Apri la seduta",
        )
    apri(trovata, autore=request.user)
    messages.success(request, "La seduta è aperta: registra chi entra.")
    return alla_seduta(piano, trovata)


@require_http_methods(["GET", "POST"])
def chiudi_seduta(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> HttpResponse:
    """Close it, and prepare the minutes."""
    piano, trovata = seduta_di(request, codice, triennio, pk)
    permetti(request, Permesso.TENERE_SEDUTA, piano)
    if request.method != "POST":
        return conferma(
            request,
            piano,
            trovata,
            titolo="Chiudere la seduta?",
            testo="Dopo non si registra e non si vota più nulla. Il verbale si prepara da solo.",
            azione="Chiudi la seduta",
        )
    prepara_verbale(chiudi(trovata, autore=request.user), autore=request.user)
    messages.success(request, "La seduta è chiusa: il verbale si sta preparando.")
    return alla_seduta(piano, trovata)


@require_http_methods(["GET", "POST"])
def deserta(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> HttpResponse:
    """Declare it deserted."""
    piano, trovata = seduta_di(request, codice, triennio, pk)
    permetti(request, Permesso.TENERE_SEDUTA, piano)
    if request.method != "POST":
        return conferma(
            request,
            piano,
            trovata,
            titolo="Dichiarare deserta la seduta?",
            testo="La seduta finisce senza decidere. Il Piano resta dov'è: puoi convocare la seconda convocazione.",
            azione="Dichiara deserta",
            pericolo=True,
        )
    prepara_verbale(dichiara_deserta(trovata, autore=request.user), autore=request.user)
    messages.success(request, "La seduta è dichiarata deserta. Il Piano resta dov'è.")
    return alla_seduta(piano, trovata)


@require_http_methods(["GET", "POST"])
def annulla_seduta(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> HttpResponse:
    """Call it off."""
    piano, trovata = seduta_di(request, codice, triennio, pk)
    permetti(request, Permesso.CONVOCARE, piano)
    modulo = ModuloMotivo(inviati(request), invio="Annulla la seduta")
    if modulo.is_valid():
        annulla(trovata, motivo=modulo.cleaned_data["motivo"], autore=request.user)
        messages.success(request, "La seduta è annullata: chi era convocato lo sa.")
        return alla_seduta(piano, trovata)
    return conferma(
        request,
        piano,
        trovata,
        titolo="Annullare la seduta?",
        testo="La seduta non si tiene. Chi era convocato riceve un avviso con il motivo. Il Piano resta dov'è.",
        modulo=modulo,
    )


@require_POST
def presenza(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> HttpResponse:
    """Record that a member comes in or goes out."""
    piano, trovata = seduta_di(request, codice, triennio, pk)
    permetti(request, Permesso.TENERE_SEDUTA, piano)
    chiave, movimento = request.POST.get("componente", ""), request.POST.get("movimento", "")
    if not chiave.isdecimal() or movimento not in Movimento.values:
        raise DatiSedutaNonValidi(
            "Il modulo è arrivato incompleto. Non è cambiato nulla: ricarica la pagina e riprova."
        )
    componente = get_object_or_404(Componente.objects.select_related("comune"), seduta=trovata, pk=int(chiave))
    componente.seduta = trovata
    registra_presenza(componente, Movimento(movimento), autore=request.user)
    return alla_seduta(piano, trovata)


# --- Deleghe ---
def _delegabili_da(request: RichiestaUtente, piano: Piano, trovata: Seduta) -> list[Comune]:
    """The Comuni for which this person may give, or record, a delega. Raises NonPermesso when there are none."""
    comuni = comuni_il(trovata.ambito, trovata.giorno)
    if Permesso.TENERE_SEDUTA in permessi_su(request.user, piano.ambito):
        return comuni
    miei = [c for c in comuni if sindaco_di(c.pk, request.incarichi)]
    if not miei:
        raise NonPermesso(spiega_rifiuto(request.user, Permesso.TENERE_SEDUTA, ambito=piano.ambito))
    return miei


@require_http_methods(["GET", "POST"])
def delega_nuova(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> HttpResponse:
    """Give a delega for this session."""
    piano, trovata = seduta_di(request, codice, triennio, pk)
    comuni = _delegabili_da(request, piano, trovata)
    modulo = ModuloDelega(inviati(request), request.FILES if request.method == "POST" else None, comuni=comuni)
    if modulo.is_valid():
        (comune, persona), file = modulo.coppia(), modulo.cleaned_data["file"]
        tenuto = file.conserva() if file else None
        try:
            delega(trovata, comune, persona, autore=request.user, file=tenuto, nome_file=file.nome if file else "")
        except Rifiuto as rifiuto:
            modulo.add_error(None, str(rifiuto))
        else:
            messages.success(request, f"{persona} è delegato per questa seduta. Puoi revocare la delega da qui.")
            return alla_seduta(piano, trovata)
    contesto = {"piano": piano, "seduta": trovata, "modulo": modulo, "comuni": comuni}
    return render(request, "assemblea/delega.html", contesto, status=stato_di(modulo))


def _delega(trovata: Seduta, delega_pk: int) -> Delega:
    riga = get_object_or_404(Delega.objects.select_related("file", "comune__ente"), seduta=trovata, pk=delega_pk)
    riga.seduta = trovata
    return riga


@require_http_methods(["GET", "POST"])
def delega_revoca(request: RichiestaUtente, codice: str, triennio: str, pk: int, delega: int) -> HttpResponse:
    """Take a delega back."""
    piano, trovata = seduta_di(request, codice, triennio, pk)
    riga = _delega(trovata, delega)
    if request.method != "POST":
        suo = sindaco_di(riga.comune_id, request.incarichi)
        tiene = Permesso.TENERE_SEDUTA in permessi_su(request.user, piano.ambito)
        if not suo and (data_dal_sindaco(riga) or not tiene):
            raise NonPermesso(f"La delega per il {riga.comune.ente.nome_completo} la revoca il suo Sindaco in carica.")
        return conferma(
            request,
            piano,
            trovata,
            titolo=f"Revocare la delega a {riga.nome_delegato}?",
            testo="Se il delegato è presente, risulta uscito. Il Sindaco vota quando la sua entrata è registrata.",
            azione="Revoca la delega",
        )
    revoca_delega(riga, autore=request.user)
    messages.success(request, "La delega è revocata.")
    return alla_seduta(piano, trovata)


@require_safe
def delega_file(request: RichiestaUtente, codice: str, triennio: str, pk: int, delega: int) -> HttpResponse:
    """The signed delega."""
    piano, trovata = seduta_di(request, codice, triennio, pk)
    riga = _delega(trovata, delega)
    if not legge_delega(riga, request.user, request.incarichi, permessi_su(request.user, piano.ambito)):
        raise NonPermesso(
            f"La delega firmata la legge chi tiene la seduta, chi lavora per il {riga.comune.ente.nome_completo} e chi è "
            "delegato."
        )
    return risposta_file(oppure_404(riga.file), riga.nome_file)


# --- Minutes ---
def _verbale(trovata: Seduta) -> Verbale:
    verbale: Verbale | None = getattr(trovata, "verbale", None)
    if verbale is None:
        raise Http404
    verbale.seduta = trovata
    return verbale


@require_POST
def verbale_prepara(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> HttpResponse:
    """Ask for the paper of the minutes, where it is not there."""
    piano, trovata = seduta_di(request, codice, triennio, pk)
    prepara_verbale(trovata, autore=request.user)
    messages.success(request, "Il verbale è in coda. Puoi lasciare questa pagina: va avanti da solo.")
    return alla_seduta(piano, trovata)


@require_safe
def verbale_scarica(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> HttpResponse:
    """The paper of the minutes."""
    _, trovata = seduta_di(request, codice, triennio, pk)
    lavoro = _verbale(trovata).lavoro
    file = oppure_404(lavoro.risultato if lavoro else None)
    return risposta_file(file, lavoro.nome_file if lavoro else "verbale.pdf")


@require_http_methods(["GET", "POST"])
def verbale_firmato(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> HttpResponse:
    """Keep the signed minutes."""
    piano, trovata = seduta_di(request, codice, triennio, pk)
    if not permessi_su(request.user, piano.ambito) & {Permesso.REGISTRARE_APPROVAZIONE, Permesso.PROCLAMARE}:
        permetti(request, Permesso.REGISTRARE_APPROVAZIONE, piano)
    verbale = _verbale(trovata)
    genere = ModuloSostituto if verbale.firmato_id else ModuloFirmato
    modulo = genere(inviati(request), request.FILES if request.method == "POST" else None)
    if modulo.is_valid() and (risposta := _conserva(request, piano, verbale, modulo)):
        return risposta
    titolo, testo = _SOSTITUIRE if verbale.firmato_id else _CARICARE
    return conferma(request, piano, trovata, titolo=titolo, testo=testo, modulo=modulo)


_CARICARE = (
    "Caricare il verbale firmato",
    "Scarica il verbale, fallo firmare fuori dal portale e carica qui il file firmato.",
)
_SOSTITUIRE = (
    "Sostituire il verbale firmato?",
    "Il file di prima resta conservato, con il motivo. Si può fare finché il Piano non è inviato in Regione.",
)


def _conserva(
    request: RichiestaUtente, piano: Piano, verbale: Verbale, modulo: ModuloFirmato
) -> HttpResponseRedirect | None:
    file, motivo = modulo.cleaned_data["file"], modulo.cleaned_data.get("motivo", "")
    try:
        carica_firmato(verbale, file.conserva(), nome_file=file.nome, autore=request.user, motivo=motivo)
    except DatiSedutaNonValidi as rifiuto:
        modulo.add_error("file", str(rifiuto))
        return None
    messages.success(request, "Il verbale firmato è conservato.")
    return alla_seduta(piano, verbale.seduta)


@require_safe
def verbale_firmato_scarica(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> HttpResponse:
    """The signed minutes."""
    _, trovata = seduta_di(request, codice, triennio, pk)
    verbale = _verbale(trovata)
    return risposta_file(oppure_404(verbale.firmato), verbale.nome_firmato)


@require_safe
def verbale_sostituito(request: RichiestaUtente, codice: str, triennio: str, pk: int, vecchio: int) -> HttpResponse:
    """Signed minutes that others took the place of."""
    _, trovata = seduta_di(request, codice, triennio, pk)
    riga = get_object_or_404(_verbale(trovata).sostituiti.select_related("file"), pk=vecchio)
    return risposta_file(riga.file, riga.nome_file)
