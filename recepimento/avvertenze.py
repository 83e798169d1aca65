"""What the officer reads before the assenso: how the checklist stands. Nothing here stops the step."""

from collections.abc import Iterator

from django.db.models import Count, Q

from piani.models import Piano
from recepimento.enums import Risposta
from recepimento.models import VoceVerifica
from recepimento.queries.verifica import versione_da_verificare


def della_verifica(piano: Piano) -> Iterator[str]:
    """Yield a sentence for the rows of the checklist without an answer, and one for those answered "no"."""
    versione = versione_da_verificare(piano)
    voci = VoceVerifica.objects.filter(verifica__piano=piano, verifica__versione=versione)
    conti = voci.aggregate(vuote=Count("pk", filter=Q(esito="")), no=Count("pk", filter=Q(esito=Risposta.NO)))
    if conti["vuote"]:
        yield f"{_righe(conti['vuote'])} della verifica di coerenza senza risposta."
    if conti["no"]:
        yield f"{_righe(conti['no'])} della verifica di coerenza con risposta «No»."


def _righe(quante: int) -> str:
    return "Una riga" if quante == 1 else f"{quante} righe"
