"""Makes again the sample Word file that the page of the import offers."""

from typing import Any

from django.core.management.base import BaseCommand

from demo.word_di_esempio import FILE, word_di_esempio


class Command(BaseCommand):
    help = "Riscrive static/esempi/piano-di-esempio.docx, il Piano inventato che la pagina «Importa da Word» offre per provare."

    def handle(self, *args: Any, **options: Any) -> None:
        FILE.parent.mkdir(parents=True, exist_ok=True)
        FILE.write_bytes(word_di_esempio())
        self.stdout.write(f"Scritto {FILE.name}: {FILE.stat().st_size} byte.")
