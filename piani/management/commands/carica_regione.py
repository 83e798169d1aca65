"""Loads the Region: bodies, Comuni, catalogue of sheets and LEPS."""

from typing import Any

from django.core.management.base import BaseCommand

from piani.regione import carica_regione


class Command(BaseCommand):
    """`manage.py carica_regione`: idempotent, one transaction."""

    help = "Carica i dati della Regione (enti, Comuni, formati, LEPS). Si può ripetere."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, then say how many."""
        for nome, quanti in carica_regione().items():
            self.stdout.write(f"{nome}: {quanti}")
