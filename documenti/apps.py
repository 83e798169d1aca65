"""App configuration."""

from django.apps import AppConfig


class DocumentiConfig(AppConfig):
    """Documenti e lavori."""

    name = "documenti"
    verbose_name = "Documenti e lavori"

    def ready(self) -> None:
        """Make the tasks known by name in every process that queues them."""
        from documenti import tasks  # noqa: F401 - importing it registers them
