"""Print docs/procedimento.md."""

from django.core.management.base import BaseCommand

from piani.documents import pagina_procedimento


class Command(BaseCommand):
    help = "Stampa la procedura del Piano (docs/procedimento.md), presa da piani/regole_passi.py."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(pagina_procedimento(), ending="")
