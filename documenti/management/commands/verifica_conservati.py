"""Check stored files and heads of the log."""

import sys

from django.core.management.base import BaseCommand

from documenti.copie import verifica_conservati
from documenti.models import FileConservato
from registro.queries import verifica


class Command(BaseCommand):
    """Every row has its bytes with that hash; orphans are listed; the log is whole. Exit 1 if not."""

    help = "Controlla che ogni file conservato abbia i suoi byte, elenca i file senza riga, controlla il registro."

    def handle(self, *args: object, **options: object) -> None:
        """Print what is wrong, or how many are right."""
        guasti, orfani = verifica_conservati()
        for frase in orfani:
            self.stdout.write(frase)
        guasti += [a.frase for a in verifica()]
        for frase in guasti:
            self.stderr.write(frase)
        if guasti:
            sys.exit(1)
        self.stdout.write(
            f"File conservati integri: {FileConservato.objects.count()}. Senza riga: {len(orfani)}. Il registro torna."
        )
