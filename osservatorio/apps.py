"""App configuration."""

from django.apps import AppConfig


class OsservatorioConfig(AppConfig):
    """Osservatorio."""

    name = "osservatorio"
    verbose_name = "Osservatorio"
