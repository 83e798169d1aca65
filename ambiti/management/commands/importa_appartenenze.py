"""Imports memberships of Comuni in Ambiti."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ambiti.importa import importa_appartenenze, leggi_appartenenze
from core.exceptions import Rifiuto


class Command(BaseCommand):
    help = "Importa da un CSV (codice_ambito, istat, dal, al) a quale Ambito appartengono i Comuni."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE.csv")

    def handle(self, *args: Any, **options: Any) -> None:
        percorso = Path(options["file"])
        try:
            lettura = leggi_appartenenze(percorso.read_bytes())
            if lettura.errori:
                raise CommandError("Nulla è stato importato.\n" + "\n".join(str(e) for e in lettura.errori))
            esame = importa_appartenenze(lettura.righe, autore=None)
        except OSError as errore:
            raise CommandError(f"Non posso leggere {percorso}: {errore.strerror}. Nulla è stato importato.") from errore
        except Rifiuto as rifiuto:
            raise CommandError(str(rifiuto)) from rifiuto
        self.stdout.write(f"Appartenenze nuove: {len(esame.nuove)}; già presenti: {esame.presenti}.")
