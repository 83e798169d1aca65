"""Compares the loaded demo with the counts of the source."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.exceptions import Rifiuto
from demo.confronta import differenze


class Command(BaseCommand):
    """`manage.py confronta_demo`: silent when nothing differs, else one line a difference and exit 1."""

    help = "Confronta il Piano di Gallarate caricato con i conteggi della fonte. Tace se è tutto uguale."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what differs."""
        try:
            diverse = list(differenze())
        except Rifiuto as rifiuto:
            raise CommandError(str(rifiuto)) from rifiuto
        for frase in diverse:
            self.stdout.write(frase)
        if diverse:
            raise CommandError(f"{len(diverse)} differenze.")
