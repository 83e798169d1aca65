"""App configuration."""

from django.apps import AppConfig


class AmbitiConfig(AppConfig):
    """Ambiti ed enti."""

    name = "ambiti"
    verbose_name = "Ambiti ed enti"
