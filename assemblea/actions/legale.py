"""The quorum of a session: now, or when a vote was closed."""

import datetime as dt

from assemblea.enums import Movimento
from assemblea.models import Componente, Presenza, Seduta, Votazione
from assemblea.regole import Membro, Risultato, da_record, numero_legale, ricalcola


def legale_il(seduta: Seduta, istante: dt.datetime | None = None) -> Risultato:
    """Count who is there, now or at an instant, against the rule frozen at the opening. Two queries."""
    movimenti = Presenza.objects.filter(componente__seduta=seduta).order_by("pk")
    if istante is not None:
        movimenti = movimenti.filter(quando__lte=istante)
    ultimi = dict(movimenti.values_list("componente", "movimento"))
    componenti = Componente.objects.filter(seduta=seduta)
    membri = [Membro(c.chiave, c.quota, ultimi.get(c.pk) == Movimento.ENTRATA) for c in componenti]
    return numero_legale(da_record(seduta.regola_seduta or {}), membri)


def legale_di(votazione: Votazione) -> Risultato:
    """Return the quorum kept when the vote was closed; else counted from the presences of that moment, or of now."""
    if votazione.legale:
        return ricalcola(votazione.legale)
    return legale_il(votazione.punto.seduta, votazione.chiusa_il)
