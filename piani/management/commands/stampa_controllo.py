"""Print the table of the rules of docs/controllo.md."""

from django.core.management.base import BaseCommand

from piani.controllo.pagina import tabella_delle_regole


class Command(BaseCommand):
    help = "Stampa la tabella delle regole del controllo (docs/controllo.md), presa da piani/controllo."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(tabella_delle_regole())
