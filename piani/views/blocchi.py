"""The room where a body writes and publishes its blocks: the list, a new one, the draft, its publication."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import DatiNonValidi, SalvataggioSuperato
from core.formati import data
from core.tabelle import Cella, Tabella, esporta
from piani.actions.blocchi import elimina_blocco, pubblica_blocco, riprendi_blocco, ritira_blocco
from piani.actions.blocchi_inseriti import contenuto_di_versione
from piani.canonico.blocchi import contenuto_di
from piani.forms.blocchi import FiltroBlocchi, ModuloBlocco, ModuloNuovoBlocco, ModuloPubblicaBlocco
from piani.models import Blocco
from piani.queries_blocchi import elenco_blocchi, enti_che_pubblicano, usi_di
from piani.raffronto.blocchi import cambiamenti
from piani.views.blocchi_pagina import SUPERATA, blocco_visibile, pagina_blocco
from piani.views.salvataggio import da_script, esigi_stessa_persona, modo_di, non_salvato, salvato
from utenti.permissions import esigi
from utenti.roles import Permesso
from utenti.typing import RichiestaUtente


def _stato(blocco: Blocco) -> str:
    if blocco.ritirato_il is not None:
        return "Ritirato"
    ultima, quando = getattr(blocco, "ultima", None), getattr(blocco, "ultima_il", None)
    return f"Versione {ultima}, {data(timezone.localdate(quando))}" if ultima and quando else "Mai pubblicato"


def tabella_blocchi(blocchi: "list[Blocco]") -> Tabella:
    """Return blocks, counted by `elenco_blocchi`, as a table."""
    righe = tuple(
        (
            Cella(b.titolo, reverse("piani:blocco", args=[b.pk])),
            Cella(b.get_specie_display()),
            Cella(str(b.ente)),
            Cella(b.triennio.codice),
            Cella(_stato(b)),
            Cella(str(getattr(b, "nei_testi", 0) + getattr(b, "nelle_tabelle", 0))),
        )
        for b in blocchi
    )
    colonne = ("Titolo", "Che cos'è", "Chi lo pubblica", "Triennio", "Stato", "Piani che lo usano")
    return Tabella("Testi e tabelle per i Piani", colonne, righe)


@require_safe
def blocchi(request: RichiestaUtente) -> HttpResponse:
    """The blocks of one's bodies: filtered, in pages, exported as filtered."""
    esigi(request.user, Permesso.PUBBLICARE_BLOCCHI, ambito=None)
    filtro = FiltroBlocchi(request.GET, queryset=elenco_blocchi(request.user))
    if formato := request.GET.get("formato"):
        return esporta(tabella_blocchi(list(filtro.qs)), nome="blocchi", formato=formato)
    pagina = Paginator(filtro.qs, settings.RIGHE_PER_PAGINA).get_page(request.GET.get("pagina"))
    contesto = {
        "filtro": filtro,
        "pagina": pagina,
        "tabella": tabella_blocchi(list(pagina)),
        "azzera": reverse("piani:blocchi"),
    }
    return render(request, "piani/blocchi/elenco.html", contesto)


@require_http_methods(["GET", "HEAD", "POST"])
def blocco_nuovo(request: RichiestaUtente) -> HttpResponse:
    """Choose body, kind and title; the draft opens."""
    esigi(request.user, Permesso.PUBBLICARE_BLOCCHI, ambito=None)
    dati = request.POST if request.method == "POST" else None
    modulo = ModuloNuovoBlocco(dati, enti=enti_che_pubblicano(request.user))
    if modulo.is_valid():
        nato = modulo.save(autore=request.user)
        messages.success(request, "La bozza è aperta: la vede solo il tuo ente, finché non la pubblichi.")
        return redirect("piani:blocco", nato.pk)
    return render(request, "piani/blocchi/nuovo.html", {"modulo": modulo}, status=422 if modulo.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def blocco(request: RichiestaUtente, pk: int) -> HttpResponse:
    """Show the draft, its versions and who uses each; POST saves the draft."""
    trovato = blocco_visibile(request, pk)
    if request.method != "POST":
        return pagina_blocco(request, trovato)
    esigi_stessa_persona(request)
    modulo = ModuloBlocco(request.POST, blocco=trovato)
    if da_script(request):
        return _salva_da_se(request, modulo)
    if not modulo.is_valid():
        return pagina_blocco(request, trovato, modulo, frase="Guarda i campi segnati.", stato=422)
    try:
        modulo.save(autore=request.user)
    except SalvataggioSuperato as superato:
        attuale = cast("Blocco", superato.attuale)
        ancora = ModuloBlocco({**request.POST.dict(), "revisione": str(attuale.revisione)}, blocco=attuale)
        return pagina_blocco(request, attuale, ancora, frase=SUPERATA, stato=409)
    except DatiNonValidi as rifiuto:
        return pagina_blocco(request, trovato, modulo, frase=str(rifiuto), stato=422)
    frase = "La bozza è salvata. Nei Piani non cambia nulla finché non pubblichi."
    messages.success(request, frase, extra_tags="appena-salvato")
    return redirect("piani:blocco", trovato.pk)


def _salva_da_se(request: RichiestaUtente, modulo: ModuloBlocco) -> HttpResponse:
    """Answer the page that saves by itself."""
    if not modulo.is_valid():
        frasi = [str(errore) for errori in modulo.errors.values() for errore in errori]
        return non_salvato(" ".join(frasi), stato=422)
    try:
        salvata = modulo.save(autore=request.user, modo=modo_di(request))
    except SalvataggioSuperato:
        return non_salvato("Nel frattempo un'altra persona ha salvato questo blocco.", stato=409)
    except DatiNonValidi as rifiuto:
        return non_salvato(str(rifiuto), stato=422)
    return salvato(salvata.revisione)


@require_http_methods(["GET", "HEAD", "POST"])
def blocco_pubblica(request: RichiestaUtente, pk: int) -> HttpResponse:
    """Show what the new version changes and for whom; POST publishes it."""
    trovato = blocco_visibile(request, pk)
    usi = usi_di(trovato)
    ultima = usi[0].versione if usi else None
    dati = request.POST if request.method == "POST" else None
    iniziali = {"revisione": trovato.revisione}
    modulo = ModuloPubblicaBlocco(dati, numero=(ultima.numero if ultima else 0) + 1, initial=iniziali)
    if modulo.is_valid():
        scelti = modulo.cleaned_data
        try:
            nuova = pubblica_blocco(trovato, revisione=scelti["revisione"], nota=scelti["nota"], autore=request.user)
        except SalvataggioSuperato:
            messages.error(
                request,
                "Nel frattempo la bozza è cambiata: non è stato pubblicato nulla. Rileggila qui sotto, poi pubblica.",
            )
            return redirect("piani:blocco_pubblica", trovato.pk)
        except DatiNonValidi as rifiuto:
            modulo.add_error(None, str(rifiuto))
        else:
            chi = "Chi ha quella di prima" if ultima else "Chi scrive i Piani"
            messages.success(request, f"La versione {nuova.numero} è pubblicata. {chi} riceve un avviso.")
            return redirect("piani:blocco", trovato.pk)
    mutati = cambiamenti(contenuto_di_versione(ultima) if ultima else None, contenuto_di(trovato))
    contesto = {
        "blocco": trovato,
        "modulo": modulo,
        "ultima": ultima,
        "piani": sorted({p.ambito.nome for u in usi for p in u.piani}),
        "da_pubblicare": ultima is None or bool(mutati) or ultima.a_chi != trovato.a_chi,
        "cambiamenti": mutati,
    }
    return render(request, "piani/blocchi/pubblica.html", contesto, status=422 if modulo.errors else 200)


@require_POST
def blocco_stato(request: RichiestaUtente, pk: int) -> HttpResponse:
    """Withdraw a block, or offer it again."""
    trovato = blocco_visibile(request, pk)
    if request.POST.get("atto") == "ritira":
        ritira_blocco(trovato, autore=request.user)
        messages.success(request, "Il blocco non si offre più. I Piani che lo usano tengono la loro versione.")
    else:
        riprendi_blocco(trovato, autore=request.user)
        messages.success(request, "Il blocco si offre di nuovo, con la sua ultima versione.")
    return redirect("piani:blocco", trovato.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def blocco_elimina(request: RichiestaUtente, pk: int) -> HttpResponse:
    """Ask, then remove a draft that was never published."""
    trovato = blocco_visibile(request, pk)
    if request.method == "POST":
        elimina_blocco(trovato, autore=request.user)
        messages.success(request, f"La bozza «{trovato}» è eliminata.")
        return redirect("piani:blocchi")
    contesto = {
        "titolo": "Eliminare la bozza?",
        "testo": f"«{trovato}» non è mai stato pubblicato: nessun Piano lo usa. Il testo resta solo nella storia del portale.",
        "azione": "Elimina la bozza",
        "indietro": "../",
        "pericolo": True,
    }
    return render(request, "components/conferma.html", contesto)
