"""App configuration."""

from django.apps import AppConfig


class UtentiConfig(AppConfig):
    """Persone e incarichi."""

    name = "utenti"
    verbose_name = "Persone e incarichi"
