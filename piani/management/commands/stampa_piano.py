"""Print a plan, or one of its sheets, in this process."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.canonico import sha256
from core.exceptions import Rifiuto
from core.formati import numero
from core.uscite import esigi_scrivibile, scrivi_intero
from piani.canonico.importa import ambito_e_triennio
from piani.carta import Fascicolo
from piani.enums import PUBBLICI, Stato
from piani.lavori import fascicolo
from piani.models import Piano
from piani.versioni import congela
from registro.queries import testa


class Command(BaseCommand):
    help = "Congela un Piano com'è e lo stampa (o una sua scheda) in PDF/A-3a e PDF/UA-1, con i dati allegati."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("codice", help="codice dell'Ambito, per esempio 50074")
        parser.add_argument("triennio", help="per esempio 2025-2027")
        parser.add_argument("-o", "--uscita", required=True, type=Path, metavar="FILE.pdf")
        parser.add_argument(
            "--scheda", default="", metavar="CODICE", help="solo questa scheda, per esempio A o LEPS-SAD"
        )

    def handle(self, *args: Any, **opzioni: Any) -> None:
        uscita: Path = opzioni["uscita"]
        inizio = time.perf_counter()
        try:
            esigi_scrivibile(uscita)
            carta = _carta(_piano(opzioni["codice"], opzioni["triennio"]), opzioni["scheda"])
            _, esito = carta.stampa()
            scrivi_intero(uscita, esito.pdf)
        except Rifiuto as rifiuto:
            raise CommandError(str(rifiuto)) from rifiuto
        secondi = time.perf_counter() - inizio
        self.stdout.write(
            f"{uscita}: {esito.pagine} pagine, {numero(str(round(secondi, 1)))} secondi, "
            f"{numero(len(esito.pdf))} byte, sha256 {sha256(esito.pdf)}"
        )
        for avviso in esito.avvisi:
            self.stderr.write(f"Avviso: {avviso}")


def _piano(codice: str, triennio: str) -> Piano:
    ambito, periodo = ambito_e_triennio(codice, triennio)
    trovato = Piano.objects.select_related("ambito__ente", "ambito__ats__ente", "triennio").filter(
        ambito=ambito, triennio=periodo
    )
    piano = trovato.first()
    if piano is None:
        raise CommandError(f"L'Ambito {codice} non ha un Piano per il triennio {triennio}. Nulla è stato stampato.")
    return piano


def _carta(piano: Piano, scheda: str) -> Fascicolo:
    """Freeze the plan, as who asks in the browser does: the same content has one date, whoever prints it."""
    versione = congela(piano, autore=None)
    return fascicolo(versione, scheda, bozza=Stato(piano.stato) not in PUBBLICI, testa=testa(piano.catena))
