"""What stands in a row: move it, take it away; parties and slots."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accordi.actions import struttura
from accordi.enums import Genere
from accordi.forms.testo import ModuloCambiaParte, ModuloParte, ModuloSegnaposto, ModuloValore
from accordi.models import Accordo, AttoRichiamato, Parte, Segnaposto
from accordi.permissions import esigi_scrittura
from accordi.views.comune import accordo_visibile, di, inviati, stato_di, vai
from core.exceptions import DatiNonValidi
from piani.lettura.segnaposto import CALCOLATI, scritto
from utenti.typing import RichiestaUtente

# Where one comes back to.
_PAGINE = {Genere.PARTI: "parti", Genere.SEGNAPOSTO: "segnaposti"}


def _trovato(accordo: Accordo, genere: str, pk: int) -> Any:
    if genere not in Genere.values:
        raise Http404
    if Genere(genere) is Genere.ATTI:
        atti = AttoRichiamato.objects.select_related("premessa", "atto")
        atto = get_object_or_404(atti, premessa__accordo=accordo, pk=pk)
        atto.premessa.accordo = accordo
        return atto
    return di(accordo, struttura.MODELLI[Genere(genere)], pk)


def _indietro(accordo: Accordo, oggetto: Any, genere: str) -> str:
    chiavi = accordo.piano.indirizzo
    if isinstance(oggetto, AttoRichiamato):
        return reverse("accordi:premessa", kwargs={**chiavi, "pk": oggetto.premessa_id})
    return reverse(f"accordi:{_PAGINE.get(Genere(genere), 'accordo')}", kwargs=chiavi)


@require_POST
def sposta(request: RichiestaUtente, codice: str, triennio: str, genere: str, pk: int) -> HttpResponse:
    """Move an element before or after its neighbour."""
    accordo = accordo_visibile(request, codice, triennio)
    oggetto = _trovato(accordo, genere, pk)
    struttura.sposta(oggetto, in_su=request.POST.get("verso") == "su", autore=request.user)
    return _torna(accordo, oggetto, genere)


def _torna(accordo: Accordo, oggetto: Any, genere: str) -> HttpResponse:
    if isinstance(oggetto, AttoRichiamato):
        return vai("premessa", accordo.piano, pk=oggetto.premessa_id)
    return vai(_PAGINE.get(Genere(genere), "accordo"), accordo.piano)


@require_http_methods(["GET", "POST"])
def elimina(request: RichiestaUtente, codice: str, triennio: str, genere: str, pk: int) -> HttpResponse:
    """Ask, then take an element away."""
    accordo = accordo_visibile(request, codice, triennio)
    oggetto = _trovato(accordo, genere, pk)
    esigi_scrittura(request.user, accordo.piano)
    nome = str(oggetto)
    if request.method == "POST":
        struttura.elimina(oggetto, autore=request.user)
        messages.success(request, f"«{nome}» non c'è più.")
        return _torna(accordo, oggetto, genere)
    con_testo = bool(getattr(oggetto, "testo", ""))
    contesto = {
        "titolo": f"Togliere «{nome}» dall'Accordo?",
        "testo": "Il suo testo va perso e non si recupera." if con_testo else "Lo puoi aggiungere di nuovo.",
        "azione": "Togli dall'Accordo",
        "indietro": _indietro(accordo, oggetto, genere),
        "pericolo": True,
        "modulo": None,
    }
    return render(request, "components/conferma.html", contesto)


@require_http_methods(["GET", "POST"])
def parti(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """The parties in the order of signature; POST adds one."""
    accordo = accordo_visibile(request, codice, triennio)
    esigi_scrittura(request.user, accordo.piano)
    modulo = ModuloParte(inviati(request), accordo=accordo)
    if modulo.is_valid():
        try:
            nata = modulo.save(autore=request.user)
        except DatiNonValidi as rifiuto:
            modulo.add_error(None, str(rifiuto))
        else:
            messages.success(request, f"{nata} è tra le parti, in fondo.")
            return vai("parti", accordo.piano)
    righe = list(accordo.parti.select_related("ente"))
    contesto = {"piano": accordo.piano, "accordo": accordo, "parti": righe, "modulo": modulo}
    return render(request, "accordi/parti.html", contesto, status=stato_di(modulo))


@require_http_methods(["GET", "POST"])
def parte(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> HttpResponse:
    """What a party is, and which office represents it."""
    accordo = accordo_visibile(request, codice, triennio)
    trovata = di(accordo, Parte, pk)
    esigi_scrittura(request.user, accordo.piano)
    iniziali = {"qualifica": trovata.qualifica, "rappresentante": trovata.rappresentante}
    modulo = ModuloCambiaParte(inviati(request), initial=iniziali)
    if modulo.is_valid():
        try:
            modulo.save(trovata, autore=request.user)
        except DatiNonValidi as rifiuto:
            modulo.add_error(None, str(rifiuto))
        else:
            messages.success(request, f"I dati di {trovata} sono salvati.")
            return vai("parti", accordo.piano)
    contesto = {"piano": accordo.piano, "modulo": modulo, "titolo": f"Parte: {trovata.ente.nome_completo}"}
    return render(request, "accordi/nuovo.html", contesto, status=stato_di(modulo))


@require_http_methods(["GET", "POST"])
def segnaposti(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """The slots, those computed and those typed; POST adds one."""
    accordo = accordo_visibile(request, codice, triennio)
    esigi_scrittura(request.user, accordo.piano)
    modulo = ModuloSegnaposto(inviati(request))
    if modulo.is_valid():
        try:
            nato = modulo.save(accordo, autore=request.user)
        except DatiNonValidi as rifiuto:
            modulo.add_error(None, str(rifiuto))
        else:
            messages.success(request, f"Adesso nel testo puoi scrivere {scritto(nato.chiave)}.")
            return vai("segnaposti", accordo.piano)
    contesto = {
        "piano": accordo.piano,
        "accordo": accordo,
        "modulo": modulo,
        "scritti": [(scritto(s.chiave), s) for s in accordo.segnaposto.all()],
        "calcolati": [(scritto(chiave), nome) for chiave, nome in CALCOLATI.items()],
    }
    return render(request, "accordi/segnaposti.html", contesto, status=stato_di(modulo))


@require_POST
def segnaposto(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> HttpResponse:
    """Save the value of a slot."""
    accordo = accordo_visibile(request, codice, triennio)
    trovato = di(accordo, Segnaposto, pk)
    esigi_scrittura(request.user, accordo.piano)
    modulo = ModuloValore(request.POST)
    if not modulo.is_valid():
        raise DatiNonValidi("Il valore è troppo lungo: il massimo è 500 caratteri. Non è cambiato nulla.")
    modulo.save(trovato, autore=request.user)
    messages.success(request, f"Il valore di {scritto(trovato.chiave)} è salvato.")
    return vai("segnaposti", accordo.piano)
