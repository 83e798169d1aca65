"""What each deadline of the period wants, read from the plans: by the state they reached, or by a dated act."""

from django.db.models import Case, Exists, OuterRef, Q, Value, When

from obiettivi.enums import Traguardo
from piani.enums import Stato
from piani.models import Piano

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


def raggiunta_dal_piano() -> Q:
    """Return the condition, on deadlines inside a query on plans, that the plan is already where the deadline wants it."""
    condizione = Q(pk__in=[])
    for traguardo, arrivato in RAGGIUNTO.items():
        condizione |= Q(atteso=traguardo) & Q(Exists(Piano.objects.filter(arrivato, pk=OuterRef(OuterRef("pk")))))
    return condizione


def raggiunti(piano: Piano) -> list[Traguardo]:
    """Return what a plan has reached, as its row says now. One query."""
    casi = {t.value: Case(When(q, then=Value(True)), default=Value(False)) for t, q in RAGGIUNTO.items()}
    riga = Piano.objects.filter(pk=piano.pk).values(**casi).get()
    return [Traguardo(chiave) for chiave, si in riga.items() if si]
