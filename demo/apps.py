"""App configuration."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Dati di prova."""

    name = "demo"
    verbose_name = "Dati di prova"
