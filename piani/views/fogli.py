"""Tables from a file and to a file: read, shown with each problem, confirmed; exported."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.exceptions import DatiNonValidi, SalvataggioSuperato
from documenti.caricamenti import DueTempi
from documenti.enums import TipoFile
from documenti.fogli import Cartella
from piani.actions.fogli import adatta, aggiungi_righe, sostituisci_righe
from piani.actions.tabelle import CelleNonValide, RigaScritta, righe_pulite
from piani.actions.tabelle_nuove import aggiungi_tabella
from piani.fogli import Proposta, proponi
from piani.fogli_scritti import foglio_csv, foglio_xlsx
from piani.forms.fogli import ModuloConferma, ModuloFile, da_json, in_json
from piani.models import Sezione, Tabella
from piani.permissions import Parte, esigi_scrittura
from piani.views.comune import revisione, sezione_visibile, tabella_visibile, vai
from utenti.typing import RichiestaUtente

CARICAMENTO = DueTempi("piani.foglio", nome="Foglio letto", tipi=(TipoFile.JSON,))
RIGHE_MOSTRATE = 200
PROBLEMI_MOSTRATI = 100


def _sezione(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> Sezione:
    sezione = sezione_visibile(request, codice, triennio, chiave)
    esigi_scrittura(request.user, sezione.piano, sezione.proprietario, Parte.sezione(sezione))
    return sezione


@require_http_methods(["GET", "POST"])
def tabella_importa(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> HttpResponse:
    """First step: read the file and keep what was read by its hash. No table changes."""
    sezione = _sezione(request, codice, triennio, chiave)
    modulo = ModuloFile(request.POST or None, request.FILES or None)
    if request.method == "POST" and modulo.is_valid():
        segno = CARICAMENTO.conserva(in_json(modulo.cleaned_data["file"]), utente=request.user.pk)
        indirizzo = reverse(
            "piani:tabella_importa_conferma", kwargs={**sezione.piano.indirizzo, "chiave": chiave, "segno": segno}
        )
        tabella = request.GET.get("tabella", "")
        if sezione.tabelle.filter(chiave=tabella, dati=None).exists():
            domanda = QueryDict(mutable=True)
            domanda["dove"] = f"sostituisci:{tabella}"
            indirizzo = f"{indirizzo}?{domanda.urlencode()}"
        return HttpResponseRedirect(indirizzo)
    contesto = {"piano": sezione.piano, "sezione": sezione, "modulo": modulo}
    return render(request, "piani/tabella_importa.html", contesto, status=422 if modulo.errors else 200)


@dataclass
class _Scelta:
    """What was chosen of a file: the table understood, where it goes, its rows with the columns of that place."""

    proposta: Proposta
    modo: str
    tabella: Tabella | None
    righe: list[RigaScritta]
    avvisi: list[str]
    rifiuto: str


def _predefinita(cartella: Cartella, dati: QueryDict) -> QueryDict:
    """Return the choices with what was not chosen filled in."""
    scelti = dati.copy()
    if not scelti.get("foglio"):
        primo = next(i for i, f in enumerate(cartella.fogli) if not f.rifiuto)
        scelti["foglio"] = str(primo)
        scelti["titolo"] = proponi(cartella.fogli[primo]).titolo[:300]
    return scelti


def _scegli(sezione: Sezione, cartella: Cartella, modulo: ModuloConferma) -> _Scelta:
    c = modulo.cleaned_data
    proposta = proponi(cartella.fogli[c["foglio"]], testate=c["testate"])
    modo, _, chiave = c["dove"].partition(":")
    avvisi = [*cartella.avvisi, *(f.rifiuto for f in cartella.fogli if f.rifiuto), *proposta.avvisi]
    scelta = _Scelta(proposta, modo, None, proposta.righe, avvisi, proposta.rifiuto)
    if not chiave or proposta.rifiuto:
        return scelta
    scelta.tabella = sezione.tabelle.select_related("sezione__proprietario").get(chiave=chiave)
    scelta.tabella.piano = sezione.piano
    try:
        scelta.righe, fuori = adatta(scelta.tabella, proposta.colonne, proposta.righe)
        scelta.avvisi += fuori
        righe_pulite(scelta.tabella, scelta.righe)
    except CelleNonValide as rifiuto:
        frasi = list(rifiuto.errori.values())[:PROBLEMI_MOSTRATI]
        scelta.rifiuto = f"Con le colonne di «{scelta.tabella}» non ci sta: {' '.join(frasi)}"
    except DatiNonValidi as rifiuto:
        scelta.rifiuto = str(rifiuto)
    return scelta


@require_http_methods(["GET", "POST"])
def tabella_importa_conferma(
    request: RichiestaUtente, codice: str, triennio: str, chiave: str, segno: str
) -> HttpResponse:
    """Second step: the table as understood, each problem marked; POST with «importa» makes it."""
    sezione = _sezione(request, codice, triennio, chiave)
    cartella = da_json(CARICAMENTO.ritrova(segno, utente=request.user.pk))
    dati = _predefinita(cartella, request.POST or request.GET)
    modulo = ModuloConferma(dati, cartella=cartella, sezione=sezione)
    scelta = _scegli(sezione, cartella, modulo) if modulo.is_valid() else None
    frase = scelta.rifiuto if scelta else "Scegli un foglio e una destinazione tra quelli proposti."
    stato = 200 if scelta else 422
    if request.method == "POST" and "guarda" not in request.POST:
        try:
            if scelta and not scelta.rifiuto:
                return _importa(request, sezione, scelta, modulo)
            stato = 422
        except (DatiNonValidi, SalvataggioSuperato) as rifiuto:
            frase, stato = _frase(rifiuto), rifiuto.stato_http
    contesto = {
        "piano": sezione.piano,
        "sezione": sezione,
        "cartella": cartella,
        "modulo": modulo,
        "scelta": scelta,
        "frase": frase,
        "anteprima": _anteprima(scelta.proposta) if scelta else [],
        "problemi": scelta.proposta.problemi[:PROBLEMI_MOSTRATI] if scelta else [],
        "righe_mostrate": RIGHE_MOSTRATE,
    }
    return render(request, "piani/tabella_importa_conferma.html", contesto, status=stato)


def _frase(rifiuto: DatiNonValidi | SalvataggioSuperato) -> str:
    if isinstance(rifiuto, SalvataggioSuperato):
        return "Nel frattempo un'altra persona ha cambiato quella tabella: guarda com'è, poi importa di nuovo."
    return str(rifiuto)


def _anteprima(proposta: Proposta) -> list[list[tuple[str, str]]]:
    """Return the first rows as (value, problem) cells."""
    segnate = proposta.segnate
    return [
        [(valore, segnate.get((i, j), "")) for j, valore in enumerate(r.celle)]
        for i, r in enumerate(proposta.righe[:RIGHE_MOSTRATE])
    ]


def _importa(request: RichiestaUtente, sezione: Sezione, scelta: _Scelta, modulo: ModuloConferma) -> HttpResponse:
    quante = len(scelta.righe)
    if scelta.tabella is None:
        titolo = modulo.cleaned_data["titolo"] or scelta.proposta.titolo
        nata = aggiungi_tabella(
            sezione, titolo=titolo, colonne=scelta.proposta.colonne, righe=scelta.righe, autore=request.user
        )
        messages.success(request, f"La tabella è importata con {quante} righe. Scrivi la fonte e l'anno dei dati.")
        return vai("piani:tabella", sezione.piano, chiave=nata.chiave)
    if request.POST.get("revisione_di") != scelta.tabella.chiave:
        raise DatiNonValidi("Hai cambiato destinazione: guarda l'anteprima qui sotto, poi importa. Niente è salvato.")
    atto = aggiungi_righe if scelta.modo == "aggiungi" else sostituisci_righe
    atto(scelta.tabella, righe=scelta.righe, revisione=revisione(request), autore=request.user)
    messages.success(request, f"Le {quante} righe del file sono nella tabella.")
    return vai("piani:tabella", sezione.piano, chiave=scelta.tabella.chiave)


@require_safe
def tabella_esporta(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> HttpResponse:
    """Give the table as .xlsx or .csv, computed values included; or an empty .xlsx to fill and bring back."""
    tabella = tabella_visibile(request, codice, triennio, chiave)
    if tabella.dati_id:
        return vai("piani:tabella", tabella.piano, chiave=tabella.chiave)
    formato = request.GET.get("formato", "xlsx")
    if formato == "csv":
        contenuto, tipo, nome = foglio_csv(tabella), "text/csv; charset=utf-8", f"{tabella.chiave}.csv"
    else:
        vuoto = formato == "modello"
        contenuto = foglio_xlsx(tabella, vuoto=vuoto)
        tipo = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        nome = f"{tabella.chiave}{'-modello' if vuoto else ''}.xlsx"
    return HttpResponse(
        contenuto,
        content_type=tipo,
        headers={"Content-Disposition": f'attachment; filename="{nome}"', "Cache-Control": "private, no-store"},
    )
