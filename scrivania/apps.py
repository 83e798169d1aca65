"""App configuration."""

from django.apps import AppConfig


class ScrivaniaConfig(AppConfig):
    """Scrivania."""

    name = "scrivania"
    verbose_name = "Scrivania"
