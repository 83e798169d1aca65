"""The first administrator of a new portal: nobody can invite them yet."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.exceptions import Rifiuto
from utenti.actions import nomina_amministratore


class Command(BaseCommand):
    help = "Dà l'incarico di amministratore a un indirizzo. La password si sceglie da «Password dimenticata»."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--nome", required=True, help="Come appare agli altri, per esempio il nome dell'ufficio.")

    def handle(self, *args: object, email: str, nome: str, **options: object) -> None:
        try:
            incarico = nomina_amministratore(email=email, nome=nome)
        except Rifiuto as rifiuto:
            raise CommandError(str(rifiuto)) from rifiuto
        self.stdout.write(f"{incarico.utente.email}: {incarico}. Ora scegli la password da «Password dimenticata».")
