"""What every page of the Assemblea does first: find the plan and the session, among those that this person may follow."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render

from assemblea.avvisi import pagina
from assemblea.models import Punto, Seduta, Votazione
from assemblea.queries import con_accordo, piani_in_assemblea, sedute_visibili_a
from core.forms import ModuloItaliano
from documenti.models import FileConservato
from piani.models import Piano
from utenti.permissions import esigi
from utenti.roles import Permesso
from utenti.typing import RichiestaUtente
from utenti.views.comune import stato_di


def piano_in_assemblea(request: RichiestaUtente, codice: str, triennio: str) -> Piano:
    """Return the plan of that address, or 404; it says `accordo_approvato`. One query."""
    return get_object_or_404(
        con_accordo(piani_in_assemblea(request.user)), ambito__ente__codice=codice, triennio__codice=triennio
    )


def seduta_di(request: RichiestaUtente, codice: str, triennio: str, pk: int) -> tuple[Piano, Seduta]:
    """Return the plan and its session, or 404. Two queries."""
    piano = piano_in_assemblea(request, codice, triennio)
    sedute = sedute_visibili_a(request.user).select_related("verbale__lavoro__risultato", "verbale__firmato")
    seduta = get_object_or_404(sedute, pk=pk, pk__in=Punto.objects.filter(piano=piano).values("seduta"))
    return piano, seduta


def punto_di(request: RichiestaUtente, codice: str, triennio: str, pk: int, punto: int) -> Punto:
    """Return an item of a session, or 404."""
    piano, seduta = seduta_di(request, codice, triennio, pk)
    trovato = get_object_or_404(Punto.objects.select_related("versione"), seduta=seduta, pk=punto)
    trovato.piano, trovato.seduta = piano, seduta
    return trovato


def votazione_di(request: RichiestaUtente, codice: str, triennio: str, pk: int, votazione: int) -> Votazione:
    """Return a vote of a session, or 404; an annulled one too: the act says that it is."""
    piano, seduta = seduta_di(request, codice, triennio, pk)
    votazioni = Votazione.objects.select_related("punto__versione")
    trovata = get_object_or_404(votazioni, punto__seduta=seduta, pk=votazione)
    trovata.punto.piano, trovata.punto.seduta = piano, seduta
    return trovata


def permetti(request: RichiestaUtente, permesso: Permesso, piano: Piano) -> None:
    """Refuse before a form is shown to who could not send it. Raises NonPermesso."""
    esigi(request.user, permesso, ambito=piano.ambito)


def alla_seduta(piano: Piano, seduta: Seduta) -> HttpResponseRedirect:
    """Go back to the session."""
    return HttpResponseRedirect(pagina(seduta, piano))


def conferma(request: RichiestaUtente, piano: Piano, seduta: Seduta, **parole: object) -> HttpResponse:
    """Ask before an act on a session; `modulo` is what it needs."""
    indietro = Punto(seduta=seduta, piano=piano).get_absolute_url()
    modulo = parole.get("modulo")
    stato = stato_di(modulo) if isinstance(modulo, ModuloItaliano) else 200
    return render(request, "components/conferma.html", {**parole, "indietro": indietro}, status=stato)


def oppure_404(trovato: FileConservato | None) -> FileConservato:
    """Return a kept file, or 404 when there is none."""
    if trovato is None:
        raise Http404
    return trovato
