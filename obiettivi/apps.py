"""App configuration."""

from django.apps import AppConfig


class ObiettiviConfig(AppConfig):
    """Obiettivi e schede."""

    name = "obiettivi"
    verbose_name = "Obiettivi e schede"
