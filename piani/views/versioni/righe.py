"""The history of a row of a sheet: every version, two compared, an old answer put back."""

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core.exceptions import DatiNonValidi, SalvataggioSuperato
from obiettivi.actions.risposte import Riga
from obiettivi.models import CampoScheda, Macroarea, PuntoChiave, Risposta
from piani.actions.ripristino import ripristina_riga
from piani.differenze import Linea, da_html, da_testo
from piani.queries_rimandi import frase_rimandi_sciolti, senza_rimandi_persi
from piani.queries_versioni import legge_le_versioni
from piani.storie import Memoria, confronto_di, in_ordine, pagina_di, perche, scelta, scelte
from piani.storie_elenchi import vicende
from piani.views.comune import revisione
from piani.views.schede.pagina import esigi_scrivibile, mostra
from piani.views.schede.righe import RigaVista
from piani.views.schede.storia_righe import Intorno
from piani.views.schede.vista import PaginaScheda
from utenti.typing import RichiestaUtente

SUPERATA = (
    "Nel frattempo qualcuno ha salvato questa riga. Non è cambiato nulla: guarda l'ultima versione, poi, se serve, "
    "ripristina di nuovo."
)


@dataclass(frozen=True)
class _Nomi:
    """Names of areas and key points, for a row that keeps them."""

    aree: dict[int, str]
    punti: dict[int, str]

    @classmethod
    def di(cls, campo: CampoScheda) -> "_Nomi":
        aree = {a.pk: str(a) for a in Macroarea.objects.all()} if campo.tipo == "aree" else {}
        punti = {p.pk: str(p) for p in PuntoChiave.objects.all()} if campo.tipo == "punti_chiave" else {}
        return cls(aree, punti)


def _pagina(request: RichiestaUtente, indirizzo: dict[str, str], campo: str) -> tuple[PaginaScheda, RigaVista]:
    """Return the sheet's page and its row, for who reads who wrote what; 404 for the others."""
    pagina = PaginaScheda.carica(request, **indirizzo)
    if not legge_le_versioni(request.user, pagina.voce.piano):
        raise Http404
    return pagina, pagina.riga(campo)


def _linee(campo: CampoScheda, riga: Riga, nomi: _Nomi) -> tuple[Linea, ...]:
    etichette = {s["chiave"]: s["etichetta"] for s in campo.scelte}
    linee = da_testo(riga.titolo) if campo.tipo == "titolo" else []
    linee += da_testo(f"{riga.grado}%") if campo.tipo == "percentuale" and riga.grado is not None else []
    linee += da_testo("Non pertinente") if riga.non_pertinente else []
    voci = [etichette.get(s, s) for s in riga.scelte]
    voci += sorted(nomi.aree.get(a, "") for a in riga.aree) + sorted(nomi.punti.get(p, "") for p in riga.punti)
    linee += [x for v in [*voci, *riga.altri_punti] for x in da_testo(v, forma="li-ul", marca="•")]
    return (*linee, *da_html(riga.testo))


class _Storia:
    """The versions of a row, with what stood beside each (title, degree, areas, key points)."""

    def __init__(self, pagina: PaginaScheda, vista: RigaVista) -> None:
        self.campo = vista.campo
        self.scheda = pagina.voce.scheda
        self.righe = in_ordine(Risposta.storia.filter(scheda_id=self.scheda.pk, campo_id=self.campo.pk))
        self.intorno = Intorno(self.scheda, self.campo)
        self.nomi = _Nomi.di(self.campo)

    def riga(self, versione: Any) -> Riga:
        """Return the row as it stood."""
        return self.intorno.di(versione)

    def memoria(self, versione: Any, *, attuale: bool = False) -> Memoria:
        """Return a version in lines."""
        chi = str(versione.history_user or "com'era prima della prima modifica")
        linee = _linee(self.campo, self.riga(versione), self.nomi)
        return Memoria(versione.history_id, versione.history_date, chi, perche(versione), linee, attuale)


@require_safe
def riga_storia(request: RichiestaUtente, campo: str, **indirizzo: str) -> HttpResponse:
    """Every version of a row, newest first. A constant number of queries beside the sheet's."""
    scheda, vista = _pagina(request, indirizzo, campo)
    storia = _Storia(scheda, vista)
    pagina = pagina_di(storia.righe, request.GET.get("pagina"), storia.memoria)
    return mostra(
        request,
        "piani/versioni/storia_riga.html",
        scheda,
        riga=vista,
        elenco=pagina.pagina,
        vicende=vicende(scheda.voce.scheda, vista.campo),
        passi=pagina.passi,
        scrive=not any(scheda.impedimenti),
        scelti=pagina.scelti,
    )


@require_safe
def riga_confronto(request: RichiestaUtente, campo: str, **indirizzo: str) -> HttpResponse:
    """Two versions of a row, word by word; the last two, where the address names none."""
    scheda, vista = _pagina(request, indirizzo, campo)
    storia = _Storia(scheda, vista)
    prima, dopo = (storia.memoria(v) for v in scelte(request.GET, storia.righe))
    html = confronto_di(prima, dopo)
    return mostra(request, "piani/versioni/confronto_riga.html", scheda, riga=vista, prima=prima, dopo=dopo, html=html)


@require_POST
def riga_ripristina(request: RichiestaUtente, campo: str, **indirizzo: str) -> HttpResponse:
    """Put back an old answer: a new version, by the normal save."""
    scheda, vista = _pagina(request, indirizzo, campo)
    esigi_scrivibile(scheda)
    storia = _Storia(scheda, vista)
    vecchia = get_object_or_404(storia.righe, history_id=scelta(request.POST, "versione"))
    riga = storia.riga(vecchia)
    testo, persi = senza_rimandi_persi(scheda.voce.piano, riga.testo)
    try:
        ripristina_riga(
            scheda.voce, vista.campo, replace(riga, testo=testo), revisione=revisione(request), autore=request.user
        )
    except SalvataggioSuperato as superato:
        raise DatiNonValidi(SUPERATA) from superato
    messages.success(
        request,
        "La riga dice di nuovo come allora: è una versione nuova, e quella di prima resta nella storia."
        + frase_rimandi_sciolti(persi),
    )
    return redirect(reverse("piani:riga_storia", kwargs={**indirizzo, "campo": campo}))
