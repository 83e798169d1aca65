"""Writes the canonical JSON of a plan to a file."""

import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.exceptions import DatiNonValidi
from piani.canonico import byte_del_piano
from piani.canonico.importa import ambito_e_triennio
from piani.models import Piano


def scrivi_intero(percorso: Path, contenuto: bytes) -> None:
    """Write a file whole or not at all: a crash in the middle leaves what was there. Raises OSError."""
    maniglia, provvisorio = tempfile.mkstemp(dir=percorso.parent, prefix=f".{percorso.name}.")
    try:
        with os.fdopen(maniglia, "wb") as flusso:
            flusso.write(contenuto)
            flusso.flush()
            os.fsync(flusso.fileno())
        Path(provvisorio).chmod(0o644)
        Path(provvisorio).replace(percorso)
    except BaseException:
        Path(provvisorio).unlink(missing_ok=True)
        raise


class Command(BaseCommand):
    help = "Scrive in un file la versione canonica (JSON) di un Piano."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("codice", metavar="CODICE", help="codice dell'Ambito, per esempio 50074")
        parser.add_argument("triennio", metavar="TRIENNIO", help="per esempio 2025-2027")
        parser.add_argument("-o", "--uscita", metavar="FILE.json", required=True, help="dove scrivere")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            ambito, triennio = ambito_e_triennio(options["codice"], options["triennio"])
        except DatiNonValidi as errore:
            raise CommandError(str(errore)) from errore
        piano = (
            Piano.objects.select_related("ambito__ente", "ambito__ats__ente", "triennio")
            .filter(ambito=ambito, triennio=triennio)
            .first()
        )
        if piano is None:
            raise CommandError(
                f"L'Ambito di {ambito.nome} non ha un Piano per il triennio {triennio}. Nulla è stato scritto."
            )
        percorso = Path(options["uscita"])
        try:
            scrivi_intero(percorso, byte_del_piano(piano))
        except OSError as errore:
            raise CommandError(
                f"Non posso scrivere in {percorso}: {errore.strerror}. Nulla è stato scritto."
            ) from errore
        self.stdout.write(f"{piano}: scritto {percorso} ({percorso.stat().st_size} byte).")
