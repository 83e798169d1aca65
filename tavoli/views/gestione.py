"""Pages of who keeps a table: the notice, its themes, meetings, papers, plans; announce and close."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from ambiti.models import Ambito
from core.exceptions import DatiNonValidi, NonPermesso, SalvataggioSuperato
from documenti.caricamenti import Caricato
from tavoli import queries
from tavoli.actions import tavoli as atti
from tavoli.forms.tavoli import (
    ModuloChiusura,
    ModuloDocumento,
    ModuloIncontro,
    ModuloPiani,
    ModuloTavolo,
    ModuloTema,
    ModuloVerbale,
)
from tavoli.models import Incontro, Tavolo, Tema
from tavoli.views.comune import al_tavolo, tavolo_gestito
from utenti.permissions import spiega_rifiuto
from utenti.roles import Permesso
from utenti.typing import RichiestaUtente


def _stato(modulo: BaseForm) -> int:
    return 422 if modulo.errors else 200


def _pagina(
    request: RichiestaUtente, modulo: BaseForm, titolo: str, *, tavolo: Tavolo | None = None, **altro: object
) -> HttpResponse:
    """Draw a page with a form; the editor's scripts carry the nonce of this answer."""
    media = ""
    if isinstance(modulo, ModuloTavolo):
        media = str(modulo.media.render(attrs={"nonce": str(getattr(request, "csp_nonce", ""))}))
    contesto = {"modulo": modulo, "titolo": titolo, "tavolo": tavolo, "media_redattore": media, "testo": "", **altro}
    return render(request, "tavoli/modulo.html", contesto, status=_stato(modulo))


def _inviato(request: RichiestaUtente) -> dict[str, Any]:
    return {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}


def _ambito(request: RichiestaUtente) -> tuple[Ambito, list[Ambito]]:
    """Return the Ambito of the new table (that of the Incarico worn, or the one asked for) and all the possible ones."""
    ambiti = list(queries.ambiti_gestiti(request.user).select_related("ente", "ats__ente").order_by("ente__nome"))
    if not ambiti:
        raise NonPermesso(spiega_rifiuto(request.user, Permesso.GESTIRE_TAVOLI, ambito=None))
    veste = request.incarico.ente_id if request.incarico else None
    chiesto = request.GET.get("ambito", "")
    scelto = next((a for a in ambiti if a.codice == chiesto), None) or next(
        (a for a in ambiti if a.pk == veste), ambiti[0]
    )
    return scelto, ambiti


def _piano_di_partenza(request: RichiestaUtente, ambito: Ambito) -> dict[str, object]:
    """Return, ticked, the plan from whose page one comes: `ambito` and `triennio` of the address."""
    if ambito.codice != request.GET.get("ambito"):
        return {}
    piani = queries.piani_collegabili([ambito]).filter(triennio__codice=request.GET.get("triennio", ""))
    return {"piani": [p.pk for p in piani]}


@require_http_methods(["GET", "HEAD", "POST"])
def nuovo(request: RichiestaUtente) -> HttpResponse:
    """Open a table of one's own Ambito; it is not announced yet."""
    ambito, ambiti = _ambito(request)
    modulo = ModuloTavolo(**_inviato(request), ambito=ambito, initial=_piano_di_partenza(request, ambito))
    if modulo.is_valid():
        tavolo = modulo.save(autore=request.user)
        messages.success(request, "L'avviso è in preparazione: aggiungi i temi e annuncialo quando è pronto.")
        return redirect(tavolo)
    testo = f"Ambito di {ambito.nome}. L'avviso diventa pubblico solo quando lo annunci."
    altri = [a for a in ambiti if a.pk != ambito.pk]
    return _pagina(request, modulo, "Nuovo tavolo", testo=testo, altri_ambiti=altri)


@require_http_methods(["GET", "HEAD", "POST"])
def modifica(request: RichiestaUtente, pk: int) -> HttpResponse:
    """Write the notice again, also after the announcement."""
    tavolo = tavolo_gestito(request, pk)
    modulo = ModuloTavolo(**_inviato(request), ambito=tavolo.ambito, tavolo=tavolo)
    if modulo.is_valid():
        try:
            modulo.save(autore=request.user)
        except (DatiNonValidi, SalvataggioSuperato) as rifiuto:
            modulo.add_error(None, str(rifiuto))
        else:
            messages.success(request, "L'avviso è salvato.")
            return redirect(tavolo)
    return _pagina(request, modulo, "L'avviso del tavolo", tavolo=tavolo)


@require_http_methods(["GET", "HEAD", "POST"])
def annuncia(request: RichiestaUtente, pk: int) -> HttpResponse:
    """Ask, then publish the notice."""
    tavolo = tavolo_gestito(request, pk)
    if request.method == "POST":
        atti.annuncia(tavolo, autore=request.user)
        messages.success(request, "L'avviso è pubblico: da ora lo legge chiunque.")
        return redirect(tavolo)
    contesto = {
        "titolo": f"Annunciare il tavolo «{tavolo}»?",
        "testo": "L'avviso compare tra quelli pubblici e non torna più in preparazione. Le sue parole si possono ancora correggere.",
        "azione": "Annuncia il tavolo",
        "indietro": tavolo.get_absolute_url(),
        "modulo": None,
        "pericolo": False,
    }
    return render(request, "components/conferma.html", contesto)


@require_http_methods(["GET", "HEAD", "POST"])
def chiudi(request: RichiestaUtente, pk: int) -> HttpResponse:
    """Ask how it ended, then close the table."""
    tavolo = tavolo_gestito(request, pk)
    modulo = ModuloChiusura(**_inviato(request))
    if modulo.is_valid():
        atti.chiudi(tavolo, sintesi=modulo.cleaned_data["sintesi"], autore=request.user)
        messages.success(request, "Il tavolo è chiuso: contributi e risposte restano leggibili.")
        return redirect(tavolo)
    contesto = {
        "titolo": f"Chiudere il tavolo «{tavolo}»?",
        "testo": "Da quel momento non si chiede più di partecipare e non si lasciano contributi. Non si riapre.",
        "azione": "",
        "indietro": tavolo.get_absolute_url(),
        "modulo": modulo,
        "pericolo": True,
    }
    return render(request, "components/conferma.html", contesto, status=_stato(modulo))


@require_http_methods(["GET", "HEAD", "POST"])
def piani(request: RichiestaUtente, pk: int) -> HttpResponse:
    """For which plans the table works: each office links its own."""
    visibili = queries.tavoli_con_diritti(request.user)
    tavolo: Tavolo = get_object_or_404(visibili, pk=pk)
    ambiti = {tavolo.ambito_id, *(a.pk for a in tavolo.altri_ambiti.all())}
    miei = list(queries.ambiti_gestiti(request.user).filter(pk__in=ambiti))
    if not miei:
        raise NonPermesso(spiega_rifiuto(request.user, Permesso.GESTIRE_TAVOLI, ambito=tavolo.ambito))
    collegabili = queries.piani_collegabili(miei)
    iniziali = {"piani": list(tavolo.piani.filter(pk__in=collegabili.values("pk")).values_list("pk", flat=True))}
    modulo = ModuloPiani(**_inviato(request), collegabili=collegabili, initial=iniziali)
    if modulo.is_valid():
        atti.collega_piani(tavolo, piani=modulo.cleaned_data["piani"], autore=request.user)
        messages.success(request, "I Piani del tavolo sono salvati.")
        return redirect(tavolo)
    return _pagina(request, modulo, "I Piani del tavolo", tavolo=tavolo)


@require_http_methods(["GET", "HEAD", "POST"])
def tema_nuovo(request: RichiestaUtente, pk: int) -> HttpResponse:
    """Add a theme."""
    tavolo = tavolo_gestito(request, pk)
    modulo = ModuloTema(**_inviato(request))
    if modulo.is_valid():
        tema = atti.aggiungi_tema(tavolo, autore=request.user, **modulo.cleaned_data)
        messages.success(request, f"Il tema {tema.lettera} è aggiunto.")
        return al_tavolo(tavolo, "temi")
    return _pagina(request, modulo, "Nuovo tema", tavolo=tavolo)


@require_http_methods(["GET", "HEAD", "POST"])
def tema(request: RichiestaUtente, pk: int, lettera: str) -> HttpResponse:
    """Change the words of a theme."""
    tavolo = tavolo_gestito(request, pk)
    trovato: Tema = get_object_or_404(tavolo.temi, lettera=lettera)
    trovato.tavolo = tavolo
    modulo = ModuloTema(**_inviato(request), initial={"titolo": trovato.titolo, "testo": trovato.testo})
    if modulo.is_valid():
        atti.cambia_tema(trovato, autore=request.user, **modulo.cleaned_data)
        messages.success(request, f"Il tema {trovato.lettera} è salvato.")
        return al_tavolo(tavolo, "temi")
    return _pagina(request, modulo, f"Tema {trovato.lettera}", tavolo=tavolo)


@require_http_methods(["GET", "HEAD", "POST"])
def incontro_nuovo(request: RichiestaUtente, pk: int) -> HttpResponse:
    """Fix a meeting, or record one that was held."""
    tavolo = tavolo_gestito(request, pk)
    modulo = ModuloIncontro(**_inviato(request))
    if modulo.is_valid():
        atti.fissa_incontro(tavolo, autore=request.user, **modulo.cleaned_data)
        messages.success(request, "L'incontro è fissato: gli enti del tavolo ricevono un messaggio.")
        return al_tavolo(tavolo, "incontri")
    return _pagina(request, modulo, "Nuovo incontro", tavolo=tavolo)


def _incontro_gestito(request: RichiestaUtente, pk: int) -> Incontro:
    incontro: Incontro = get_object_or_404(queries.incontri_visibili_a(request.user), pk=pk)
    incontro.tavolo = tavolo_gestito(request, incontro.tavolo_id)
    return incontro


@require_http_methods(["GET", "HEAD", "POST"])
def incontro(request: RichiestaUtente, pk: int) -> HttpResponse:
    """Change day, place or subject of a meeting."""
    trovato = _incontro_gestito(request, pk)
    iniziali = {"quando": trovato.quando, "luogo": trovato.luogo, "argomento": trovato.argomento}
    modulo = ModuloIncontro(**_inviato(request), initial=iniziali)
    if modulo.is_valid():
        atti.sposta_incontro(trovato, autore=request.user, **modulo.cleaned_data)
        messages.success(request, "L'incontro è salvato: se il giorno è cambiato, gli enti ricevono un messaggio.")
        return al_tavolo(trovato.tavolo, "incontri")
    return _pagina(request, modulo, "L'incontro", tavolo=trovato.tavolo)


@require_http_methods(["GET", "HEAD", "POST"])
def verbale(request: RichiestaUtente, pk: int) -> HttpResponse:
    """Say who was there, and keep the minutes."""
    trovato = _incontro_gestito(request, pk)
    membri = queries.membri_di(trovato.tavolo)
    iniziali = {"presenti": list(trovato.presenti.values_list("pk", flat=True))}
    modulo = ModuloVerbale(**_inviato(request), membri=membri, initial=iniziali)
    if modulo.is_valid():
        caricato: Caricato | None = modulo.cleaned_data["verbale"]
        file = caricato.conserva() if caricato else None
        try:
            atti.registra_verbale(
                trovato,
                presenti=modulo.cleaned_data["presenti"],
                verbale=file,
                nome_file=caricato.nome if caricato else "",
                autore=request.user,
            )
        except DatiNonValidi as rifiuto:
            modulo.add_error(None, str(rifiuto))
        else:
            messages.success(request, "Presenze e verbale sono registrati.")
            return al_tavolo(trovato.tavolo, "incontri")
    return _pagina(request, modulo, f"Verbale: {trovato}", tavolo=trovato.tavolo)


@require_http_methods(["GET", "HEAD", "POST"])
def documento_nuovo(request: RichiestaUtente, pk: int) -> HttpResponse:
    """Add a paper that anyone may read."""
    tavolo = tavolo_gestito(request, pk)
    modulo = ModuloDocumento(**_inviato(request))
    if modulo.is_valid():
        caricato: Caricato = modulo.cleaned_data["file"]
        titolo = modulo.cleaned_data["titolo"]
        file = caricato.conserva()
        atti.aggiungi_documento(tavolo, titolo=titolo, file=file, nome_file=caricato.nome, autore=request.user)
        messages.success(request, "Il documento è aggiunto.")
        return al_tavolo(tavolo, "documenti")
    return _pagina(request, modulo, "Nuovo documento", tavolo=tavolo)
