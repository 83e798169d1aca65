"""Loads the demo data."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.exceptions import Rifiuto
from demo.carica import carica_demo


class Command(BaseCommand):
    """`manage.py carica_demo`: Gallarate, Busto Arsizio, Somma Lombardo and accounts of offices. Can be repeated."""

    help = "Carica i dati di prova: il Piano di Gallarate in ogni suo passo, quelli di altri due Ambiti, gli account."

    def add_arguments(self, parser: CommandParser) -> None:
        """Leave Gallarate to be written."""
        parser.add_argument(
            "--senza-procedura", action="store_true", help="lascia Gallarate in bozza, per provare a scriverlo"
        )
        parser.add_argument(
            "--con-blocchi",
            action="store_true",
            help="mette nel Piano di Gallarate in bozza un testo e una tabella dell'ATS",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, then say what was done."""
        try:
            fatto = carica_demo(procedura=not options["senza_procedura"], blocchi=options["con_blocchi"])
        except Rifiuto as rifiuto:
            raise CommandError(str(rifiuto)) from rifiuto
        for parte, esito in fatto.items():
            self.stdout.write(f"{parte}: {esito}")
