"""The settings of an ATS: the assenso, and the usual text of its acts."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ambiti.models import Ats
from core.exceptions import SalvataggioSuperato
from piani.views.comune import revisione
from recepimento.actions.atto import RIGHE, imposta_ats, imposta_righe
from recepimento.forms.atto import GENERI, ModuloAts, insieme_di_righe, righe_scritte
from recepimento.models import ImpostazioniAts, SchemaAtto
from recepimento.permissions import esigi_impostazioni
from recepimento.queries.piani import ats_visibili_a
from recepimento.views.atto import pagina_righe, righe_iniziali
from utenti.typing import RichiestaUtente
from utenti.views.comune import inviati, stato_di


def _ats(request: RichiestaUtente, ats: str) -> Ats:
    trovata: Ats = get_object_or_404(ats_visibili_a(request.user), ente__codice=ats)
    esigi_impostazioni(request.user, trovata)
    return trovata


def _testo(ats: Ats) -> SchemaAtto | None:
    impostazioni = ImpostazioniAts.objects.select_related("testo").filter(ats=ats).first()
    return impostazioni.testo if impostazioni else None


@require_http_methods(["GET", "POST"])
def impostazioni(request: RichiestaUtente, ats: str) -> HttpResponse:
    """Whether the assenso comes first, and the usual text of the acts."""
    trovata = _ats(request, ats)
    testo = _testo(trovata) or SchemaAtto()
    modulo = ModuloAts(inviati(request), instance=testo, initial={"assenso_prima": trovata.assenso_prima})
    if modulo.is_valid():
        try:
            imposta_ats(
                trovata,
                assenso_prima=modulo.cleaned_data["assenso_prima"],
                revisione=modulo.cleaned_data["revisione"],
                valori=modulo.valori,
                esempio=modulo.esempio,
                autore=request.user,
            )
        except SalvataggioSuperato as superato:
            modulo.add_error(None, f"{superato} Ricarica la pagina per vedere il testo salvato.")
        else:
            messages.success(request, "Impostazioni salvate. I nuovi atti partono da questo testo.")
            return redirect("recepimento:impostazioni", ats=ats)
    contesto = {
        "ente": trovata,
        "modulo": modulo,
        "generi": [(g, nomi[0]) for g, nomi in GENERI.items()],
    }
    return render(request, "recepimento/impostazioni.html", contesto, status=stato_di(modulo))


@require_http_methods(["GET", "POST"])
def impostazioni_righe(request: RichiestaUtente, ats: str, genere: str) -> HttpResponse:
    """The rows of one kind of the usual text."""
    trovata = _ats(request, ats)
    if genere not in RIGHE:
        raise Http404
    testo = _testo(trovata)
    iniziali = righe_iniziali(testo, genere) if testo else []
    insieme = insieme_di_righe(genere, inviati(request), iniziali)
    if insieme.is_bound and insieme.is_valid():
        righe = righe_scritte(insieme, genere)
        imposta_righe(trovata, genere, revisione=revisione(request), righe=righe, autore=request.user)
        messages.success(request, f"{GENERI[genere][0]}: salvato.")
        return redirect("recepimento:impostazioni", ats=ats)
    contesto: dict[str, object] = {
        "piano": None,
        "ente": trovata,
        "indietro": reverse("recepimento:impostazioni", kwargs={"ats": ats}),
    }
    return pagina_righe(request, insieme, genere, contesto, testo)
