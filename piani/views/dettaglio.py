"""The plan's page: where it is, what is missing, who works on it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from piani.avanzamento import con_scadenze, quadro, termine
from piani.confronti import novita
from piani.models import Piano, Stampa
from piani.permissions import enti_scrivibili
from piani.persone import squadra
from piani.procedura import da_integrare, passaggi_di, passi, passi_di, stanze_di, turno
from piani.queries import piani_leggibili_da, sezioni_affidate
from piani.requisiti import stampe_definitive
from piani.views.comune import lettore
from utenti.roles import Permesso


@login_not_required
@require_safe
def dettaglio(request: HttpRequest, codice: str, triennio: str) -> HttpResponse:
    """Show the plan. Ten queries with those of the session, one more for who marked a reading or writes only its own parts."""
    chi = lettore(request)
    piano = get_object_or_404(
        con_scadenze(piani_leggibili_da(chi)).select_related("cronologia"),
        ambito__ente__codice=codice,
        triennio__codice=triennio,
    )
    gruppo = squadra(piano.ambito, chi)
    passaggi = passaggi_di(piano)
    # Who reads the draft from a table, or the approved plan from outside, gets no names.
    in_lavorazione = chi is not None and Permesso.LEGGERE_BOZZA in gruppo.permessi
    insieme = quadro(piano)
    propri = Permesso.SCRIVERE_SEZIONI_PROPRIE in gruppo.permessi and Permesso.SCRIVERE_PIANO not in gruppo.permessi
    contesto = {
        "piano": piano,
        "quadro": insieme,
        "inizio": insieme.prima_di(enti_scrivibili(chi, piano)) if propri else insieme.prima_sezione,
        "passi": passi(piano, passaggi, in_lavorazione=in_lavorazione),
        "turno": turno(piano, passaggi, inviato=_inviato(piano)),
        "richiesta": da_integrare(piano, passaggi) if in_lavorazione else None,
        "carte": {} if Permesso.STAMPARE in gruppo.permessi or not piano.pubblico else _carte(piano),
        "miei_passi": passi_di(piano, gruppo.permessi),
        "stanze": stanze_di(piano, in_lavorazione=in_lavorazione),
        "prossima": termine(getattr(piano, "prossima", None)),
        "passata": termine(getattr(piano, "passata", None)),
        "squadra": gruppo.enti if in_lavorazione else [],
        "sindaci": gruppo.sindaci if in_lavorazione else [],
        "scrive": piano.modificabile
        and bool(gruppo.permessi & {Permesso.SCRIVERE_PIANO, Permesso.SCRIVERE_SEZIONI_PROPRIE}),
        "struttura": piano.modificabile and Permesso.SCRIVERE_PIANO in gruppo.permessi,
        "esporta": Permesso.ESPORTARE in gruppo.permessi,
        "stampa": Permesso.STAMPARE in gruppo.permessi,
        "in_lavorazione": in_lavorazione,
        "novita": novita(piano, chi, ufficio=in_lavorazione),
        "affidate": [] if in_lavorazione or chi is None else list(sezioni_affidate(chi).filter(piano=piano)),
    }
    return render(request, "piani/dettaglio.html", contesto)


def _inviato(piano: Piano) -> bool:
    cronologia = getattr(piano, "cronologia", None)
    return cronologia is not None and cronologia.invio_il is not None


def _carte(piano: Piano) -> dict[str, Stampa]:
    """The papers of an approved plan, for who has no page of prints: "piano" and "accordo"."""
    return {scheda or "piano": stampa for scheda, stampa in stampe_definitive(piano).items()}
