"""Measures the portal on the demo data."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from demo.misure import macchina, pagine_principali, stampe
from demo.misure_voti import voti_insieme
from demo.misure_word import lettura_word
from piani.canonico import documento
from piani.carta import FascicoloPiano
from piani.models import Piano


class Command(BaseCommand):
    """`manage.py bench`: the main pages, nine votes at once, a long Word file, the print of Gallarate, one sheet, Chromium on the same HTML."""

    help = "Misura pagine e stampe sui dati di prova. I numeri vanno in docs/prestazioni.md."

    def add_arguments(self, parser: CommandParser) -> None:
        """Pages only, where the print would take too long."""
        parser.add_argument("--solo-pagine", action="store_true", help="non stampare")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print two tables in Markdown."""
        piano = Piano.objects.filter(ambito__ente__codice="50074").first()
        if piano is None:
            raise CommandError("Il Piano di Gallarate non è caricato: esegui prima `manage.py carica_demo`.")
        self.stdout.write(macchina())
        self._pagine()
        self._voti()
        self._word()
        if not options["solo_pagine"]:
            self._stampe(piano)

    def _pagine(self) -> None:
        self.stdout.write("\n| pagina | ms di server | query | kB |\n|---|--:|--:|--:|")
        for m in pagine_principali():
            self.stdout.write(f"| {m.nome} | {m.millisecondi:.0f} | {m.query} | {m.byte // 1024} |")

    def _voti(self) -> None:
        m = voti_insieme()
        self.stdout.write(
            f"\nVoti nello stesso istante: {m.espressi} espressi, {m.contati} contati in {m.secondi:.2f} s"
        )

    def _word(self) -> None:
        m = lettura_word()
        self.stdout.write(
            f"\nLettura di un file di Word di {m.pagine} pagine, {m.kb} kB, {m.schede} schede: {m.secondi:.1f} s"
        )

    def _stampe(self, piano: Piano) -> None:
        self.stdout.write(
            "\n| stampa | secondi | pagine | pagine al secondo | memoria massima MB |\n|---|--:|--:|--:|--:|"
        )
        carta = FascicoloPiano(documento(piano), bozza=True, data=timezone.localdate())
        for m in stampe(carta.html):
            self.stdout.write(
                f"| {m.nome} | {m.secondi:.1f} | {m.pagine} | {m.pagine / m.secondi:.1f} | {m.memoria_mb} |"
            )
