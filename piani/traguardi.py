"""What each deadline of the period wants, read from the plans: by the state they reached, or by a dated act."""

from django.db.models import Q

from obiettivi.enums import Traguardo
from piani.enums import Stato

# The states in the order in which a plan goes through them; `da_integrare` is before the assenso.
_CAMMINO = (
    Stato.IN_VERIFICA,
    Stato.VERIFICATO,
    Stato.APPROVATO,
    Stato.IN_SOTTOSCRIZIONE,
    Stato.SOTTOSCRITTO,
    Stato.RECEPITO,
    Stato.CONCLUSO,
)


def _almeno(stato: Stato) -> Q:
    return Q(stato__in=_CAMMINO[_CAMMINO.index(stato) :])


RAGGIUNTO: dict[Traguardo, Q] = {
    Traguardo.VERIFICA: _almeno(Stato.IN_VERIFICA),
    # An Assemblea may approve before the assenso, where the ATS allows it: the act itself counts.
    Traguardo.ASSENSO: Q(stato=Stato.VERIFICATO) | Q(cronologia__assenso_il__isnull=False),
    Traguardo.APPROVAZIONE: _almeno(Stato.APPROVATO),
    Traguardo.SOTTOSCRIZIONE: _almeno(Stato.SOTTOSCRITTO),
    Traguardo.RECEPIMENTO: _almeno(Stato.RECEPITO),
    Traguardo.INVIO: Q(cronologia__invio_il__isnull=False),
}
