"""Writes a plan to a Word file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.exceptions import DatiNonValidi
from core.uscite import esigi_scrivibile, scrivi_intero
from piani.canonico.importa import ambito_e_triennio
from piani.queries import piano_di
from piani.word.versione import word_da_leggere


class Command(BaseCommand):
    help = "Scrive in un file di Word il Piano: la versione approvata o, prima, quella che c'è."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("codice", metavar="CODICE", help="codice dell'Ambito, per esempio 50074")
        parser.add_argument("triennio", metavar="TRIENNIO", help="per esempio 2025-2027")
        parser.add_argument("file", metavar="FILE.docx", help="dove scrivere")

    def handle(self, *args: Any, **options: Any) -> None:
        percorso = Path(options["file"])
        try:
            esigi_scrivibile(percorso)
            piano = piano_di(*ambito_e_triennio(options["codice"], options["triennio"]))
            scrivi_intero(percorso, word_da_leggere(piano).contenuto)
        except DatiNonValidi as errore:
            raise CommandError(str(errore)) from errore
        self.stdout.write(f"{piano}: scritto {percorso} ({percorso.stat().st_size} byte).")
