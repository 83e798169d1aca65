"""Types of requests after login."""

from django.http import HttpRequest

from utenti.models import Incarico, Utente


class RichiestaUtente(HttpRequest):
    """A request of a person who has logged in; `incarico` is the hat worn in this session."""

    user: Utente
    incarico: Incarico | None
