"""The acts on contributions: leave one, answer it once, with what became of it and why."""

from dataclasses import dataclass

from django.db import transaction

from ambiti.models import Ente
from core.testo import pulisci, riga
from obiettivi.models import CampoScheda
from piani.models import Sezione, VoceScheda
from piani.queries import piani_visibili_a
from tavoli.actions.comune import annota_tavolo, blocca
from tavoli.annunci import annuncia_contributo, annuncia_risposta
from tavoli.enums import EsitoContributo, GenereContributo
from tavoli.exceptions import ContributoNonAmmissibile
from tavoli.models import Contributo, Risposta, Tavolo, Tema
from tavoli.permissions import NULLA, esigi_di_gestire, esigi_di_sedere, veste_dell_ufficio, veste_per
from utenti.models import Utente


@dataclass(frozen=True)
class Luogo:
    """Where a contribution went in a plan: a sheet, with one of its rows or none; or a section; or nowhere."""

    voce: VoceScheda | None = None
    campo: CampoScheda | None = None
    sezione: Sezione | None = None


def lascia_contributo(
    tema: Tema,
    *,
    ente: Ente,
    genere: GenereContributo,
    titolo: str,
    testo: str,
    autore: Utente,
    esempio: bool = False,
) -> Contributo:
    """Leave a contribution for a body that sits at the table; who keeps it is told.

    Raises NonPermesso (not a member, not for that body), ContributoNonAmmissibile (the table is closed, nothing written).
    """
    with transaction.atomic():
        tavolo = blocca(tema.tavolo)
        esigi_di_sedere(autore, tavolo, ente)
        if not tavolo.al_lavoro:
            raise ContributoNonAmmissibile(f"Il tavolo è «{tavolo.fase.label}»: non prende contributi. {NULLA}")
        breve, lungo = riga(titolo, massimo=200), pulisci(testo)
        if not (breve and lungo):
            raise ContributoNonAmmissibile(f"Il contributo è vuoto: scrivi una riga di titolo e il testo. {NULLA}")
        contributo = Contributo.objects.create(
            tema=tema, ente=ente, autore=autore, genere=genere, titolo=breve, testo=lungo, esempio=esempio
        )
        annuncia_contributo(contributo)
        dati = {"contributo": contributo.pk, "tema": tema.pk, "ente": ente.pk}
        annota_tavolo(tavolo, "tavoli.contributo_lasciato", autore=autore, veste=veste_per(autore, ente), dati=dati)
    return contributo


def rispondi(
    contributo: Contributo,
    *,
    esito: EsitoContributo,
    motivo: str,
    luogo: Luogo | None = None,
    autore: Utente,
    esempio: bool = False,
) -> Risposta:
    """Answer a contribution, once: what became of it, why, where in a plan of the table; its body is told.

    Raises NonPermesso, ContributoNonAmmissibile (answered meanwhile, no reason, a place that is not in a plan of the table).
    """
    luogo = luogo or Luogo()
    with transaction.atomic():
        tavolo = blocca(contributo.tema.tavolo)
        esigi_di_gestire(autore, tavolo)
        if Risposta.objects.filter(contributo=contributo).exists():
            raise ContributoNonAmmissibile(f"Qualcuno ha già risposto a questo contributo. {NULLA}")
        if not (testo := pulisci(motivo)):
            raise ContributoNonAmmissibile(f"Manca il perché: chi ha contribuito ha diritto di saperlo. {NULLA}")
        _esigi_luogo(tavolo, luogo, autore)
        risposta = Risposta.objects.create(
            contributo=contributo,
            esito=esito,
            motivo=testo,
            voce=luogo.voce,
            campo=luogo.campo,
            sezione=luogo.sezione,
            data_da=autore,
            esempio=esempio,
        )
        annuncia_risposta(risposta)
        dati = {"contributo": contributo.pk, "risposta": risposta.pk, "esito": str(esito)}
        veste = veste_dell_ufficio(autore, tavolo)
        annota_tavolo(tavolo, "tavoli.contributo_risposto", autore=autore, veste=veste, dati=dati)
    return risposta


def _esigi_luogo(tavolo: Tavolo, luogo: Luogo, autore: Utente) -> None:
    """The place is in a plan of the table that `autore` reads: nobody names the draft of another Ambito."""
    piani = {parte.piano_id for parte in (luogo.voce, luogo.sezione) if parte is not None}
    leggibili = piani_visibili_a(autore).filter(pk__in=tavolo.piani.values("pk"))
    if piani - set(leggibili.values_list("pk", flat=True)):
        raise ContributoNonAmmissibile(f"Quella parte non è in un Piano di questo tavolo che puoi leggere. {NULLA}")
    if luogo.campo and (luogo.voce is None or luogo.campo.formato_id != luogo.voce.scheda.formato_id):
        raise ContributoNonAmmissibile(f"Quella riga non è nella scheda scelta. {NULLA}")
