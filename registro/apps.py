"""App configuration."""

from django.apps import AppConfig


class RegistroConfig(AppConfig):
    """Registro degli atti."""

    name = "registro"
    verbose_name = "Registro degli atti"
