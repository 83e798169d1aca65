"""App configuration."""

from django.apps import AppConfig


class AssembleaConfig(AppConfig):
    """Assemblea dei Sindaci."""

    name = "assemblea"
    verbose_name = "Assemblea dei Sindaci"
