"""App configuration."""

from django.apps import AppConfig


class LepsConfig(AppConfig):
    """Livelli essenziali."""

    name = "leps"
    verbose_name = "Livelli essenziali"
