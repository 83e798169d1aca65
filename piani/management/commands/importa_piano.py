"""Makes a plan from its canonical JSON."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.exceptions import Rifiuto
from core.formati import elenco
from piani.actions.creazione import importa
from piani.canonico import leggi
from piani.queries_immagini import immagini_mancanti


class Command(BaseCommand):
    help = "Importa un Piano dalla sua versione canonica (JSON). Servono i dati della Regione (carica_regione)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE.json", help="il file scritto da esporta_piano")

    def handle(self, *args: Any, **options: Any) -> None:
        percorso = Path(options["file"])
        try:
            contenuto = percorso.read_bytes()
        except OSError as errore:
            raise CommandError(f"Non posso leggere {percorso}: {errore.strerror}. Nulla è stato importato.") from errore
        try:
            documento = leggi(contenuto)
            piano = importa(documento, autore=None)
        except Rifiuto as errore:
            raise CommandError(str(errore)) from errore
        self.stdout.write(f"{piano}: importato.")
        mancanti = immagini_mancanti(documento)
        if mancanti:
            self.stdout.write(
                f"Mancano i file di queste immagini, da caricare nella pagina Immagini: {elenco(mancanti)}."
            )
