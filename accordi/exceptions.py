"""Refusals of the Accordo."""

from core.exceptions import Rifiuto


class AccordoGiaPresente(Rifiuto):
    """The plan has its Accordo already."""

    stato_http = 409


class FirmaNonPossibile(Rifiuto):
    """The state of the plan, or what is there already, does not let the file in."""

    stato_http = 409


class AdesioneNonPossibile(Rifiuto):
    """The body cannot ask, or the request has its answer already."""

    stato_http = 409
