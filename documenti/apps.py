"""App configuration."""

from django.apps import AppConfig


class DocumentiConfig(AppConfig):
    """Documenti e lavori."""

    name = "documenti"
    verbose_name = "Documenti e lavori"
