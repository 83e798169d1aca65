"""Ask for the print of the plan, or of a version that a step froze."""

from django.db import transaction
from django.utils import timezone

from documenti.actions import accoda
from documenti.enums import StatoLavoro
from piani.canonico import leggi
from piani.carta import CONFRONTO, PARTE_ACCORDO, FascicoloAccordo, FascicoloScheda
from piani.cronologia import cronologia_di
from piani.enums import PUBBLICI, Passo, Stato
from piani.models import Passaggio, Piano, Stampa, Versione
from piani.versioni import approvata, congela
from registro.queries import testa
from utenti.models import Utente
from utenti.permissions import esigi
from utenti.roles import Permesso

LAVORO = "piani.stampa"
_VALE = (StatoLavoro.IN_ATTESA, StatoLavoro.IN_CORSO, StatoLavoro.RIUSCITO)


def chiedi_stampa(piano: Piano, *, autore: Utente, scheda: str = "") -> Stampa:
    """Ask for the print of the plan, of one sheet (``specie:codice``), or of the Accordo alone (``accordo``).

    A plan in work is printed as it stands now; an approved one as it was approved. What was printed is not printed again:
    the same content gives the print there is, ready or under way. Raises NonPermesso, DatiNonValidi (no such sheet).
    """
    esigi(autore, Permesso.STAMPARE, ambito=piano.ambito)
    approvata = cronologia_di(piano).approvazione_versione if Stato(piano.stato) in PUBBLICI else None
    versione = approvata or congela(piano, autore=autore)
    if scheda:
        _esigi_parte(versione, scheda)
    return stampa_versione(versione, scheda=scheda, bozza=Stato(piano.stato) not in PUBBLICI, autore=autore)


def chiedi_stampa_confronto(piano: Piano, prima: int | None, dopo: int | None, *, autore: Utente) -> Stampa:
    """Ask for the print of what changed between two versions of the plan; None is the plan as it stands.

    Raises NonPermesso.
    """
    esigi(autore, Permesso.STAMPARE, ambito=piano.ambito)
    vecchia, nuova = (_versione(piano, pk, autore) for pk in (prima, dopo))
    return stampa_versione(nuova, scheda=f"{CONFRONTO}{vecchia.sha256[:12]}", bozza=True, autore=autore)


def _versione(piano: Piano, pk: int | None, autore: Utente) -> Versione:
    if pk is not None:
        return Versione.objects.defer("contenuto").get(piano=piano, pk=pk)
    return approvata(piano) or congela(piano, autore=autore)


def stampa_versione(versione: Versione, *, scheda: str = "", bozza: bool, autore: Utente | None) -> Stampa:
    """Put the print of a version in the queue, or return the like one there is, ready or under way."""
    with transaction.atomic():
        valida = Stampa.objects.filter(versione=versione, scheda=scheda, bozza=bozza, lavoro__stato__in=_VALE)
        if (trovata := valida.order_by("-pk").first()) is not None:
            return trovata
        capo = testa(versione.piano.catena)
        lavoro = accoda(
            LAVORO,
            f"{LAVORO}:{versione.pk}:{scheda}:{'bozza' if bozza else 'definitiva'}",
            {"conteggio": capo.conteggio, "hash": capo.hash},
            richiesto_da=autore,
        )
        stampa, _ = Stampa.objects.get_or_create(
            lavoro=lavoro, defaults={"versione": versione, "scheda": scheda, "bozza": bozza}
        )
    return stampa


def stampa_dopo_il_passo(passaggio: Passaggio) -> None:
    """Print what a formal step froze: a draft for who checks, the papers of the Piano and of the Accordo once approved."""
    if passaggio.versione is None:
        return
    if passaggio.passo == Passo.INVIA_IN_VERIFICA:
        stampa_versione(passaggio.versione, bozza=True, autore=passaggio.autore)
    elif passaggio.passo == Passo.APPROVA:
        for scheda in ("", PARTE_ACCORDO):
            stampa_versione(passaggio.versione, scheda=scheda, bozza=False, autore=passaggio.autore)


def _esigi_parte(versione: Versione, scheda: str) -> None:
    documento = leggi(bytes(versione.contenuto))
    giorno = timezone.localdate(versione.creata_il)
    if scheda == PARTE_ACCORDO:
        FascicoloAccordo(documento, bozza=True, data=giorno)
    else:
        FascicoloScheda(documento, scheda=scheda, bozza=True, data=giorno)
