"""Types of requests after login."""

from django.http import HttpRequest

from utenti.models import Incarico, Utente


class RichiestaUtente(HttpRequest):
    """A request of a person who has logged in.

    `incarichi` are those in force today, `incarico` the one worn in this session (None for who has none).
    """

    user: Utente
    incarico: Incarico | None
    incarichi: list[Incarico]
