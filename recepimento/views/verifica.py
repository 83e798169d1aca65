"""The coherence check of one plan, row by row."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core.exceptions import DatiNonValidi, NonPermesso, SalvataggioSuperato
from piani.enums import Passo
from piani.views.comune import revisione
from recepimento.actions.verifica import comincia_verifica, rispondi
from recepimento.forms.verifica import ModuloVoce
from recepimento.models import VoceVerifica
from recepimento.permissions import impedimenti_a_verificare
from recepimento.queries.verifica import (
    RigaVerifica,
    cambiamenti,
    da_giudicare,
    e_resa_nota,
    indice_di,
    quadro_verifica,
)
from recepimento.views.comune import Contesto, bottoni, contesto_di, indirizzo
from utenti.roles import Permesso
from utenti.typing import RichiestaUtente


def _pagina(
    request: RichiestaUtente, dove: Contesto, *, mio: ModuloVoce | None = None, voce: int = 0, stato: int = 200
) -> HttpResponse:
    """Draw the check; `mio` is what was typed about the row `voce`, when it could not be saved."""
    piano = dove.piano
    riga = dove.date
    versione, verifica = da_giudicare(piano, riga)
    giudicata = versione or (verifica.versione if verifica else None)
    cambi = cambiamenti(piano, giudicata, riga, verifica)
    quadro = None
    if verifica and giudicata:
        verifica.piano = piano
        quadro = quadro_verifica(verifica, giudicata, cambi)
    verificano = Permesso.VERIFICARE_COERENZA in dove.permessi
    frasi = impedimenti_a_verificare(request.user, piano, versione, verifica, dove.permessi, riga)
    impedita = next(frasi, "") if verificano else ""
    risponde = quadro is not None and verificano and not impedita
    articoli = quadro.articoli if quadro and risponde else []

    def con_moduli(righe: list[RigaVerifica]) -> list[tuple[RigaVerifica, ModuloVoce | None]]:
        return [
            (r, mio if mio and r.voce.pk == voce else ModuloVoce(r.voce, articoli=articoli) if risponde else None)
            for r in righe
        ]

    contesto = {
        **dove.per_la_pagina("verifica"),
        "versione": giudicata,
        "verifica": verifica,
        "quadro": quadro,
        "righe_piano": con_moduli(quadro.piano) if quadro else [],
        "righe_accordo": con_moduli(quadro.accordo) if quadro else [],
        "prima_vuota": next((r.voce.pk for r in quadro.righe if not r.voce.esito), 0) if quadro and risponde else 0,
        "cambi": cambi,
        "leggi": f"{piano.get_absolute_url()}leggi/",
        "si_comincia": versione is not None and verifica is None and verificano,
        "si_vede": Permesso.LEGGERE_ATTRAVERSO_PIANI in dove.permessi
        or (verifica is not None and e_resa_nota(verifica)),
        "impedita": impedita,
        "bottoni": bottoni(request, dove, Passo.DAI_ASSENSO, Passo.CHIEDI_INTEGRAZIONI) if verificano else [],
        "prima_della_firma": indirizzo("piani:data", piano, fatto="verifica_ats"),
        "repertorio": indirizzo("piani:data", piano, fatto="repertorio"),
    }
    return render(request, "recepimento/verifica.html", contesto, status=stato)


@require_safe
def verifica(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """The seven items and the eight elements, beside what they judge; what changed since the assenso."""
    return _pagina(request, contesto_di(request, codice, triennio))


@require_POST
def comincia(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """Open the check of the version to judge, when it has not opened by itself."""
    dove = contesto_di(request, codice, triennio)
    comincia_verifica(dove.piano, autore=request.user)
    messages.success(request, "La verifica è aperta: rispondi alle voci, una alla volta.")
    return redirect("recepimento:verifica", codice=codice, triennio=triennio)


@require_POST
def voce(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> HttpResponse:
    """Save the answer about one row."""
    dove = contesto_di(request, codice, triennio)
    righe = VoceVerifica.objects.select_related("verifica__versione").defer("verifica__versione__contenuto")
    riga = get_object_or_404(righe, pk=pk, verifica__piano=dove.piano)
    if Permesso.VERIFICARE_COERENZA not in dove.permessi and not e_resa_nota(riga.verifica):
        _rifiuta(request, dove)
    articoli = indice_di(riga.verifica.versione).articoli
    modulo = ModuloVoce(riga, articoli=articoli, dati=request.POST)
    letta = revisione(request)
    if not modulo.is_valid():
        return _pagina(request, dove, mio=modulo, voce=pk, stato=422)
    scelte = modulo.cleaned_data
    try:
        rispondi(
            riga,
            revisione=letta,
            esito=scelte["esito"],
            nota=scelte["nota"],
            articolo=scelte.get("articolo"),
            autore=request.user,
        )
    except SalvataggioSuperato as superato:
        return _conflitto(request, dove, superato)
    except DatiNonValidi as rifiuto:
        modulo.add_error(None, str(rifiuto))
        return _pagina(request, dove, mio=modulo, voce=pk, stato=422)
    messages.success(request, "Risposta salvata.")
    return redirect(f"{reverse('recepimento:verifica', kwargs=dove.piano.indirizzo)}#voce-{pk}")


def _rifiuta(request: RichiestaUtente, dove: Contesto) -> None:
    frasi = impedimenti_a_verificare(request.user, dove.piano, None, None, dove.permessi)
    raise NonPermesso(f"{next(frasi)} Non è cambiato nulla.")


def _conflitto(request: RichiestaUtente, dove: Contesto, superato: SalvataggioSuperato) -> HttpResponse:
    """Show the row with what I typed and what was saved meanwhile; saving again is on top of that."""
    attuale = superato.attuale
    if not isinstance(attuale, VoceVerifica):
        raise Http404
    detto = attuale.get_esito_display() or "nessuna risposta"
    nota = f", con la nota «{attuale.nota}»" if attuale.nota else ""
    dati = request.POST.copy()
    dati["revisione"] = str(attuale.revisione)
    articoli = indice_di(attuale.verifica.versione).articoli
    mio = ModuloVoce(attuale, articoli=articoli, dati=dati)
    mio.is_valid()
    mio.add_error(
        None,
        f"Nel frattempo un'altra persona ha salvato questa voce: {detto}{nota}. Qui sotto c'è la tua risposta, non ancora "
        "salvata: se la salvi prende il posto dell'altra.",
    )
    return _pagina(request, dove, mio=mio, voce=attuale.pk, stato=409)
