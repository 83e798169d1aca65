"""App configuration."""

from django.apps import AppConfig


class AccordiConfig(AppConfig):
    """Accordi di Programma."""

    name = "accordi"
    verbose_name = "Accordi di Programma"
