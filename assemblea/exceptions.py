"""Refusals of the Assemblea."""

from core.exceptions import DatiNonValidi, NonPermesso


class SedutaNonPronta(NonPermesso):
    """The session, or the vote, is not at the point where the act is done."""

    stato_http = 409


class NuovoAvviso(SedutaNonPronta):
    """The text is no longer the convened one: the session needs a new notice."""


class VotoNonAmmesso(NonPermesso):
    """This person does not vote here, now."""


class GiaVotato(VotoNonAmmesso):
    """The member has voted: once is all."""

    stato_http = 409


class RegolaMancante(SedutaNonPronta):
    """No rule in force says how to count; or a share that it needs is not known."""


class DatiSedutaNonValidi(DatiNonValidi):
    """What was typed cannot be: nothing changed."""

    stato_http = 422
