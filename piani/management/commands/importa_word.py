"""Reads a plan written in Word; with --conferma makes it."""

import hashlib
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.exceptions import Rifiuto
from piani.actions.word import esigi_posto, importa_da_word
from piani.canonico.importa import ambito_e_triennio
from piani.queries_word import conosciuto
from piani.word.entrata import leggi_file
from piani.word.leggi.documento import Lettura
from piani.word.leggi.esito import Sicurezza


class Command(BaseCommand):
    help = (
        "Legge un Piano scritto in Word e dice che cosa ha capito, quanto è sicuro e che cosa no. Con --conferma lo importa, "
        "in un Piano nuovo o in uno vuoto."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE.docx")
        parser.add_argument("codice", metavar="CODICE_AMBITO")
        parser.add_argument("triennio", metavar="TRIENNIO", help="per esempio 2025-2027")
        parser.add_argument("--conferma", action="store_true", help="importa; senza, racconta soltanto")
        parser.add_argument("--json", action="store_true", help="scrivi il resoconto come JSON")
        parser.add_argument("--tutto", action="store_true", help="racconta ogni pezzo, non solo quelli da guardare")

    def handle(self, *args: Any, **options: Any) -> None:
        percorso = Path(options["file"])
        try:
            contenuto = percorso.read_bytes()
        except OSError as errore:
            raise CommandError(f"Non posso leggere {percorso}: {errore.strerror}. Nulla è stato importato.") from errore
        try:
            ambito, triennio = ambito_e_triennio(options["codice"], options["triennio"])
            lettura = leggi_file(
                contenuto,
                conosciuto(triennio),
                nome=percorso.name,
                ambito=ambito.codice,
                triennio=triennio.codice,
                titolo=f"Piano di Zona {triennio} - {ambito.ente.nome_completo}",
            )
            piano = None
            if options["conferma"]:
                sha256 = hashlib.sha256(contenuto).hexdigest()
                piano = importa_da_word(ambito, triennio, lettura.documento, sha256_file=sha256)
            elif not options["json"]:
                self._avvisa(ambito, triennio)
        except Rifiuto as errore:
            raise CommandError(str(errore)) from errore
        self._racconta(lettura, come_json=options["json"], tutto=options["tutto"])
        if piano is not None and not options["json"]:
            self.stdout.write(f"{piano}: importato.")
        elif not options["json"]:
            self.stdout.write("Nulla è stato importato: per importare aggiungi --conferma.")

    def _avvisa(self, ambito: Any, triennio: Any) -> None:
        try:
            esigi_posto(ambito, triennio)
        except Rifiuto as errore:
            self.stderr.write(f"Attenzione: {errore}")

    def _racconta(self, lettura: Lettura, *, come_json: bool, tutto: bool) -> None:
        resoconto = lettura.resoconto
        if come_json:
            self.stdout.write(json.dumps(resoconto.dati(), ensure_ascii=False, indent=1))
            return
        conti, gradi = resoconto.conti, resoconto.gradi()
        self.stdout.write(
            f"Sezioni {conti['sezioni']}, schede {conti['schede']} ({conti['schede_obiettivo']} di obiettivo con "
            f"{conti['righe_obiettivo']} righe, {conti['schede_asst']} dell'ASST), esiti {conti['esiti']}, tabelle di dati "
            f"{conti['tabelle']}, tabelle rimaste testo {conti['tabelle_come_testo']}."
        )
        self.stdout.write(", ".join(f"{s.etichetta}: {gradi[s.value]}" for s in Sicurezza) + ".")
        for riga in resoconto.righe(solo_da_guardare=not tutto):
            self.stdout.write(riga)
