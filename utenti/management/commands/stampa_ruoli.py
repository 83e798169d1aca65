"""Print docs/ruoli.md."""

from django.core.management.base import BaseCommand

from utenti.documents import pagina_ruoli


class Command(BaseCommand):
    help = "Stampa la tabella dei ruoli (docs/ruoli.md), presa da utenti/roles.py."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(pagina_ruoli(), ending="")
