"""Refusals of the ATS desk."""

from core.exceptions import DatiNonValidi, NonPermesso


class VerificaChiusa(NonPermesso):
    """The plan is not under check, or the check is of an older version: nobody answers it any more."""


class AttoNonModificabile(NonPermesso):
    """The act of recepimento has been adopted: its draft does not change."""


class FascicoloSuperato(DatiNonValidi):
    """The pack is not made of the papers there are now: another must be prepared."""

    stato_http = 409


class FascicoloIncompleto(DatiNonValidi):
    """One of the three papers that the Region wants is not there; the sentence says which."""

    stato_http = 409
