"""Refusals about files, jobs and copies."""

from core.exceptions import DatiNonValidi, Rifiuto


class FileRifiutato(DatiNonValidi):
    """The file is too large, empty, or of a kind we do not take."""


class FileNonIntegro(Rifiuto):
    """A stored file is gone, or its bytes are not those of its hash."""

    stato_http = 500


class LavoroGiaFinito(Rifiuto):
    """Nothing left to cancel."""

    stato_http = 409


class TipoLavoroSconosciuto(DatiNonValidi):
    """No function does this kind of job."""


class LavoroAnnullato(Exception):
    """Raised inside a job, at its next step, once cancel was asked."""


class CopiaRifiutata(DatiNonValidi):
    """A safety copy cannot be made, or cannot be put back."""


class StampaNonRiuscita(Rifiuto):
    """The paper could not be made."""

    stato_http = 500
