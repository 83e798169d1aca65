"""Put a safety copy back."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from core.exceptions import Rifiuto
from documenti.copie import ripristina


class Command(BaseCommand):
    """Into an empty, migrated database; all or nothing."""

    help = "Ripristina una copia fatta con «salva» in un database vuoto, e la controlla tutta."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: object, file: Path, **options: object) -> None:
        """Restore, or say why not."""
        try:
            conto = ripristina(file)
        except Rifiuto as rifiuto:
            raise CommandError(str(rifiuto)) from rifiuto
        self.stdout.write(
            f"Ripristinati e controllati: {conto.righe} righe, {conto.file} file, {conto.catene} catene del registro."
        )
