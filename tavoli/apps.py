"""App configuration."""

from django.apps import AppConfig


class TavoliConfig(AppConfig):
    """Tavoli di co-programmazione."""

    name = "tavoli"
    verbose_name = "Tavoli di co-programmazione"
