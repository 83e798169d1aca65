"""Measures the portal on the demo data."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from demo.misure import macchina, pagine_principali, stampe
from demo.misure_confronto import confronti
from demo.misure_controllo import controllo
from demo.misure_scrittura import scrittura
from demo.misure_tabelle import misura_tabelle
from demo.misure_voti import voti_insieme
from demo.misure_word import lettura_word
from demo.misure_word_fuori import word
from piani.canonico import documento
from piani.carta import FascicoloPiano
from piani.models import Piano


class Command(BaseCommand):
    """`manage.py bench`: pages, saves, votes, checker, comparisons, tables, Word, the print of Gallarate against Chromium."""

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
        self._scrittura()
        self._voti()
        self._controllo(piano)
        self._confronti(piano)
        self._tabelle()
        self._word(piano)
        self._word_da_fuori()
        if not options["solo_pagine"]:
            self._stampe(piano)

    def _pagine(self) -> None:
        self.stdout.write("\n| pagina | ms di server | query | kB |\n|---|--:|--:|--:|")
        for m in pagine_principali():
            self.stdout.write(f"| {m.nome} | {m.millisecondi:.0f} | {m.query} | {m.byte // 1024} |")

    def _scrittura(self) -> None:
        salvataggi, pagine = scrittura()
        self.stdout.write("\n| mentre si scrive | ms, mediana | ms, 95% | query |\n|---|--:|--:|--:|")
        for m in salvataggi:
            self.stdout.write(f"| {m.nome} | {m.mediana:.0f} | {m.p95:.0f} | {m.query} |")
        self.stdout.write("\n| pagina del Piano, schede | ms di server | query |\n|--:|--:|--:|")
        for schede, millisecondi, query in pagine:
            self.stdout.write(f"| {schede} | {millisecondi:.0f} | {query} |")

    def _voti(self) -> None:
        m = voti_insieme()
        self.stdout.write(
            f"\nVoti nello stesso istante: {m.espressi} espressi, {m.contati} contati in {m.secondi:.2f} s"
        )

    def _controllo(self, piano: Piano) -> None:
        m = controllo(piano)
        self.stdout.write(
            f"\nControllo di Gallarate: {m.rilievi} rilievi in {m.secondi:.2f} s ({m.processore:.2f} s di processore)"
        )

    def _confronti(self, piano: Piano) -> None:
        self.stdout.write("\n| confronto | ms, parole | ms, HTML | parti | parole cambiate |\n|---|--:|--:|--:|--:|")
        for m in confronti(piano):
            self.stdout.write(f"| {m.nome} | {m.confronto:.0f} | {m.scrittura:.0f} | {m.parti} | {m.parole} |")

    def _tabelle(self) -> None:
        m, pagine = misura_tabelle()
        self.stdout.write(
            f"\nUn .xlsx di {m.righe} righe: letto in {m.lettura:.2f} s, capito in {m.comprensione:.2f} s, salvato in "
            f"{m.salvataggio:.2f} s"
        )
        for p in pagine:
            self.stdout.write(f"| {p.nome} | {p.millisecondi:.0f} | {p.query} | {p.byte // 1024} |")

    def _word(self, piano: Piano) -> None:
        m = word(piano)
        esito = "uguale" if m.uguale else "DIVERSO"
        self.stdout.write(
            f"\nWord: {m.scrittura:.2f} s per scrivere, {m.byte // 1024} kB, {m.lettura:.2f} s per rileggere, {esito}"
        )

    def _word_da_fuori(self) -> None:
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
