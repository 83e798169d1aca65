"""The act of recepimento: the paper with its gaps, its text, its rows, its drafts."""

from dataclasses import replace

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import DatiNonValidi, SalvataggioSuperato
from core.forms import ModuloItaliano
from documenti.risposte import risposta_file
from piani.enums import Passo
from piani.models import Piano
from piani.views.comune import revisione
from recepimento.actions.atto import RIGHE, comincia_atto, prepara_bozza, scrivi_righe, scrivi_testo
from recepimento.capoversi import Slot, mancanti
from recepimento.carta import gruppi
from recepimento.forms.atto import GENERI, MODULI, ModuloDatiAtto, insieme_di_righe, righe_scritte
from recepimento.models import AttoRecepimento, BozzaAtto, SchemaAtto
from recepimento.permissions import PREPARA_ATTO, atto_aperto, esigi_preparazione
from recepimento.queries.atto import atto_di, dati_atto, stampa_finale
from recepimento.testo_atto import componi
from recepimento.views.comune import Bottone, Contesto, bottoni, contesto_di, indirizzo
from utenti.permissions import esigi
from utenti.typing import RichiestaUtente
from utenti.views.comune import inviati, stato_di


def _dove_si_riempie(slot: Slot, piano: Piano, *, prepara: bool) -> str:
    """Return the page where a gap is filled; empty when it is nobody's here, or not this person's."""
    match slot.dove:
        case "dati" if prepara:
            return reverse("recepimento:atto_dati", kwargs=piano.indirizzo)
        case "verifica":
            return reverse("recepimento:verifica", kwargs=piano.indirizzo)
        case "stampe":
            return reverse("piani:stampe", kwargs=piano.indirizzo)
        case "accordo":
            return indirizzo("accordi:accordo", piano)
        case "piano":
            return piano.get_absolute_url()
        case _:
            return ""


def _esigi_atto(dove: Contesto) -> AttoRecepimento:
    trovato = atto_di(dove.piano)
    if trovato is None:
        raise Http404
    trovato.piano = dove.piano
    return trovato


def _con_estremi(bottone: Bottone, atto: AttoRecepimento | None) -> Bottone:
    """Return the button with what is known of the act in its address: the page of the step starts from it."""
    if atto is None:
        return bottone
    noti = {
        "tipo_atto": atto.testo.tipo,
        "numero": atto.numero,
        "giorno": atto.giorno.isoformat() if atto.giorno else "",
    }
    return replace(bottone, url=f"{bottone.url}?{urlencode({k: v for k, v in noti.items() if v})}")


@require_safe
def atto(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """The paper itself, its gaps highlighted, what is still missing and who must give it."""
    dove = contesto_di(request, codice, triennio)
    piano = dove.piano
    trovato = atto_di(piano)
    dati = dati_atto(piano, trovato.testo) if trovato else None
    capoversi = componi(dati) if dati else []
    prepara = PREPARA_ATTO in dove.permessi
    bozze = list(trovato.bozze.select_related("lavoro__risultato").defer("contenuto")) if trovato else []
    contesto = {
        **dove.per_la_pagina("atto"),
        "atto": trovato,
        "gruppi": gruppi(capoversi),
        "mancano": [(s, _dove_si_riempie(s, piano, prepara=prepara)) for s in mancanti(capoversi)],
        "bozze": bozze,
        "prepara": prepara and atto_aperto(piano),
        "ultima": bool(
            trovato and dati and prepara and not atto_aperto(piano) and stampa_finale(trovato, dati) is None
        ),
        "generi": [(g, nomi[0]) for g, nomi in GENERI.items()],
        "bottoni": [_con_estremi(b, trovato) for b in bottoni(request, dove, Passo.RECEPISCI)],
    }
    return render(request, "recepimento/atto.html", contesto)


@require_POST
def atto_comincia(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """Begin the act from the usual text of the ATS."""
    dove = contesto_di(request, codice, triennio)
    comincia_atto(dove.piano, autore=request.user)
    messages.success(request, "L'atto è cominciato, con il testo solito dell'ATS: completa ciò che manca.")
    return redirect("recepimento:atto", codice=codice, triennio=triennio)


@require_POST
def atto_bozza(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """Put the draft in the queue."""
    dove = contesto_di(request, codice, triennio)
    esigi(request.user, PREPARA_ATTO, ambito=dove.piano.ambito)
    bozza = prepara_bozza(_esigi_atto(dove), autore=request.user)
    if bozza.lavoro.aperto:
        messages.success(request, "La carta è in coda. Puoi lasciare questa pagina: va avanti da sola.")
    else:
        messages.info(request, "Nulla è cambiato: la carta c'è già, la trovi qui sotto.")
    return redirect("recepimento:atto", codice=codice, triennio=triennio)


@require_safe
def bozza_scarica(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> HttpResponse:
    """The file of a draft."""
    dove = contesto_di(request, codice, triennio)
    bozza = get_object_or_404(
        BozzaAtto.objects.select_related("lavoro__risultato").defer("contenuto"), pk=pk, atto__piano=dove.piano
    )
    if bozza.lavoro.risultato is None:
        raise Http404
    return risposta_file(bozza.lavoro.risultato, bozza.lavoro.nome_file)


@require_http_methods(["GET", "POST"])
def atto_dati(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """The fields of the act's text."""
    dove = contesto_di(request, codice, triennio)
    esigi_preparazione(request.user, dove.piano)
    trovato = _esigi_atto(dove)
    modulo = ModuloDatiAtto(inviati(request), atto=trovato)
    if modulo.is_valid():
        try:
            scrivi_testo(
                trovato,
                revisione=modulo.cleaned_data["revisione"],
                valori=modulo.valori,
                estremi=modulo.estremi,
                esempio=modulo.esempio,
                autore=request.user,
            )
        except SalvataggioSuperato as superato:
            modulo.add_error(None, f"{superato} Ricarica la pagina per vedere il testo salvato.")
        except DatiNonValidi as rifiuto:
            modulo.add_error("giorno_atto", str(rifiuto))
        else:
            messages.success(request, "Dati dell'atto salvati.")
            return redirect("recepimento:atto", codice=codice, triennio=triennio)
    contesto = {**dove.per_la_pagina("atto"), "modulo": modulo}
    return render(request, "recepimento/atto_dati.html", contesto, status=stato_di(modulo))


def righe_iniziali(testo: SchemaAtto, genere: str) -> list[dict[str, object]]:
    """Return the rows of one kind, as the forms want them."""
    campi = list(MODULI[genere].base_fields)
    return [{c: getattr(r, c) for c in campi} for r in RIGHE[genere]._default_manager.filter(testo=testo)]


def pagina_righe(
    request: RichiestaUtente,
    insieme: "BaseFormSet[ModuloItaliano]",
    genere: str,
    contesto: dict[str, object],
    testo: SchemaAtto | None,
) -> HttpResponse:
    """Draw the rows of one kind."""
    titolo, uno, aiuto = GENERI[genere]
    sbagliato = insieme.is_bound and not insieme.is_valid()
    contesto |= {
        "insieme": insieme,
        "titolo": titolo,
        "uno": uno,
        "aiuto": aiuto,
        "revisione": testo.revisione if testo else 1,
    }
    return render(request, "recepimento/atto_righe.html", contesto, status=422 if sbagliato else 200)


@require_http_methods(["GET", "POST"])
def atto_righe(request: RichiestaUtente, codice: str, triennio: str, genere: str) -> HttpResponse:
    """The rows of one kind: opinions, acts recalled, meetings."""
    dove = contesto_di(request, codice, triennio)
    esigi_preparazione(request.user, dove.piano)
    trovato = _esigi_atto(dove)
    if genere not in RIGHE:
        raise Http404
    insieme = insieme_di_righe(genere, inviati(request), righe_iniziali(trovato.testo, genere))
    if insieme.is_bound and insieme.is_valid():
        righe = righe_scritte(insieme, genere)
        scrivi_righe(trovato, genere, revisione=revisione(request), righe=righe, autore=request.user)
        messages.success(request, f"{GENERI[genere][0]}: salvato.")
        return redirect("recepimento:atto", codice=codice, triennio=triennio)
    contesto = {**dove.per_la_pagina("atto"), "indietro": reverse("recepimento:atto", kwargs=dove.piano.indirizzo)}
    return pagina_righe(request, insieme, genere, contesto, trovato.testo)
