"""Charts of a table: chosen with the drawing before one's eyes, then kept as a view of the table."""

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from core.exceptions import DatiNonValidi, SalvataggioSuperato
from piani.actions.grafici import DatiDisegno, controlla_disegno
from piani.canonico.esporta import tabella_canonica
from piani.forms.grafici import ModuloGrafico
from piani.lettura.modello import TabellaLetta
from piani.lettura.tabelle import leggi_tabella
from piani.models import Tabella
from piani.permissions import Parte, esigi_scrittura
from piani.queries_rimandi import numeri_del_piano
from piani.rimandi import indirizzo
from piani.views.comune import tabella_visibile, vai
from utenti.typing import RichiestaUtente


def _fonte(grafico: Tabella) -> Tabella:
    fonte = cast("Tabella", grafico.dati)
    fonte.piano, fonte.sezione = grafico.piano, grafico.sezione
    return fonte


def _letta(fonte: Tabella, grafico: Tabella, numero: str, numero_fonte: str) -> TabellaLetta:
    sezione = fonte.sezione.chiave
    return leggi_tabella(
        tabella_canonica(grafico, sezione), numero, fonte=tabella_canonica(fonte, sezione), numero_fonte=numero_fonte
    )


def pagina_grafico(
    request: RichiestaUtente,
    grafico: Tabella,
    *,
    scrive: bool,
    modulo: ModuloGrafico | None = None,
    frase: str = "",
    stato: int = 200,
) -> HttpResponse:
    """Show a chart as it is now, and its form for who may write it."""
    fonte = _fonte(grafico)
    numeri = numeri_del_piano(grafico.piano).tabelle
    numero = numeri[grafico.chiave]
    contesto = {
        "piano": grafico.piano,
        "sezione": grafico.sezione,
        "tabella": grafico,
        "fonte": fonte,
        "numero": numero,
        "numero_fonte": numeri[fonte.chiave],
        "letta": _letta(fonte, grafico, numero, numeri[fonte.chiave]),
        "scrive": scrive,
        "modulo": modulo or ModuloGrafico(fonte=fonte, grafico=grafico),
        "frase": frase,
        "rimando": indirizzo("tabella", grafico.chiave),
    }
    return render(request, "piani/grafico.html", contesto, status=stato)


def _anteprima(fonte: Tabella, modulo: ModuloGrafico) -> tuple[TabellaLetta | None, str]:
    """Return the drawing of what was chosen, or the sentence that says why there is none."""
    if not modulo.is_valid():
        return None, ""
    dati = modulo.dati()
    try:
        controlla_disegno(fonte, dati)
    except DatiNonValidi as rifiuto:
        return None, str(rifiuto)
    return _letta(fonte, _prova(fonte, dati), "Anteprima", ""), ""


def _prova(fonte: Tabella, dati: DatiDisegno) -> Tabella:
    return Tabella(
        piano=fonte.piano,
        sezione=fonte.sezione,
        chiave="anteprima",
        specie="grafico",
        titolo=dati.titolo,
        grafico=dati.grafico,
        vista={"etichette": dati.etichette, "serie": list(dati.serie)},
        alternativo=dati.alternativo,
        nota=dati.nota,
    )


@require_http_methods(["GET", "POST"])
def grafico_nuovo(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> HttpResponse:
    """Choose how to draw a table: «Guarda l'anteprima» shows it, «Aggiungi il grafico» keeps it."""
    fonte = tabella_visibile(request, codice, triennio, chiave)
    sezione = fonte.sezione
    esigi_scrittura(request.user, fonte.piano, sezione.proprietario, Parte.sezione(sezione))
    if fonte.dati_id:
        raise DatiNonValidi("Questo è già un grafico: disegna la tabella da cui viene. Non è cambiato nulla.")
    inviato, guarda = request.method == "POST", "guarda" in request.POST
    modulo = ModuloGrafico(request.POST if inviato else None, fonte=fonte)
    letta, frase = _anteprima(fonte, modulo) if inviato else (None, "")
    if letta is not None and not guarda:
        nato = modulo.save(autore=request.user)
        messages.success(request, "Il grafico è aggiunto. Si aggiorna da solo quando cambia la tabella.")
        return vai("piani:tabella", nato.piano, chiave=nato.chiave)
    contesto = {
        "piano": fonte.piano, "sezione": sezione, "tabella": fonte, "modulo": modulo, "letta": letta, "frase": frase,
    }  # fmt: skip
    return render(request, "piani/grafico_nuovo.html", contesto, status=422 if inviato and letta is None else 200)


@require_POST
def grafico_cambia(request: RichiestaUtente, codice: str, triennio: str, chiave: str) -> HttpResponse:
    """Save what a chart shows."""
    grafico = tabella_visibile(request, codice, triennio, chiave)
    sezione = grafico.sezione
    esigi_scrittura(request.user, grafico.piano, sezione.proprietario, Parte.sezione(sezione))
    if not grafico.dati_id:
        raise DatiNonValidi("Questo grafico ha dati suoi: si cambia dalla sua pagina. Non è cambiato nulla.")
    modulo = ModuloGrafico(request.POST, fonte=_fonte(grafico), grafico=grafico)
    prima = Tabella.objects.select_related("dati").get(pk=grafico.pk)
    prima.piano, prima.sezione = grafico.piano, sezione
    if not modulo.is_valid():
        return pagina_grafico(request, prima, scrive=True, modulo=modulo, stato=422)
    try:
        modulo.save(autore=request.user)
    except SalvataggioSuperato:
        frase = "Nel frattempo un'altra persona ha cambiato questo grafico: guarda com'è adesso, poi salva di nuovo."
        di_nuovo = request.POST.copy()
        di_nuovo["revisione"] = str(prima.revisione)
        rifatto = ModuloGrafico(di_nuovo, fonte=_fonte(prima), grafico=prima)
        return pagina_grafico(request, prima, scrive=True, modulo=rifatto, frase=frase, stato=409)
    except DatiNonValidi as rifiuto:
        return pagina_grafico(request, prima, scrive=True, modulo=modulo, frase=str(rifiuto), stato=422)
    messages.success(request, "Il grafico è salvato.")
    return vai("piani:tabella", grafico.piano, chiave=grafico.chiave)
