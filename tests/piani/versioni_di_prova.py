"""Versions to test with, made through their own doors."""

from html import unescape
from typing import Any

from django.conf import settings

from piani.actions.letture import segna_letto, segno
from piani.actions.sezioni import scrivi_sezione
from piani.actions.tappe import nomina_versione
from piani.canonico import importa_piano
from piani.enums import ComeLetta, Stato
from piani.models import Cronologia, Lettura, Piano, Versione
from piani.versioni import congela, documento_da_leggere
from tests.documenti_canonici import documento, sezione
from utenti.models import Utente


def piano_con_testo() -> Piano:
    """Return Gallarate's plan with two chapters, a sheet, a table."""
    return importa_piano(documento(sezioni=[sezione("contesto"), sezione("reti", voce_formato="", titolo="Reti")]))


def scrive(piano: Piano, chi: Utente, testo: str, chiave: str = "contesto") -> None:
    parte = piano.sezioni.get(chiave=chiave)
    scrivi_sezione(parte, testo=f"<p>{testo}</p>", revisione=parte.revisione, autore=chi)


def url(piano: Piano, coda: str) -> str:
    return f"{piano.get_absolute_url()}{coda}"


def parole(risposta: Any) -> str:
    return unescape(risposta.content.decode())


def legge(piano: Piano, chi: Utente, come: ComeLetta) -> Lettura:
    piano.refresh_from_db()
    parola = segno(piano, documento_da_leggere(piano)["sha256"], come=come, chi=chi)
    return segna_letto(piano, segno=parola, autore=chi)


def approva(piano: Piano, chi: Utente) -> Versione:
    """Put the plan where it would be once approved."""
    versione = congela(piano, autore=chi)
    Cronologia.objects.update_or_create(
        piano=piano,
        defaults={
            "approvazione_versione": versione,
            "approvazione_il": "2024-12-20",
            "approvazione_organo": "Assemblea",
        },
    )
    Piano.objects.filter(pk=piano.pk).update(stato=Stato.APPROVATO)
    piano.refresh_from_db()
    return versione


def nomina(piano: Piano, chi: Utente, quante: int) -> None:
    """Write and name, so many times."""
    for n in range(quante):
        scrive(piano, chi, f"Testo {n}")
        nomina_versione(piano, nome=f"Versione {n}", autore=chi)


def una_di_memoria() -> int:
    """Return how many queries a look in the cache costs: one where it is a table, none on Redis."""
    return int(settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache"))
