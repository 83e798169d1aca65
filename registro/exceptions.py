"""Refusals of the log."""

from core.exceptions import DatiNonValidi, Rifiuto


class DatiNonAnnotabili(DatiNonValidi):
    """The data of an event hold what the log never carries: floats, long text, unknown types."""


class RegistroManomesso(Rifiuto):
    """The head of the chain is not the one we sealed: nothing can be added to it."""

    stato_http = 409

    def __init__(self, catena: str) -> None:
        super().__init__(
            f"La catena «{catena}» del registro non torna, quindi l'operazione è stata fermata e nulla è cambiato. "
            "Avvisa l'amministratore: il comando verifica_registro dice quale riga controllare."
        )


class SolaAggiunta(Rifiuto):
    """Somebody tried to change or delete what is already written."""

    stato_http = 409

    def __init__(self) -> None:
        super().__init__(
            "Il registro si può solo allungare: nulla è stato modificato. "
            "Per correggere un'annotazione aggiungine un'altra."
        )
