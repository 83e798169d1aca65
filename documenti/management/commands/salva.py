"""Make a safety copy."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from core.exceptions import Rifiuto
from core.uscite import esigi_scrivibile, non_scritto
from documenti.copie import salva


class Command(BaseCommand):
    """Database, stored files and heads of the log in one archive."""

    help = "Salva tutto il portale (righe, file conservati, teste del registro) in un solo archivio ZIP."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: object, file: Path, **options: object) -> None:
        """Write the archive, or say why not."""
        try:
            esigi_scrivibile(file)
            conto = salva(file)
        except Rifiuto as rifiuto:
            raise CommandError(str(rifiuto)) from rifiuto
        except OSError as errore:
            raise CommandError(str(non_scritto(file, errore))) from errore
        self.stdout.write(f"Salvati in {file}: {conto.righe} righe, {conto.file} file, {conto.catene} catene.")
        self.stdout.write("Nella copia non ci sono le chiavi: conserva a parte SECRET_KEY e REGISTRO_CHIAVE.")
