"""App configuration."""

from django.apps import AppConfig


class ScrivaniaConfig(AppConfig):
    """Scrivania."""

    name = "scrivania"
    verbose_name = "Scrivania"

    def ready(self) -> None:
        """Make the tasks known by name in every process that queues them."""
        from scrivania import tasks  # noqa: F401 - importing it registers them
