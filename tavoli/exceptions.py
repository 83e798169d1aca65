"""Refusals of the tables."""

from core.exceptions import DatiNonValidi, NonPermesso, Rifiuto


class TavoloNonPronto(DatiNonValidi):
    """The notice lacks something, or its time does not allow the act."""


class DomandaNonAmmissibile(DatiNonValidi):
    """The application cannot be made, or answered, now."""


class ContributoNonAmmissibile(DatiNonValidi):
    """The contribution cannot be left, or answered, now."""


class EnteConPersone(NonPermesso):
    """The body already has people in the portal: they let others in, nobody enters alone."""


class TroppeRegistrazioni(Rifiuto):
    """Too many registrations from one address: wait."""

    stato_http = 429
