"""Refusals that the reader sees: each carries an Italian sentence."""


class Rifiuto(Exception):
    """Base of the refusals. `str(rifiuto)` is a sentence for the person, `stato_http` the answer's code."""

    stato_http = 400


class NonPermesso(Rifiuto):
    """The person, the time or the object does not allow the act."""

    stato_http = 403


class DatiNonValidi(Rifiuto):
    """Input that cannot be taken; nothing was changed."""


class NonPiuQui(Rifiuto):
    """What the form speaks of was taken away after the page was opened."""

    stato_http = 410

    def __init__(self) -> None:
        super().__init__(
            "Quello che stavi cambiando non c'è più: un'altra persona l'ha tolto mentre scrivevi. Non è cambiato nulla: "
            "ricarica la pagina, e se il tuo testo serve ancora lo trovi conservato in questo computer."
        )


class SalvataggioSuperato(Rifiuto):
    """Somebody saved the same row meanwhile; `attuale` is what stands in the database now."""

    stato_http = 409

    def __init__(self, attuale: object) -> None:
        self.attuale = attuale
        super().__init__(
            "Nel frattempo un'altra persona ha salvato questa parte. Il tuo testo non è perso: "
            "lo trovi qui accanto a quello salvato, scegli come unirli."
        )


class TestoTroppoLungo(ValueError):
    """The text passes the limit of the settings; the message says both lengths."""


class TestoNonAmmesso(TestoTroppoLungo):
    """The text holds what a text may not: a table too large, an image without words. Caught where the other is."""
