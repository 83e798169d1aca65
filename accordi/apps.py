"""App configuration."""

from django.apps import AppConfig


class AccordiConfig(AppConfig):
    """Accordi di Programma."""

    name = "accordi"
    verbose_name = "Accordi di Programma"

    def ready(self) -> None:
        """Give the plan its part of the canonical version."""
        from accordi.canonico import PARTE  # models are ready only now
        from piani.composizione import registra_parte

        registra_parte(PARTE)
