"""App configuration."""

from django.apps import AppConfig


class PianiConfig(AppConfig):
    """Piani di Zona."""

    name = "piani"
    verbose_name = "Piani di Zona"

    def ready(self) -> None:
        """Register the job that prints."""
        from piani import lavori  # noqa: F401 - registers itself
