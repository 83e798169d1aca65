"""The images of a plan: kept, tied to it, awaited."""

import hashlib

from django.db import transaction

from core.exceptions import DatiNonValidi, NonPermesso
from documenti import archivio
from documenti.immagini import AMMESSE, misure, prepara
from piani.actions.contenuto import contenuto_cambiato
from piani.enums import MODIFICABILI, Stato
from piani.lettura.pagina import impronte
from piani.models import Immagine, Piano
from piani.permissions import enti_scrivibili, veste_di
from registro.actions import annota
from utenti.models import Utente

NULLA = "Non è cambiato nulla."


def esigi_caricamento(piano: Piano, autore: Utente) -> None:
    """Let through who writes some part of the plan, while it can be written. Raises NonPermesso."""
    if not enti_scrivibili(autore, piano):
        raise NonPermesso(f"Le immagini le carica chi scrive una parte del Piano. {NULLA}")
    if Stato(piano.stato) not in MODIFICABILI | {Stato.DA_INTEGRARE}:
        raise NonPermesso(f"Il Piano è «{piano.get_stato_display()}»: in questo stato il testo non si cambia. {NULLA}")


def carica_immagine(piano: Piano, contenuto: bytes, *, nome: str, autore: Utente) -> Immagine:
    """Keep an image for the texts of the plan; the same image twice is the same row.

    A file whose hash the plan awaits is kept as it is; any other is made small and stripped first. Raises NonPermesso,
    FileRifiutato (the sentence is for the person).
    """
    esigi_caricamento(piano, autore)
    attesa = piano.immagini.filter(sha256=hashlib.sha256(contenuto).hexdigest(), file=None).exists()
    pronto = contenuto if attesa else prepara(contenuto, nome=nome).contenuto
    file = archivio.conserva(pronto, nome=nome, tipi=AMMESSE)
    larghezza, altezza = misure(pronto)
    with transaction.atomic():
        bloccato = (
            Piano.objects.select_related("ambito__ente", "triennio").select_for_update(of=("self",)).get(pk=piano.pk)
        )
        esigi_caricamento(bloccato, autore)
        dati = {
            "file": file,
            "tipo": file.tipo,
            "dimensione": file.dimensione,
            "larghezza": larghezza,
            "altezza": altezza,
        }
        immagine, nuova = Immagine.objects.update_or_create(piano=bloccato, sha256=file.sha256, defaults=dati)
        if nuova or attesa:
            veste = veste_di(autore, bloccato)
            annota(
                bloccato.catena,
                "piani.immagine_caricata",
                autore=autore,
                incarico_id=veste,
                dati={"sha256": file.sha256},
            )
        if attesa:
            contenuto_cambiato(bloccato)
    return immagine


def esigi_immagini_del_piano(piano: Piano, testo: str) -> None:
    """Raise DatiNonValidi when a text shows an image that its plan has not. One query, or none."""
    volute = set(impronte(testo))
    if volute and piano.immagini.filter(sha256__in=volute).count() != len(volute):
        raise DatiNonValidi(
            "Nel testo c'è un'immagine di un altro Piano: qui non si può mostrare. Toglila, oppure caricala in questo "
            f"Piano con il pulsante Immagine. {NULLA}"
        )
