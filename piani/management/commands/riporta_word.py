"""Tells what a Word file of ours says, and what changed since it was downloaded."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.canonico import byte_canonici
from core.exceptions import Rifiuto
from core.uscite import esigi_scrivibile, scrivi_intero
from piani.canonico.importa import ambito_e_triennio
from piani.queries import piano_di
from piani.versioni import documento_da_leggere
from piani.word.differenze import differenze
from piani.word.nostro import documento_da


class Command(BaseCommand):
    help = (
        "Legge un file scaricato con «Scarica in Word» e corretto in Word: dice che cosa ha capito e, con --confronta, "
        "che cosa è cambiato rispetto al Piano, parola per parola. Il Piano non cambia."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE.docx", help="il file tornato dall'ufficio")
        parser.add_argument("--confronta", action="store_true", help="mostra che cosa è cambiato rispetto al Piano")
        parser.add_argument("-o", "--uscita", metavar="FILE.json", help="scrive la versione canonica letta dal file")

    def handle(self, *args: Any, **options: Any) -> None:
        percorso = Path(options["file"])
        try:
            documento, resoconto = documento_da(percorso.read_bytes(), nome=percorso.name)
            if options["uscita"]:
                esigi_scrivibile(Path(options["uscita"]))
                scrivi_intero(Path(options["uscita"]), byte_canonici(documento))
            prima = self._piano(documento) if options["confronta"] else None
        except OSError as errore:
            raise CommandError(f"Non posso leggere {percorso}: {errore.strerror}. Non è cambiato nulla.") from errore
        except Rifiuto as errore:
            raise CommandError(str(errore)) from errore
        if documento["sha256"] == resoconto.versione:
            self.stdout.write("Il file dice le stesse cose della versione da cui è stato scritto.")
        for nota in resoconto.note:
            self.stdout.write(str(nota))
        if prima is not None:
            self._confronta(prima, documento)

    @staticmethod
    def _piano(documento: dict[str, Any]) -> dict[str, Any]:
        return documento_da_leggere(piano_di(*ambito_e_triennio(documento["ambito"], documento["triennio"])))

    def _confronta(self, prima: dict[str, Any], dopo: dict[str, Any]) -> None:
        trovate = differenze(prima, dopo)
        if not trovate:
            self.stdout.write("Nessuna differenza con il Piano.")
        for differenza in trovate:
            self.stdout.write(f"\n{differenza.luogo}\n  {differenza.in_parole}")
