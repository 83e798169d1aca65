"""A Word file becomes a plan: asked, read by a job, confirmed in one transaction, undone while nobody has touched it."""

import json
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone

from ambiti.models import Ambito
from core.exceptions import DatiNonValidi
from core.formati import elenco
from documenti import archivio
from documenti.actions import accoda
from documenti.enums import StatoLavoro
from documenti.models import FileConservato, Lavoro
from obiettivi.models import Scheda, Triennio
from piani.actions.contenuto import contenuto_cambiato
from piani.canonico import documento as documento_del_piano
from piani.canonico import importa_piano
from piani.canonico.forma import Documento
from piani.composizione import parti
from piani.lettura.pagina import impronte
from piani.models import ImportazioneWord, Piano, Sezione
from piani.permissions import veste_di
from registro.actions import annota
from utenti.models import Utente
from utenti.permissions import esigi
from utenti.roles import Permesso

LAVORO = "piani.importa_word"
NIENTE = "Non è cambiato nulla."
# What an import makes itself, or only points at the plan.
_QUANTE = 3
# What an import makes, and what a visit leaves behind: none of it is work that the undo would take away.
_PROPRI = frozenset({"sezioni", "voci", "tabelle", "immagini", "importazioni", "presenze", "letture", "copie_lette"})


def chiedi_importazione(
    ambito: Ambito, triennio: Triennio, file: FileConservato, *, nome: str, autore: Utente
) -> ImportazioneWord:
    """Put the reading of a kept file in the queue. Raises NonPermesso, DatiNonValidi (a plan with text is there)."""
    esigi(autore, Permesso.CREARE_PIANO, ambito=ambito)
    esigi_posto(ambito, triennio)
    with transaction.atomic():
        chiave = f"{LAVORO}:{ambito.pk}:{triennio.pk}:{file.sha256}:{autore.pk}"
        lavoro = accoda(LAVORO, chiave, {"sha256": file.sha256}, richiesto_da=autore)
        importazione, _ = ImportazioneWord.objects.get_or_create(
            lavoro=lavoro,
            defaults={
                "ambito": ambito,
                "triennio": triennio,
                "file": file,
                "nome_file": nome[:150],
                "chiesta_da": autore,
            },
        )
    return importazione


def lettura(lavoro: Lavoro) -> dict[str, Any]:
    """Return what the job left: `documento` and `resoconto`. Raises DatiNonValidi when it is not ready."""
    if lavoro.stato != StatoLavoro.RIUSCITO or lavoro.risultato is None:
        raise DatiNonValidi(f"La lettura del file non è ancora pronta. {NIENTE}")
    dati: dict[str, Any] = json.loads(archivio.leggi(lavoro.risultato))
    return dati


# --- A place for the plan -----------------------------------------------------------
def piano_presente(ambito: Ambito, triennio: Triennio) -> Piano | None:
    """Return the plan that is there already, if any."""
    return Piano.objects.select_related("ambito__ente", "triennio").filter(ambito=ambito, triennio=triennio).first()


def _altri_legami(piano: Piano) -> bool:
    """Whether other rooms have something of this plan: comments, versions, tables of the Terzo Settore, sessions..."""
    for legame in Piano._meta.related_objects:  # noqa: SLF001 - Django's public name for it
        if legame.get_accessor_name() in _PROPRI or legame.related_model.__name__.startswith("Historical"):
            continue
        if legame.related_model._default_manager.filter(**{legame.field.name: piano}).exists():
            return True
    mostrate = {i for testo in piano.sezioni.values_list("testo", flat=True) for i in impronte(testo)}
    return piano.immagini.exclude(sha256__in=mostrate).exists()


def perche_non_e_vuoto(piano: Piano) -> str:
    """Return what a plan holds that an import would hide; "" for one with only empty sections."""
    if not piano.modificabile:
        return "non è più in lavorazione"
    if piano.voci.exists() or piano.tabelle.exists():
        return "ha già schede o tabelle"
    piene = (
        Sezione.objects.filter(piano=piano).exclude(testo="").order_by("ordine", "pk").values_list("titolo", flat=True)
    )
    if piene:
        return f"ha già testo in: {elenco([f'«{t}»' for t in piene[:_QUANTE]])}"
    return "ha già dei commenti" if piano.commenti.exists() else ""


def esigi_posto(ambito: Ambito, triennio: Triennio) -> Piano | None:
    """Return the empty plan that an import would fill, None when there is no plan. Raises DatiNonValidi."""
    piano = piano_presente(ambito, triennio)
    motivo = perche_non_e_vuoto(piano) if piano is not None else ""
    if motivo:
        raise DatiNonValidi(
            f"L'Ambito di {ambito.nome} ha già un Piano per il triennio {triennio}, e {motivo}. Da Word si importa solo in un "
            f"Piano nuovo, o in uno dove non c'è ancora niente. {NIENTE}"
        )
    return piano


# --- Confirm, undo ------------------------------------------------------------------
def conferma_importazione(importazione: ImportazioneWord, documento: Documento, *, autore: Utente) -> Piano:
    """Make the plan of a reading, in one transaction; an empty plan that is there is filled.

    Raises NonPermesso, DatiNonValidi (confirmed already, a plan with text, an unknown code): nothing changes.
    """
    esigi(autore, Permesso.CREARE_PIANO, ambito=importazione.ambito)
    try:
        with transaction.atomic():
            riga = ImportazioneWord.objects.select_for_update().get(pk=importazione.pk)
            if riga.confermata_il is not None:
                raise DatiNonValidi(f"Questa importazione è già stata confermata. {NIENTE}")
            piano, prima = _fai(importazione.ambito, importazione.triennio, documento)
            riga.piano, riga.contenuto, riga.prima, riga.confermata_il = piano, piano.contenuto, prima, timezone.now()
            riga.save(update_fields=["piano", "contenuto", "prima", "confermata_il"])
            _annota(
                piano, "piani.word_importato", autore, {"sha256": documento["sha256"], "file": importazione.file.sha256}
            )
    except IntegrityError as errore:
        raise DatiNonValidi(
            f"Qualcun altro ha appena aperto un Piano per lo stesso Ambito e triennio. {NIENTE}"
        ) from errore
    return piano


def importa_da_word(ambito: Ambito, triennio: Triennio, documento: Documento, *, sha256_file: str) -> Piano:
    """Make the plan of a reading, for the command: run by who keeps the server. Raises DatiNonValidi."""
    try:
        with transaction.atomic():
            piano, _ = _fai(ambito, triennio, documento)
            _annota(piano, "piani.word_importato", None, {"sha256": documento["sha256"], "file": sha256_file})
    except IntegrityError as errore:
        raise DatiNonValidi(f"L'Ambito ha già un Piano per quel triennio. {NIENTE}") from errore
    return piano


def _fai(ambito: Ambito, triennio: Triennio, documento: Documento) -> tuple[Piano, Documento | None]:
    """Make the rows; return the plan, and what the empty one was that they fill. Inside the act's transaction."""
    if (documento["ambito"], documento["triennio"]) != (ambito.codice, triennio.codice):
        raise DatiNonValidi(f"La lettura è di un altro Ambito o di un altro triennio. {NIENTE}")
    Piano.objects.select_for_update().filter(ambito=ambito, triennio=triennio).first()
    vuoto = esigi_posto(ambito, triennio)
    if vuoto is None:
        return importa_piano(documento), None
    # What other rooms keep of the plan stays where it is.
    prima = {**documento_del_piano(vuoto), **{p.chiave: None for p in parti()}}
    _svuota(vuoto)
    piano = importa_piano(documento, dentro=vuoto)
    contenuto_cambiato(piano)
    piano.refresh_from_db(fields=["contenuto", "modificato_il"])
    return piano, prima


def perche_non_si_annulla(importazione: ImportazioneWord) -> str:
    """Return why an import cannot be undone any more; "" while it can."""
    piano = importazione.piano
    if importazione.confermata_il is None:
        return "Non c'è nulla da annullare: l'importazione non è stata confermata."
    if importazione.annullata_il is not None or piano is None:
        return "L'importazione è già stata annullata, o il Piano non c'è più."
    if piano.contenuto != importazione.contenuto:
        return "Dopo l'importazione qualcuno ha cambiato il Piano: annullarla cancellerebbe quel lavoro."
    if not piano.modificabile or piano.commenti.exists():
        return "Il Piano ha già dei commenti, o non è più in lavorazione: l'importazione non si può più annullare."
    if importazione.prima is None and _altri_legami(piano):
        return "Il Piano ha già immagini, stampe, tavoli o atti: non si può più togliere."
    return ""


def annulla_importazione(importazione: ImportazioneWord, *, autore: Utente) -> None:
    """Take away the plan that an import made, while nobody has changed it; a plan that was empty is empty again.

    The file and the reading stay. Raises NonPermesso, DatiNonValidi with the reason: nothing changes.
    """
    esigi(autore, Permesso.CREARE_PIANO, ambito=importazione.ambito)
    try:
        with transaction.atomic():
            riga = ImportazioneWord.objects.select_for_update(of=("self",)).select_related("ambito__ente", "triennio")
            bloccata = riga.get(pk=importazione.pk)
            piano = Piano.objects.select_for_update().filter(importazioni=bloccata).first()
            bloccata.piano = piano
            motivo = perche_non_si_annulla(bloccata)
            if motivo or piano is None:
                raise DatiNonValidi(f"{motivo} {NIENTE}")
            _annota(piano, "piani.importazione_annullata", autore, {"file": importazione.file.sha256})
            _svuota(piano)
            if bloccata.prima is None:
                piano.letture.all().delete()
                piano.delete()
            else:
                importa_piano(bloccata.prima, dentro=piano)
                contenuto_cambiato(piano)
            bloccata.piano, bloccata.annullata_il = None, timezone.now()
            bloccata.save(update_fields=["piano", "annullata_il"])
    except (ProtectedError, RestrictedError) as errore:
        raise DatiNonValidi(f"Il Piano è già usato da altri: l'importazione non si può annullare. {NIENTE}") from errore


def _svuota(piano: Piano) -> None:
    """Take away sections, tables and sheets; a sheet that another plan uses too stays."""
    schede = list(Scheda.objects.filter(voci__piano=piano).values_list("pk", flat=True))
    piano.voci.all().delete()
    piano.tabelle.all().delete()
    piano.sezioni.all().delete()
    Scheda.objects.filter(pk__in=schede, voci=None).delete()


def _annota(piano: Piano, tipo: str, autore: Utente | None, dati: dict[str, object]) -> None:
    incarico = veste_di(autore, piano) if autore else None
    annota(piano.catena, tipo, autore=autore, incarico_id=incarico, dati={"piano": piano.pk, **dati})
