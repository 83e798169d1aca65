"""App configuration."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Nucleo condiviso."""

    name = "core"
    verbose_name = "Nucleo condiviso"
