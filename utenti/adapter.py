"""Signup is closed but for invitations."""

from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class SoloSuInvito(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Nobody opens an account alone: accounts come from `utenti.actions.accetta_invito`."""

    error_messages: ClassVar[dict[str, object]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "L'indirizzo di posta o la password non sono giusti. Controllali e riprova, "
        "oppure scegli una password nuova da «Password dimenticata?».",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def format_email_subject(self, subject: str) -> str:
        """Put the portal's name in front, whatever host the request came to."""
        return f"Piani di Zona: {subject}"
