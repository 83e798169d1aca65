"""Loads the demo data."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.exceptions import Rifiuto
from demo.carica import carica_demo


class Command(BaseCommand):
    """`manage.py carica_demo`: Gallarate, Busto Arsizio and accounts of offices. Can be repeated."""

    help = "Carica i dati di prova: il Piano di Gallarate, quello quasi vuoto di Busto Arsizio, gli account."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, then say what was done."""
        try:
            fatto = carica_demo()
        except Rifiuto as rifiuto:
            raise CommandError(str(rifiuto)) from rifiuto
        for parte, esito in fatto.items():
            self.stdout.write(f"{parte}: {esito}")
