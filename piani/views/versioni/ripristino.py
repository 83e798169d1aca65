"""Restoring a version: first what would change, then the act."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.exceptions import Rifiuto
from piani.actions.ripristino import prepara, ripristina_versione
from piani.confronto import confronta
from piani.exceptions import PianoCambiato
from piani.models import Piano
from piani.permissions import esigi_scrittura
from piani.queries_versioni import versione_da, voci_del
from piani.raffronto import da_mostrare
from piani.views.versioni.elenco import piano_con_versioni
from utenti.typing import RichiestaUtente


@require_http_methods(["GET", "HEAD", "POST"])
def versione_ripristina(request: RichiestaUtente, codice: str, triennio: str, impronta: str) -> HttpResponse:
    """Name the parts that would change, and those that stay; POST writes the version over the plan."""
    piano = piano_con_versioni(request, codice, triennio)
    esigi_scrittura(request.user, piano, piano.ambito.ente)
    versione = versione_da(request.user, piano, impronta)
    if versione is None:
        raise Http404
    nome = next((v.nome for v in voci_del(piano) if v.versione.pk == versione.pk), str(versione))
    rifiuto: Rifiuto | None = None
    if request.method == "POST":
        letto = request.POST.get("contenuto", "")
        try:
            tappa = ripristina_versione(
                piano, versione, nome=nome, contenuto=int(letto) if letto.isdecimal() else -1, autore=request.user
            )
        except PianoCambiato as errore:
            rifiuto = errore
            piano = Piano.objects.select_related("ambito__ente", "ambito__ats__ente", "triennio").get(pk=piano.pk)
        else:
            messages.success(
                request,
                f"Il Piano è tornato a «{nome}». Com'era prima è qui sotto, con il nome: {tappa}. Si ripristina allo stesso modo.",
            )
            return redirect("piani:versioni", codice=codice, triennio=triennio)
    fatto = prepara(piano, versione, chi=request.user)
    contesto = {
        "piano": piano,
        "versione": versione,
        "nome": nome,
        "rifiuto": rifiuto,
        "cambia": fatto.cambia,
        "parti": da_mostrare(confronta(fatto.attuale, fatto.dopo)) if fatto.cambia else [],
        "lasciate": fatto.bersaglio.lasciate,
        "sciolti": fatto.sciolti if fatto.cambia else (),
    }
    return render(request, "piani/versioni/ripristina.html", contesto, status=rifiuto.stato_http if rifiuto else 200)
