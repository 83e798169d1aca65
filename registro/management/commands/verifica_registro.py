"""Check the chains of the log."""

import datetime as dt
import os
import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.formati import quando as in_lettere
from registro.attese import catene_attese
from registro.models import Evento
from registro.parole import frase, nomi_di
from registro.queries import Testa, segue, teste, verifica


class Command(BaseCommand):
    """Say in Italian, row by row, what is wrong with the log; exit 1 if anything is."""

    help = "Controlla il registro degli atti: righe alterate, mancanti, spostate, tagliate, teste falsificate."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A chain, and the head printed on a paper to compare with."""
        parser.add_argument("catena", nargs="?", help="una sola catena, per esempio piano:50074:2025-2027")
        parser.add_argument("--racconta", action="store_true", help="racconta gli eventi della catena, in ordine")
        parser.add_argument("--carta", metavar="CONTEGGIO:HASH", help="la testa stampata su un documento della catena")

    def handle(
        self, *args: object, catena: str | None, carta: str | None, racconta: bool = False, **options: object
    ) -> None:
        """Print the faults, or the heads; with `racconta`, the events of the chain too."""
        if racconta and catena is None:
            raise CommandError("Con --racconta indica la catena.")
        presenti = teste()
        if catena is not None and catena not in presenti and catena not in catene_attese():
            raise CommandError(f"La catena «{catena}» non c'è. Le catene sono: {', '.join(presenti) or 'nessuna'}.")
        frasi = [a.frase for a in verifica(catena)]
        if carta is not None:
            frasi += self._confronta(catena, carta)
        for anomalia in frasi:
            self.stderr.write(anomalia)
        if frasi:
            self.stderr.write(f"Il registro non torna: {len(frasi)} anomalie.")
            sys.exit(1)
        try:
            self._riepiloga({catena: presenti[catena]} if catena else presenti)
            if racconta and catena:
                self._racconta(catena)
        except BrokenPipeError:
            # Whoever read us (head, less) has enough. Python would complain again when it closes the stream.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _confronta(self, catena: str | None, carta: str) -> list[str]:
        conteggio, _, impronta = carta.partition(":")
        if catena is None or not conteggio.isdecimal() or not impronta:
            raise CommandError("Con --carta indica la catena, e la testa come CONTEGGIO:HASH.")
        if segue(catena, Testa(int(conteggio), impronta)):
            return []
        return [f"La riga {conteggio} della catena «{catena}» non è più quella stampata sul documento."]

    def _riepiloga(self, controllate: dict[str, Testa]) -> None:
        totale = sum(t.conteggio for t in controllate.values())
        self.stdout.write(f"Il registro torna: {len(controllate)} catene, {totale} eventi.")
        for nome, testa in controllate.items():
            self.stdout.write(f"  {nome}: {testa.conteggio} eventi, testa {testa.hash}")
        self.stdout.flush()

    def _racconta(self, catena: str) -> None:
        eventi = list(Evento.objects.filter(catena__nome=catena).order_by("numero"))
        nomi = nomi_di({e.autore_id for e in eventi if e.autore_id is not None})
        for evento in eventi:
            chi = nomi.get(evento.autore_id or 0, "il portale" if evento.autore_id is None else "una persona")
            quando = dt.datetime.fromisoformat(evento.quando).astimezone(timezone.get_current_timezone())
            self.stdout.write(f"  {evento.numero}. {frase(evento.tipo)} - {chi}, {in_lettere(quando)}")
        self.stdout.flush()
