"""App configuration."""

from django.apps import AppConfig


class PianiConfig(AppConfig):
    """Piani di Zona."""

    name = "piani"
    verbose_name = "Piani di Zona"
