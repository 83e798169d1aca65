"""Says what does not add up in a plan: the same rules as the page."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.canonico import Json
from core.exceptions import DatiNonValidi
from piani.canonico import leggi
from piani.canonico.importa import ambito_e_triennio
from piani.controllo import PER_CHIAVE, Rilievo
from piani.controllo.elenco import in_ordine, per_peso
from piani.models import Piano
from piani.queries_controllo import rilievi_del_documento, rilievi_di, scartati_di


class Command(BaseCommand):
    help = "Controlla un Piano e dice che cosa non torna. Sono avvisi: il comando finisce bene anche quando ne trova."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("codice", metavar="CODICE_AMBITO", nargs="?", help="codice dell'Ambito, per esempio 50074")
        parser.add_argument("triennio", metavar="TRIENNIO", nargs="?", help="per esempio 2025-2027")
        parser.add_argument("--json", action="store_true", help="scrive i rilievi come JSON")
        parser.add_argument("--file", metavar="FILE.json", help="controlla un file esportato invece di un Piano")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rilievi, scartati = _da_file(options["file"]) if options["file"] else _dal_piano(options)
        except DatiNonValidi as errore:
            raise CommandError(str(errore)) from errore
        ordinati = in_ordine(rilievi)
        if options["json"]:
            self.stdout.write(json.dumps([_voce(r, scartati) for r in ordinati], ensure_ascii=False, indent=2))
            return
        for riga in _righe([r for r in ordinati if r.impronta not in scartati]):
            self.stdout.write(riga)
        if scartati:
            self.stdout.write(f"Scartati con un motivo: {len(scartati)}.")


def _da_file(nome: str) -> tuple[list[Rilievo], dict[str, str]]:
    try:
        contenuto = Path(nome).read_bytes()
    except OSError as errore:
        raise DatiNonValidi(f"Non riesco a leggere {nome}: {errore.strerror}.") from errore
    return rilievi_del_documento(leggi(contenuto)), {}


def _dal_piano(opzioni: dict[str, Any]) -> tuple[list[Rilievo], dict[str, str]]:
    if not opzioni["codice"] or not opzioni["triennio"]:
        raise DatiNonValidi("Di' quale Piano: CODICE_AMBITO TRIENNIO, per esempio 50074 2025-2027; oppure --file.")
    ambito, triennio = ambito_e_triennio(opzioni["codice"], opzioni["triennio"])
    piani = Piano.objects.select_related("ambito__ente", "ambito__ats__ente", "triennio")
    piano = piani.filter(ambito=ambito, triennio=triennio).first()
    if piano is None:
        raise DatiNonValidi(f"L'Ambito di {ambito.nome} non ha un Piano per il triennio {triennio}.")
    rilievi = rilievi_di(piano)
    presenti = {r.impronta for r in rilievi}
    return rilievi, {i: s.motivo for i, s in scartati_di(piano).items() if i in presenti}


def _voce(rilievo: Rilievo, scartati: dict[str, str]) -> Json:
    regola = PER_CHIAVE[rilievo.regola]
    return {
        "genere": regola.chiave,
        "nome": regola.nome,
        "peso": str(regola.peso),
        "luogo": {"specie": rilievo.luogo.specie, "chiave": rilievo.luogo.chiave, "nome": rilievo.luogo.nome},
        "capitolo": rilievo.luogo.capitolo,
        "frase": rilievo.frase,
        "rimedio": regola.rimedio,
        "impronta": rilievo.impronta,
        "scartato": scartati.get(rilievo.impronta, ""),
    }


def _righe(rilievi: list[Rilievo]) -> Iterator[str]:
    if not rilievi:
        yield "Nessun rilievo."
    for titolo, gruppi in per_peso(rilievi):
        yield f"{titolo.upper()}"
        for gruppo in gruppi:
            yield f"\n{gruppo.regola.nome} ({len(gruppo.rilievi)}). {gruppo.regola.rimedio}"
            for rilievo in gruppo.rilievi:
                yield f"  - {rilievo.luogo.nome}: {rilievo.frase}"
        yield ""
    yield f"Rilievi: {len(rilievi)}."
