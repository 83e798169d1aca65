"""Tells what a Word file of ours says, and what changed since it was downloaded."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.canonico import byte_canonici
from core.exceptions import Rifiuto
from core.uscite import esigi_scrivibile, scrivi_intero
from piani.canonico.importa import ambito_e_triennio
from piani.differenze import in_parole
from piani.queries import piano_di
from piani.raffronto import ParteConfrontata, raffronta, senza_spostate
from piani.versioni import documento_da_leggere
from piani.word.nostro import documento_da
from piani.word.spostamenti import spostamenti


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
        mosse, capitoli = spostamenti(prima, dopo), senza_spostate(raffronta(prima, dopo))
        if not mosse and not capitoli:
            self.stdout.write("Nessuna differenza con il Piano.")
        for mossa in mosse:
            self.stdout.write(f"\nSezione «{mossa.titolo}», spostata: va {mossa.in_parole}")
        for parte in (p for c in capitoli for p in c.parti):
            self._parte(parte)

    def _parte(self, confrontata: ParteConfrontata) -> None:
        parte = confrontata.parte
        luogo = f"{parte.specie.capitalize()} «{parte.etichetta}»"
        if not confrontata.campi:
            self.stdout.write(f"\n{luogo}: {'; '.join(parte.righe) or parte.cambio}")
        for campo in confrontata.campi:
            nome = f"{luogo}, {campo.nome}" if campo.nome else luogo
            self.stdout.write("\n  ".join([f"\n{nome}", *in_parole(campo.righe)]))
