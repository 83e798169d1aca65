"""Comments on a plan: all of them, those of a part with the form, a thread with what may be done in it."""

from collections.abc import Callable

from crispy_forms.layout import Submit
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import DatiNonValidi, NonPermesso
from core.formati import quando
from core.forms import ModuloItaliano
from core.tabelle import Cella, Tabella, esporta
from piani.actions.avvisi_commenti import indirizzo
from piani.actions.commenti import commenta, modifica_commento, perche_non_commenta, rispondi, ritira_commento
from piani.actions.esiti_commenti import assegna, riapri, risolvi
from piani.enums import SpecieParte
from piani.forms.commenti import ModuloCommento
from piani.forms.filtro_commenti import FiltroCommenti
from piani.models import Commento
from piani.permissions import enti_scrivibili
from piani.queries_commenti import commenti_visibili_a, gestisce, incarico_che_commenta
from piani.queries_discussioni import Discussione, discussioni
from piani.queries_parti import ParteCommentabile
from piani.views.comune import vai
from piani.views.discussione import Porte, Vista, moduli_aperti, modulo_di, perche_no
from utenti.models import Incarico
from utenti.typing import RichiestaUtente

_ATTI: dict[str, tuple[Callable[..., object], str]] = {
    "rispondi": (rispondi, "La risposta è nella discussione."),
    "modifica": (modifica_commento, "La correzione è salvata."),
    "ritira": (ritira_commento, "Il commento è ritirato: non lo legge più nessuno."),
    "assegna": (assegna, "L'assegnazione è cambiata."),
    "risolvi": (risolvi, "Il commento è segnato come risolto."),
    "riapri": (riapri, "Il commento è di nuovo aperto."),
}


def _in_pannello(request: RichiestaUtente) -> bool:
    """Whether a fragment is asked for: the panel beside the text."""
    return request.headers.get("HX-Request") == "true"


def _stato(radice: Commento) -> str:
    if not radice.risolto_il:
        return "Da risolvere"
    return radice.get_esito_display() if radice.esito else "Risolto"


def _chi(commento: Commento, *, tutti: bool) -> str:
    return f"{commento.ente} ({commento.autore})" if tutti else str(commento.ente)


def _tabella(vista: Vista, righe: list[Discussione]) -> Tabella:
    """The threads as the page lists them."""
    colonne = ["Parte", "Commento", "Chi", "Quando", "Risposte", "A che punto è"]
    celle = []
    for d in righe:
        radice = d.radice
        url = reverse("piani:commento", kwargs={**vista.piano.indirizzo, "pk": radice.pk})
        passo = f" {d.frase_sul_passo}" if d.frase_sul_passo else ""
        assegnato = f", a {radice.assegnato_a}" if vista.tutti and radice.assegnato_a and not radice.risolto_il else ""
        celle.append(
            (
                Cella(d.nome_parte, d.parte.commenti_url if d.parte else url),
                Cella(f"{radice.testo}{passo}", url),
                Cella(_chi(radice, tutti=vista.tutti)),
                Cella(quando(timezone.localtime(radice.scritto_il))),
                Cella(str(len(d.risposte)) if d.risposte else "Nessuna"),
                Cella(f"{_stato(radice)}{assegnato}"),
            )
        )
    return Tabella("Commenti al Piano", tuple(colonne), tuple(celle))


def _esportata(righe: list[Discussione]) -> Tabella:
    """The threads for a spreadsheet: what was said and answered, whole."""
    colonne = (
        "Parte",
        "Passo citato",
        "Il passo oggi",
        "Commento",
        "Per conto di",
        "Persona",
        "Quando",
        "Risposte",
        "A che punto è",
        "Risposta motivata",
        "Risolto il",
        "Assegnato a",
    )
    return Tabella("Commenti al Piano", colonne, tuple(tuple(Cella(t) for t in _campi(d)) for d in righe))


def _campi(d: Discussione) -> tuple[str, ...]:
    radice = d.radice
    return (
        d.nome_parte,
        radice.citazione,
        (d.frase_sul_passo or "Com'era") if d.passo else "",
        radice.testo,
        str(radice.ente),
        str(radice.autore),
        quando(timezone.localtime(radice.scritto_il)),
        "\n".join(f"{_chi(r, tutti=True)}: {r.testo}" for r in d.risposte),
        _stato(radice),
        radice.motivo,
        quando(timezone.localtime(radice.risolto_il)) if radice.risolto_il else "",
        str(radice.assegnato_a or ""),
    )


@require_safe
def commenti(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """All the threads that the reader may see: filtered, in pages, printed whole; exported by who works on the plan."""
    vista = Vista.apri(request, codice, triennio)
    visti = commenti_visibili_a(request.user, vista.piano, tutti=vista.tutti).filter(risponde_a=None)
    filtro = FiltroCommenti(
        request.GET, queryset=visti, chi=request.user, capitoli=vista.parti.capitoli, tutti=vista.tutti
    )
    trovate = filtro.scegli(discussioni(vista.piano, filtro.qs, vista.parti))
    if vista.tutti and (formato := request.GET.get("formato")):
        return esporta(_esportata(trovate), nome=f"commenti-{codice}-{triennio}", formato=formato)
    contesto: dict[str, object] = {"piano": vista.piano, "tutti": vista.tutti, "filtro": filtro, "trovate": trovate}
    if request.GET.get("stampa"):
        return render(request, "piani/commenti_stampa.html", contesto)
    pagina = Paginator(trovate, settings.RIGHE_PER_PAGINA).get_page(request.GET.get("pagina"))
    contesto |= {"pagina": pagina, "tabella": _tabella(vista, list(pagina))}
    return render(request, "piani/commenti.html", contesto)


@require_http_methods(["GET", "HEAD", "POST"])
def commenti_parte(request: RichiestaUtente, codice: str, triennio: str, specie: str, parte: str) -> HttpResponse:
    """The threads of a part, and the form for one more; inside the panel, the same without the frame."""
    vista = Vista.apri(request, codice, triennio)
    trovata = vista.parti.trova(specie, parte)
    if trovata is None:
        raise Http404
    incarico = incarico_che_commenta(request.user, vista.piano)
    if request.method == "POST" and incarico is None:
        raise NonPermesso(perche_non_commenta(request.user, vista.piano))
    modulo = _modulo(vista, trovata, request)
    if request.method == "POST" and modulo.is_valid() and _lascia(vista, trovata, modulo):
        detto = "Il commento è arrivato all'Ufficio di Piano."
        if not _in_pannello(request):
            messages.success(request, detto)
            return HttpResponseRedirect(trovata.commenti_url)
        return _parte(request, vista, trovata, _modulo(vista, trovata), incarico, detto=detto)
    return _parte(request, vista, trovata, modulo, incarico)


def _modulo(vista: Vista, parte: ParteCommentabile, request: RichiestaUtente | None = None) -> ModuloCommento:
    """The form for one more comment: bound to what was sent, or with the passage that the address quotes."""
    inviato = request.POST if request and request.method == "POST" else None
    iniziali = _dall_indirizzo(request) if request else {}
    modulo = ModuloCommento(inviato, da_ufficio=vista.tutti, initial=iniziali, auto_id="nuovo-%s")
    modulo.helper.inputs = [Submit("invia", modulo.invio, css_id="nuovo-invia")]
    modulo.helper.form_action = parte.commenti_url
    return modulo


def _dall_indirizzo(request: RichiestaUtente) -> dict[str, str]:
    """What the button beside a selected passage puts in the address."""
    return {campo: request.GET[campo][:1500] for campo in ("citazione", "prima", "dopo") if campo in request.GET}


def _lascia(vista: Vista, parte: ParteCommentabile, modulo: ModuloCommento) -> bool:
    try:
        specie = SpecieParte(parte.specie)
        commenta(vista.piano, specie=specie, parte=parte.chiave, autore=vista.chi, **modulo.cleaned_data)
    except DatiNonValidi as rifiuto:
        modulo.add_error(None, str(rifiuto))
        return False
    return True


def _parte(
    request: RichiestaUtente,
    vista: Vista,
    parte: ParteCommentabile,
    modulo: ModuloCommento,
    incarico: Incarico | None,
    *,
    detto: str = "",
) -> HttpResponse:
    visti = commenti_visibili_a(request.user, vista.piano, tutti=vista.tutti)
    suoi = visti.filter(risponde_a=None, parte_tolta=False, specie=parte.specie, parte=parte.chiave)
    righe = discussioni(vista.piano, suoi, vista.parti)
    contesto = {
        "piano": vista.piano,
        "parte": parte,
        "discussioni": righe,
        "aperti": sum(d.radice.risolto_il is None for d in righe),
        "tutti": vista.tutti,
        "incarico": incarico,
        "perche_no": "" if incarico else perche_non_commenta(request.user, vista.piano),
        "risolve": gestisce(enti_scrivibili(request.user, vista.piano), vista.piano, parte),
        "modulo": modulo,
        "detto": detto,
    }
    modelli = ("piani/_commenti_parte.html", "piani/commenti_parte.html")
    return _mostra(request, modelli, contesto, stato=422 if modulo.errors else 200)


def _mostra(
    request: RichiestaUtente, modelli: tuple[str, str], contesto: dict[str, object], *, stato: int
) -> HttpResponse:
    """Draw the fragment for the panel, or the page: one address gives both, and a browser must not take one for the other."""
    modello = modelli[0] if _in_pannello(request) else modelli[1]
    risposta = render(request, modello, contesto, status=stato)
    patch_vary_headers(risposta, ["HX-Request"])
    return risposta


@require_safe
def commento(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> HttpResponse:
    """A thread, whatever became of its part, with what the reader may do in it."""
    vista = Vista.apri(request, codice, triennio)
    trovato = vista.trova(pk)
    if trovato.risponde_a:
        trovato = vista.trova(trovato.risponde_a.pk)
    return _discussione(request, vista, trovato)


def _discussione(
    request: RichiestaUtente,
    vista: Vista,
    radice: Commento,
    *,
    detto: str = "",
    rifiutato: ModuloItaliano | None = None,
    atto: str = "",
) -> HttpResponse:
    discussione = vista.discussione(radice)
    porte = Porte.di(vista, discussione)
    moduli = moduli_aperti(vista, discussione, porte)
    if atto in moduli and rifiutato is not None:
        moduli[atto] = rifiutato
    contesto = {
        "piano": vista.piano,
        "discussione": discussione,
        "voci": vista.voci(discussione),
        "tutti": vista.tutti,
        "porte": porte,
        "moduli": moduli,
        "correzione": rifiutato if atto == "modifica" else None,
        "detto": detto,
    }
    modelli = ("piani/_commento.html", "piani/commento.html")
    return _mostra(request, modelli, contesto, stato=422 if rifiutato is not None else 200)


@require_POST
def commento_atto(request: RichiestaUtente, codice: str, triennio: str, pk: int, atto: str) -> HttpResponse:
    """Do one of the acts on a comment; a form that does not go comes back with what was typed."""
    vista = Vista.apri(request, codice, triennio)
    trovato = vista.trova(pk)
    radice = vista.trova(trovato.risponde_a.pk) if trovato.risponde_a else trovato
    if frase := perche_no(atto, vista, vista.discussione(radice), trovato):
        raise NonPermesso(frase)
    modulo = modulo_di(atto, vista, trovato, request)
    if not modulo.is_valid():
        return _discussione(request, vista, radice, rifiutato=modulo, atto=atto)
    compi, detto = _ATTI[atto]
    try:
        compi(trovato, autore=request.user, **modulo.cleaned_data)
    except DatiNonValidi as rifiuto:
        if atto == "risolvi" and radice.risolto_il:
            raise
        modulo.add_error(None, str(rifiuto))
        return _discussione(request, vista, radice, rifiutato=modulo, atto=atto)
    return _dopo(request, vista, radice, detto, ritirata=atto == "ritira" and radice.pk == trovato.pk)


def _dopo(request: RichiestaUtente, vista: Vista, radice: Commento, detto: str, *, ritirata: bool) -> HttpResponse:
    """Show the thread after an act; where it was withdrawn, what stands on its part."""
    parte = vista.parti.trova(radice.specie, radice.parte)
    if _in_pannello(request):
        if not ritirata or parte is None:
            return _discussione(request, vista, vista.trova(radice.pk), detto=detto)
        incarico = incarico_che_commenta(request.user, vista.piano)
        return _parte(request, vista, parte, _modulo(vista, parte), incarico, detto=detto)
    messages.success(request, detto)
    if ritirata:
        return HttpResponseRedirect(parte.commenti_url) if parte else vai("piani:commenti", vista.piano)
    return HttpResponseRedirect(indirizzo(vista.piano, radice))
