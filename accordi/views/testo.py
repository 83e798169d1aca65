"""Writing the text: an article, a premise, the acts that it recalls."""

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accordi.actions.testo import aggiungi_articolo, aggiungi_premessa
from accordi.forms.testo import ModuloArticolo, ModuloAtto, ModuloPremessa, ModuloRichiamo, ModuloTitolo
from accordi.models import Accordo, Articolo, Premessa
from accordi.permissions import esigi_scrittura, impedimenti_a_scrivere
from accordi.queries import accordo_letto
from accordi.views.comune import accordo_visibile, di, inviati, stato_di, vai
from core.exceptions import DatiNonValidi, SalvataggioSuperato
from piani.lettura.segnaposto import CALCOLATI, scritto
from piani.permissions import Parte
from piani.unione import unisci
from utenti.typing import RichiestaUtente

Modulo = ModuloArticolo | ModuloPremessa
_MODELLI: dict[type[Articolo | Premessa], str] = {
    Articolo: "accordi/articolo.html",
    Premessa: "accordi/premessa.html",
}


def _media(modulo: Modulo, request: RichiestaUtente) -> str:
    """Return the editor's scripts with the nonce of this answer."""
    return str(modulo.media.render(attrs={"nonce": str(getattr(request, "csp_nonce", ""))}))


def _segnaposto(accordo: Accordo) -> list[tuple[str, str]]:
    """Return what may be recalled in the text: how it is typed, what it is."""
    scritti = [(scritto(s.chiave), s.etichetta) for s in accordo.segnaposto.all()]
    return [*((scritto(c), nome) for c, nome in CALCOLATI.items()), *scritti]


def _scrivi(request: RichiestaUtente, oggetto: Articolo | Premessa, parte: Parte | None) -> HttpResponse:
    """Show an article or a premise; POST saves it. Both texts are shown when somebody else saved meanwhile."""
    piano = oggetto.accordo.piano
    classe: type[Modulo] = ModuloArticolo if isinstance(oggetto, Articolo) else ModuloPremessa
    if request.method == "POST":
        esigi_scrittura(request.user, piano, parte)
    chiuso = next(impedimenti_a_scrivere(request.user, piano, parte), "")
    campi = [c for c in ("titolo", "testo", "elementi", "revisione") if c in classe.base_fields]
    modulo: Modulo = classe(inviati(request), initial={c: getattr(oggetto, c) for c in campi})
    if modulo.is_valid():
        try:
            modulo.save(oggetto, autore=request.user)  # type: ignore[arg-type]  # each with its own
        except SalvataggioSuperato as superato:
            return _conflitto(request, piano.accordo, superato, modulo, classe)
        except DatiNonValidi as rifiuto:
            modulo.add_error(None, str(rifiuto))
        else:
            messages.success(request, "Il testo è salvato.")
            return vai(_pagina_di(oggetto), piano, pk=oggetto.pk)
    return _mostra(request, oggetto, modulo, chiuso)


def _pagina_di(oggetto: Articolo | Premessa) -> str:
    return "articolo" if isinstance(oggetto, Articolo) else "premessa"


def _mostra(request: RichiestaUtente, oggetto: Articolo | Premessa, modulo: Modulo, chiuso: str) -> HttpResponse:
    accordo = oggetto.accordo
    letto = accordo_letto(accordo.piano)
    contesto: dict[str, object] = {
        "piano": accordo.piano,
        "accordo": accordo,
        "oggetto": oggetto,
        "modulo": modulo,
        "media_redattore": _media(modulo, request),
        "chiuso": chiuso,
        "segnaposto": _segnaposto(accordo),
        "irrisolti": [scritto(c) for c in letto.irrisolti] if letto else [],
    }
    if isinstance(oggetto, Articolo):
        testi = {numero: testo for numero, _, testo in letto.articoli} if letto else {}
        contesto["letto"] = testi.get(oggetto.numero, "")
    else:
        posto = [p.pk for p in accordo.premesse.all()].index(oggetto.pk)
        contesto["letto"] = letto.premesse[posto][1] if letto else ""
        contesto["atti"] = list(oggetto.atti.select_related("atto"))
        contesto["richiamo_modulo"] = None if chiuso else _richiamo(oggetto)
    return render(request, _MODELLI[type(oggetto)], contesto, status=stato_di(modulo))


def _richiamo(premessa: Premessa) -> ModuloRichiamo:
    modulo = ModuloRichiamo(premessa=premessa, auto_id="richiamo_%s")
    chiavi = {**premessa.accordo.piano.indirizzo, "pk": premessa.pk}
    modulo.helper.form_action = reverse("accordi:atto_richiama", kwargs=chiavi)
    return modulo


def _conflitto(
    request: RichiestaUtente, accordo: Accordo, superato: SalvataggioSuperato, mio: Modulo, classe: type[Modulo]
) -> HttpResponse:
    """Show both texts, and one with all that is in either, ready to be saved over what stands now."""
    attuale = cast("Articolo | Premessa", superato.attuale)
    unito = unisci(attuale.testo, mio.cleaned_data["testo"])
    modulo = classe(initial={**mio.cleaned_data, "testo": unito, "revisione": attuale.revisione})
    contesto = {
        "piano": accordo.piano,
        "oggetto": attuale,
        "mio": mio.cleaned_data,
        "frase": str(superato),
        "modulo": modulo,
        "media_redattore": _media(modulo, request),
    }
    return render(request, "accordi/conflitto.html", contesto, status=superato.stato_http)


@require_http_methods(["GET", "POST"])
def articolo(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> HttpResponse:
    """An article."""
    trovato = di(accordo_visibile(request, codice, triennio), Articolo, pk)
    return _scrivi(request, trovato, Parte.articolo(trovato.numero))


@require_http_methods(["GET", "POST"])
def premessa(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> HttpResponse:
    """A premise, with the acts that it recalls."""
    return _scrivi(request, di(accordo_visibile(request, codice, triennio), Premessa, pk), None)


@require_POST
def atto_richiama(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> HttpResponse:
    """Recall an act of the register in a premise."""
    trovata = di(accordo_visibile(request, codice, triennio), Premessa, pk)
    esigi_scrittura(request.user, trovata.accordo.piano)
    modulo = ModuloRichiamo(request.POST, premessa=trovata)
    if not modulo.is_valid():
        raise DatiNonValidi("Scegli un atto del registro che la premessa non richiami già. Non è cambiato nulla.")
    modulo.save(autore=request.user)
    messages.success(request, "L'atto è tra quelli richiamati.")
    return vai("premessa", trovata.accordo.piano, pk=pk)


@require_http_methods(["GET", "POST"])
def atto_nuovo(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """Add an act to the shared register."""
    accordo = accordo_visibile(request, codice, triennio)
    esigi_scrittura(request.user, accordo.piano)
    modulo = ModuloAtto(inviati(request))
    if modulo.is_valid():
        atto = modulo.save(accordo.piano, autore=request.user)
        messages.success(request, f"Nel registro c'è {atto}: adesso puoi richiamarlo nelle premesse.")
        da = request.GET.get("premessa", "")
        premessa = accordo.premesse.filter(pk=da).first() if da.isdecimal() else None
        return vai("premessa", accordo.piano, pk=premessa.pk) if premessa else vai("accordo", accordo.piano)
    contesto = {"piano": accordo.piano, "modulo": modulo, "titolo": "Aggiungi un atto al registro"}
    return render(request, "accordi/nuovo.html", contesto, status=stato_di(modulo))


@require_http_methods(["GET", "POST"])
def articolo_nuovo(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """Add an article, last."""
    accordo = accordo_visibile(request, codice, triennio)
    esigi_scrittura(request.user, accordo.piano)
    modulo = ModuloTitolo(inviati(request))
    if modulo.is_valid():
        nato = aggiungi_articolo(accordo, titolo=modulo.cleaned_data["titolo"], autore=request.user)
        messages.success(request, "L'articolo è aggiunto in fondo. Scrivi il testo.")
        return vai("articolo", accordo.piano, pk=nato.pk)
    contesto = {"piano": accordo.piano, "modulo": modulo, "titolo": "Aggiungi un articolo"}
    return render(request, "accordi/nuovo.html", contesto, status=stato_di(modulo))


@require_http_methods(["GET", "POST"])
def premessa_nuova(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """Add a premise, last."""
    accordo = accordo_visibile(request, codice, triennio)
    esigi_scrittura(request.user, accordo.piano)
    modulo = ModuloTitolo(inviati(request))
    if modulo.is_valid():
        try:
            nata = aggiungi_premessa(accordo, titolo=modulo.cleaned_data["titolo"], autore=request.user)
        except DatiNonValidi as rifiuto:
            modulo.add_error("titolo", str(rifiuto))
        else:
            messages.success(request, "La premessa è aggiunta in fondo. Scrivi il testo, o richiama gli atti.")
            return vai("premessa", accordo.piano, pk=nata.pk)
    contesto = {"piano": accordo.piano, "modulo": modulo, "titolo": "Aggiungi una premessa"}
    return render(request, "accordi/nuovo.html", contesto, status=stato_di(modulo))
