"""Sheets that serve more than one plan: the list of those offered, and taking one."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core.exceptions import DatiNonValidi
from piani.actions.condivise import adotta_scheda
from piani.forms.condivise import ModuloAdotta
from piani.lettura.anteprima import leggi_scheda_sola
from piani.models import Piano
from piani.permissions import enti_scrivibili, esigi_scrittura
from piani.queries_condivise import Offerta, dati_di, offerte_a
from piani.queries_schede import schede_di_altri_scritte_da
from piani.queries_versioni import legge_le_versioni
from piani.views.comune import lettore, piano_visibile
from utenti.typing import RichiestaUtente


@require_safe
def condivise(request: RichiestaUtente, codice: str, triennio: str) -> HttpResponse:
    """Show the sheets that other bodies offer to this plan, and those that it has."""
    piano = piano_visibile(request, codice, triennio)
    # What is offered is not in the plan yet: a public plan does not tell it to who only reads it.
    if not legge_le_versioni(request.user, piano):
        raise Http404
    contesto = {
        "piano": piano,
        "offerte": offerte_a(piano),
        "con_altri": schede_di_altri_scritte_da(piano),
        "scrive": piano.modificabile and piano.ambito_id in enti_scrivibili(lettore(request), piano),
    }
    return render(request, "piani/condivise.html", contesto)


def _offerta(piano: Piano, pk: int) -> Offerta:
    trovata = next((o for o in offerte_a(piano) if o.versione.pk == pk), None)
    if trovata is None:
        raise Http404
    return trovata


@require_http_methods(["GET", "HEAD", "POST"])
def adotta(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> HttpResponse:
    """Show an offered sheet whole; POST puts a copy of it in the plan."""
    piano = piano_visibile(request, codice, triennio)
    esigi_scrittura(request.user, piano, piano.ambito.ente)
    offerta = _offerta(piano, pk)
    if offerta.voce is not None:
        return redirect(offerta.voce)
    sezioni = piano.sezioni.filter(proprietario=piano.ambito_id).order_by("ordine", "pk")
    dati = request.POST if request.method == "POST" else None
    modulo = ModuloAdotta(dati, sezioni=sezioni, initial={"codice": offerta.versione.codice})
    if modulo.is_valid():
        sezione = modulo.cleaned_data["sezione"]
        sezione.piano = piano
        try:
            voce = adotta_scheda(sezione, offerta.versione, codice=modulo.cleaned_data["codice"], autore=request.user)
        except DatiNonValidi as rifiuto:
            modulo.add_error(None, str(rifiuto))
        else:
            messages.success(request, "La scheda è nel tuo Piano. Le righe aperte le può scrivere il tuo Ambito.")
            return redirect(voce)
    contesto = {
        "piano": piano,
        "offerta": offerta,
        "s": leggi_scheda_sola(dati_di(offerta.versione), offerta.versione, piano),
        "modulo": modulo,
    }
    return render(request, "piani/condivise_adotta.html", contesto, status=422 if modulo.errors else 200)
