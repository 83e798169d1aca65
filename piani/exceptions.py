"""Refusals of the procedure."""

from core.exceptions import DatiNonValidi, NonPermesso


class PassaggioNegato(NonPermesso):
    """The person, the time or the plan does not allow the step; the sentence says which and what to do."""


class PassaggioGiaFatto(PassaggioNegato):
    """Somebody was faster: the plan is already where the step leads."""

    stato_http = 409


class DatiPassoMancanti(PassaggioNegato):
    """What was typed for the step is not enough, or cannot be: nothing moved."""

    stato_http = 422


class DataFuoriOrdine(DatiPassoMancanti):
    """The day of the act comes before, or after, what it should: it passes only if who typed it says that it is right."""


class PianoCambiato(DatiNonValidi):
    """Somebody wrote in the plan after the page was made."""

    stato_http = 409
