"""Who may stop a job."""

from typing import Any

from core.exceptions import NonPermesso
from documenti.lavori import solo_chi_chiede
from documenti.models import Lavoro


def esigi_di_annullare(utente: Any, lavoro: Lavoro) -> None:
    """Make sure that `utente` asked for the job: nobody else stops it. Raises NonPermesso."""
    if not solo_chi_chiede(utente, lavoro):
        raise NonPermesso("Questo lavoro l'ha chiesto un'altra persona: solo lei può annullarlo. Non è cambiato nulla.")
