"""App configuration."""

from django.apps import AppConfig


class UtentiConfig(AppConfig):
    """Persone e incarichi."""

    name = "utenti"
    verbose_name = "Persone e incarichi"

    def ready(self) -> None:
        """Tell the log the names of its authors; make the tasks known by name in every process that queues them."""
        from registro import parole
        from utenti import tasks  # noqa: F401 - importing it registers them
        from utenti.queries import nomi_di_utenti

        parole.registra_nomi(nomi_di_utenti)
