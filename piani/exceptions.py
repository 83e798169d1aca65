"""Refusals of the procedure."""

from core.exceptions import DatiNonValidi, NonPermesso, Rifiuto


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


class IndiceCambiato(Rifiuto):
    """Somebody moved, added or removed sections since the tree on the screen was drawn."""

    stato_http = 409

    def __init__(self) -> None:
        super().__init__(
            "Nel frattempo un'altra persona ha cambiato l'indice: qui sotto lo vedi com'è adesso. Non è cambiato nulla di "
            "ciò che hai chiesto: guarda e, se serve, rifallo."
        )
