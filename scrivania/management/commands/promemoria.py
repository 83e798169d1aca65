"""The reminders of the deadlines, by hand: what the beat does each morning."""

import datetime as dt

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from scrivania.promemoria import promemoria_del, ricorda


class Command(BaseCommand):
    help = (
        "Lascia i promemoria delle scadenze; con --prova dice soltanto quali. Ripeterlo non avvisa nessuno due volte."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--giorno", default="", help="Il giorno da considerare, come 2024-12-01; se manca, oggi.")
        parser.add_argument("--prova", action="store_true", help="Non avvisa nessuno.")

    def handle(self, *args: object, giorno: str, prova: bool, **options: object) -> None:
        quale = _giorno(giorno)
        for promemoria in promemoria_del(quale):
            messaggio = promemoria.messaggio
            chi = ", ".join(utente.email for utente in promemoria.persone) or "nessuno ha oggi questo turno"
            self.stdout.write(f"{messaggio.oggetto}. {messaggio.testo}\n  a: {chi}")
        if prova:
            self.stdout.write("Prova: nessuno è stato avvisato.")
        else:
            self.stdout.write(f"Avvisi nuovi: {ricorda(quale)}.")


def _giorno(testo: str) -> dt.date:
    if not testo:
        return timezone.localdate()
    try:
        return dt.date.fromisoformat(testo)
    except ValueError as errore:
        raise CommandError(f"«{testo}» non è un giorno: scrivilo come 2024-12-01.") from errore
