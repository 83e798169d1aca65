"""Freeze a version of the plan, ask for its print."""

from django.db import transaction
from django.utils import timezone

from core.canonico import byte_canonici
from documenti.actions import accoda
from documenti.enums import StatoLavoro
from piani.actions.contenuto import veste_di
from piani.canonico import documento as documento_del
from piani.canonico import leggi
from piani.carta import FascicoloScheda
from piani.enums import PUBBLICI, Stato
from piani.models import Piano, Stampa, Versione
from registro.actions import annota
from registro.queries import testa
from utenti.models import Utente
from utenti.permissions import esigi
from utenti.roles import Permesso

LAVORO = "piani.stampa"
_VALE = (StatoLavoro.IN_ATTESA, StatoLavoro.IN_CORSO, StatoLavoro.RIUSCITO)


def congela(piano: Piano, *, autore: Utente | None) -> Versione:
    """Keep the bytes of the plan as it stands and return the version; unchanged content gives the one there is."""
    documento = documento_del(piano)
    sha256, contenuto = documento["sha256"], byte_canonici(documento)
    with transaction.atomic():
        versione, nuova = Versione.objects.get_or_create(piano=piano, sha256=sha256, defaults={"contenuto": contenuto})
        if nuova:
            veste = veste_di(autore, piano) if autore else None
            annota(piano.catena, "piani.versione_congelata", autore=autore, incarico_id=veste, dati={"sha256": sha256})
    return versione


def chiedi_stampa(piano: Piano, *, autore: Utente, scheda: str = "") -> Stampa:
    """Ask for the print of the plan, or of one sheet (``specie:codice``), as it stands now.

    What was printed is not printed again: the same content gives the print there is, ready or under way.
    Raises NonPermesso, DatiNonValidi (no such sheet).
    """
    esigi(autore, Permesso.STAMPARE, ambito=piano.ambito)
    bozza = Stato(piano.stato) not in PUBBLICI
    versione = congela(piano, autore=autore)
    if scheda:
        _esigi_scheda(versione, scheda)
    with transaction.atomic():
        valida = Stampa.objects.filter(versione=versione, scheda=scheda, bozza=bozza, lavoro__stato__in=_VALE)
        if (trovata := valida.order_by("-pk").first()) is not None:
            return trovata
        capo = testa(piano.catena)
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


def _esigi_scheda(versione: Versione, scheda: str) -> None:
    documento = leggi(bytes(versione.contenuto))
    FascicoloScheda(documento, scheda=scheda, bozza=True, data=timezone.localdate(versione.creata_il))
