"""The outcomes of the last triennium: the list, the mean, the sheets to prepare."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.exceptions import DatiNonValidi
from core.tabelle import Cella, Tabella, esporta
from piani.actions.esiti import da_una_scheda, prepara_esiti
from piani.forms.esiti import FiltroEsiti, ModuloDalPiano, ModuloDaUnElenco
from piani.models import Piano, VoceScheda
from piani.permissions import enti_scrivibili, esigi_scrittura
from piani.queries_esiti import (
    EsitoVisto,
    SeguitoVisto,
    esiti_di,
    filtrati,
    obiettivi_da_valutare,
    piano_di_prima,
    triennio_di_prima,
)
from piani.regole_esiti import leggi_elenco
from piani.views.comune import lettore, piano_visibile, vai
from utenti.typing import RichiestaUtente


def _seguito(visto: SeguitoVisto) -> str:
    codice = f" {visto.seguito.codice}" if visto.seguito.codice else ""
    return f"{visto.seguito.get_esito_display()}{codice}"


def tabella_esiti(esiti: list[EsitoVisto]) -> Tabella:
    """Return the outcomes as a table to export."""
    colonne = ("Codice", "Obiettivo", "Macroaree", "Prioritario", "Grado", "Come si calcola", "Seguito", "Righe vuote")
    return Tabella("Esiti della programmazione precedente", colonne, tuple(_riga(e) for e in esiti))


def _riga(esito: EsitoVisto) -> tuple[Cella, ...]:
    scheda = esito.voce.scheda
    return (
        Cella(esito.voce.codice, esito.voce.get_absolute_url()),
        Cella(scheda.intestazione),
        Cella(", ".join(a.codice for a in esito.aree)),
        Cella("sì" if scheda.prioritario else "no"),
        Cella(esito.parole),
        Cella("scelto a mano" if esito.grado.a_mano else scheda.get_grado_criterio_display()),
        Cella("; ".join(_seguito(s) for s in esito.seguiti)),
        Cella(str(esito.vuote)),
    )


@require_safe
def esiti(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """Show the outcomes of the last triennium, with mean and bands; filtered, exported as filtered."""
    piano = piano_visibile(request, codice, triennio)
    quadro = esiti_di(piano)
    filtro = FiltroEsiti(request.GET)
    scelti = filtro.cleaned_data if filtro.is_valid() else {}
    mostrati = filtrati(
        quadro.esiti, testo=scelti.get("q", ""), fascia_=scelti.get("fascia", ""), stato=scelti.get("stato", "")
    )
    if formato := request.GET.get("formato"):
        return esporta(tabella_esiti(mostrati), nome=f"esiti-{codice}-{triennio}", formato=formato)
    contesto = {
        "piano": piano,
        "quadro": quadro,
        "esiti": mostrati,
        "filtro": {"form": filtro},
        "scrive": piano.modificabile and piano.ambito_id in enti_scrivibili(lettore(request), piano),
        "indirizzo": reverse("piani:esiti", kwargs=piano.indirizzo),
    }
    return render(request, "piani/esiti.html", contesto)


@require_http_methods(["GET", "HEAD", "POST"])
def prepara(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """Choose the objectives of the last triennium; POST makes an outcome sheet for each."""
    piano = piano_visibile(request, codice, triennio)
    esigi_scrittura(request.user, piano, piano.ambito.ente)
    prima = piano_di_prima(piano)
    voci = obiettivi_da_valutare(piano, prima) if prima else []
    modulo = _modulo(request, piano, voci)
    if request.method == "POST" and modulo.is_valid():
        try:
            create = _prepara(request, piano, modulo, voci)
        except DatiNonValidi as rifiuto:
            modulo.add_error(None, str(rifiuto))
        else:
            quante = "Una scheda è pronta" if len(create) == 1 else f"{len(create)} schede sono pronte"
            messages.success(request, f"{quante}: di' di ogni azione a che punto è arrivata.")
            return vai("piani:esiti", piano)
    contesto = {
        "piano": piano,
        "prima": prima,
        "triennio_di_prima": triennio_di_prima(piano),
        "voci": voci,
        "modulo": modulo,
        "da_elenco": isinstance(modulo, ModuloDaUnElenco),
    }
    return render(request, "piani/esiti_prepara.html", contesto, status=422 if modulo.errors else 200)


def _modulo(request: RichiestaUtente, piano: Piano, voci: list[VoceScheda]) -> ModuloDalPiano | ModuloDaUnElenco:
    dati = request.POST if request.method == "POST" else None
    sezioni = piano.sezioni.filter(proprietario__in=enti_scrivibili(request.user, piano)).order_by("ordine", "pk")
    if voci and request.GET.get("da") != "elenco":
        return ModuloDalPiano(dati, sezioni=sezioni, voci=voci)
    return ModuloDaUnElenco(dati, sezioni=sezioni)


def _prepara(
    request: RichiestaUtente, piano: Piano, modulo: ModuloDalPiano | ModuloDaUnElenco, voci: list[VoceScheda]
) -> list[VoceScheda]:
    scelti = modulo.cleaned_data
    scelti["sezione"].piano = piano
    if isinstance(modulo, ModuloDaUnElenco):
        obiettivi = leggi_elenco(scelti["elenco"])
    else:
        presi = {v.pk for v in scelti["obiettivi"]}
        obiettivi = [da_una_scheda(v) for v in voci if v.pk in presi]
    return prepara_esiti(scelti["sezione"], obiettivi, criterio=scelti["criterio"], autore=request.user)
