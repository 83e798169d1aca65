"""The acts on an application to a table: make it, admit, refuse, withdraw."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from ambiti.models import Ente
from core.formati import data
from core.testo import pulisci
from tavoli.actions.comune import annota_tavolo, blocca
from tavoli.annunci import annuncia_domanda, annuncia_risposta_alla_domanda, annuncia_ritiro
from tavoli.enums import EsitoDomanda, FaseAvviso
from tavoli.exceptions import DomandaNonAmmissibile
from tavoli.models import Domanda, Tavolo
from tavoli.permissions import NULLA, esigi_di_gestire, esigi_di_partecipare, veste_dell_ufficio, veste_per
from utenti.models import Utente


def _fuori_tempo(tavolo: Tavolo) -> str:
    match tavolo.fase:
        case FaseAvviso.IN_ARRIVO if tavolo.annuncio_dal:
            return f"Le domande si aprono il {data(tavolo.annuncio_dal)}: torna da quel giorno."
        case FaseAvviso.LAVORI if tavolo.annuncio_al:
            return f"L'ultimo giorno per chiedere era il {data(tavolo.annuncio_al)}: scrivi all'Ufficio di Piano."
        case FaseAvviso.CHIUSO:
            return "Il tavolo è chiuso."
    return "L'avviso di questo tavolo non è ancora pubblico."


def impedimenti_a_chiedere(tavolo: Tavolo, enti: "QuerySet[Ente]") -> Iterator[str]:
    """Yield why nobody of `enti` (those of a person without an application alive) may ask now; nothing if one may."""
    if not tavolo.accoglie_domande:
        yield _fuori_tempo(tavolo)
    if not enti.exists():
        yield "Il tuo ente ha già una domanda per questo tavolo: la trovi nella pagina del tavolo."


def chiedi_di_partecipare(
    tavolo: Tavolo, *, ente: Ente, motivazione: str, autore: Utente, esempio: bool = False
) -> Domanda:
    """Ask, for a body, to join a table; who keeps it is told.

    Raises NonPermesso (not for that body), DomandaNonAmmissibile (out of time, or one is there already, or no reason).
    """
    with transaction.atomic():
        bloccato = blocca(tavolo)
        esigi_di_partecipare(autore, ente)
        if not bloccato.accoglie_domande:
            raise DomandaNonAmmissibile(f"{_fuori_tempo(bloccato)} {NULLA}")
        if Domanda.objects.filter(tavolo=bloccato, ente=ente, respinta_il=None, ritirata_il=None).exists():
            raise DomandaNonAmmissibile(f"{ente} ha già una domanda per questo tavolo. {NULLA}")
        if not (testo := pulisci(motivazione)):
            raise DomandaNonAmmissibile(f"Manca il motivo: scrivi perché il tuo ente vuole esserci. {NULLA}")
        domanda = Domanda.objects.create(
            tavolo=bloccato, ente=ente, motivazione=testo, presentata_da=autore, esempio=esempio
        )
        annuncia_domanda(domanda)
        dati = {"domanda": domanda.pk, "ente": ente.pk}
        annota_tavolo(bloccato, "tavoli.domanda_presentata", autore=autore, veste=veste_per(autore, ente), dati=dati)
    return domanda


def ammetti(domanda: Domanda, *, motivo: str = "", autore: Utente) -> Domanda:
    """Admit a body: from now on it is a member. Raises NonPermesso, DomandaNonAmmissibile (answered meanwhile)."""
    with transaction.atomic():
        bloccata = _in_attesa(domanda, autore)
        bloccata.ammessa_il, bloccata.ammessa_da, bloccata.motivo = timezone.now(), autore, pulisci(motivo)
        _rispondi(bloccata, "tavoli.domanda_ammessa", ["ammessa_il", "ammessa_da", "motivo"], autore)
    return bloccata


def respingi(domanda: Domanda, *, motivo: str, autore: Utente) -> Domanda:
    """Refuse a body, with the reason. Raises NonPermesso, DomandaNonAmmissibile (answered meanwhile, or no reason)."""
    with transaction.atomic():
        bloccata = _in_attesa(domanda, autore)
        if not (testo := pulisci(motivo)):
            raise DomandaNonAmmissibile(f"Manca il motivo: chi ha chiesto ha diritto di saperlo. {NULLA}")
        bloccata.respinta_il, bloccata.respinta_da, bloccata.motivo = timezone.now(), autore, testo
        _rispondi(bloccata, "tavoli.domanda_respinta", ["respinta_il", "respinta_da", "motivo"], autore)
    return bloccata


def ritira(domanda: Domanda, *, autore: Utente) -> Domanda:
    """Withdraw one's own body: an application that waits, or a member that goes away. What it left at the table stays.

    Raises NonPermesso, DomandaNonAmmissibile (refused, or withdrawn already).
    """
    with transaction.atomic():
        tavolo = blocca(domanda.tavolo)
        bloccata = _bloccata(domanda, tavolo)
        esigi_di_partecipare(autore, bloccata.ente)
        if bloccata.esito in {EsitoDomanda.RITIRATA, EsitoDomanda.RESPINTA}:
            raise DomandaNonAmmissibile(f"La domanda è già «{bloccata.esito.label}». {NULLA}")
        bloccata.ritirata_il, bloccata.ritirata_da = timezone.now(), autore
        bloccata.save(update_fields=["ritirata_il", "ritirata_da"])
        annuncia_ritiro(bloccata, autore)
        dati = {"domanda": bloccata.pk, "ente": bloccata.ente_id}
        veste = veste_per(autore, bloccata.ente)
        annota_tavolo(tavolo, "tavoli.domanda_ritirata", autore=autore, veste=veste, dati=dati)
    return bloccata


def _bloccata(domanda: Domanda, tavolo: Tavolo) -> Domanda:
    bloccata = Domanda.objects.select_related("ente").select_for_update(of=("self",)).get(pk=domanda.pk)
    bloccata.tavolo = tavolo
    return bloccata


def _in_attesa(domanda: Domanda, autore: Utente) -> Domanda:
    tavolo = blocca(domanda.tavolo)
    bloccata = _bloccata(domanda, tavolo)
    esigi_di_gestire(autore, tavolo)
    if bloccata.esito is not EsitoDomanda.IN_ATTESA:
        raise DomandaNonAmmissibile(f"Qualcuno ha già risposto: la domanda è «{bloccata.esito.label}». {NULLA}")
    if tavolo.chiuso_il:
        raise DomandaNonAmmissibile(f"Il tavolo è chiuso: alle domande non si risponde più. {NULLA}")
    return bloccata


def _rispondi(domanda: Domanda, tipo: str, campi: list[str], autore: Utente) -> None:
    domanda.save(update_fields=campi)
    annuncia_risposta_alla_domanda(domanda)
    dati: dict[str, object] = {"domanda": domanda.pk, "ente": domanda.ente_id}
    veste = veste_dell_ufficio(autore, domanda.tavolo)
    annota_tavolo(domanda.tavolo, tipo, autore=autore, veste=veste, dati=dati)
