"""App configuration."""

from django.apps import AppConfig


class RecepimentoConfig(AppConfig):
    """Verifica, recepimento e invio."""

    name = "recepimento"
    verbose_name = "Verifica, recepimento e invio"
