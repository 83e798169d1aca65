"""Refusals about people, Incarichi and invitations."""

from core.exceptions import DatiNonValidi, NonPermesso, Rifiuto


class InvitoNonValido(Rifiuto):
    """The link of an invitation is unknown, expired, withdrawn or already used."""

    stato_http = 410


class IncaricoNonConferibile(NonPermesso):
    """This person may not give, or close, this role in this body."""


class IncaricoGiaInCorso(DatiNonValidi):
    """The person already holds that role for that body."""


class PostaNonPartita(Rifiuto):
    """The invitation stands, but the mail server did not take the message."""

    stato_http = 502
