"""App configuration."""

from django.apps import AppConfig


class PianiConfig(AppConfig):
    """Piani di Zona."""

    name = "piani"
    verbose_name = "Piani di Zona"

    def ready(self) -> None:
        """Register the job that prints, and the chains that the log must have."""
        from piani import lavori  # noqa: F401 - registers itself
        from piani.queries import catene_dei_piani
        from registro import attese

        attese.registra(catene_dei_piani)
