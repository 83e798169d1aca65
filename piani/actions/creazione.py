"""Opening a plan: empty, in the chapters of the regional format, or from a canonical file."""

from django.db import IntegrityError, transaction

from ambiti.models import Ambito
from core.exceptions import DatiNonValidi
from obiettivi.models import Triennio
from piani.canonico import importa_piano
from piani.canonico.forma import Documento
from piani.canonico.importa import ambito_e_triennio
from piani.models import Piano, Sezione, VoceFormato
from piani.permissions import veste_di
from registro.actions import annota
from utenti.models import Utente
from utenti.permissions import esigi
from utenti.roles import Permesso


def _gia_presente(ambito: Ambito, triennio: Triennio) -> DatiNonValidi:
    return DatiNonValidi(
        f"L'Ambito di {ambito.nome} ha già un Piano per il triennio {triennio}: apri quello. Non è cambiato nulla."
    )


def crea_piano(ambito: Ambito, triennio: Triennio, *, autore: Utente) -> Piano:
    """Open the plan of an Ambito for a triennium, with one empty chapter for each item of the regional format.

    Raises NonPermesso, DatiNonValidi (a plan is there already, or the Region gave no format for that triennium).
    """
    esigi(autore, Permesso.CREARE_PIANO, ambito=ambito)
    voci = list(VoceFormato.objects.filter(triennio=triennio))
    if not voci:
        raise DatiNonValidi(
            f"Per il triennio {triennio} non c'è ancora un formato regionale dei Piani. Non è cambiato nulla."
        )
    if Piano.objects.filter(ambito=ambito, triennio=triennio).exists():
        raise _gia_presente(ambito, triennio)
    try:
        with transaction.atomic():
            piano = Piano.objects.create(
                ambito=ambito, triennio=triennio, titolo=f"Piano di Zona {triennio} - {ambito.ente.nome_completo}"
            )
            for voce in voci:
                _capitolo(piano, voce, autore)
            _annota(piano, "piani.piano_creato", autore, {})
    except IntegrityError as errore:
        raise _gia_presente(ambito, triennio) from errore
    return piano


def _capitolo(piano: Piano, voce: VoceFormato, autore: Utente) -> None:
    sezione = Sezione(
        piano=piano,
        chiave=voce.chiave,
        ordine=voce.ordine,
        titolo=voce.nome,
        pagina_nuova=True,
        voce_formato=voce,
        proprietario=piano.ambito.ente,
    )
    sezione._history_user = autore  # type: ignore[attr-defined]  # noqa: SLF001 - simple_history's own way
    sezione.save()


def importa(documento: Documento, *, autore: Utente | None) -> Piano:
    """Make the plan of a document that `canonico.leggi` has accepted. `autore` None: the command, run by who keeps the
    server.

    Raises NonPermesso, DatiNonValidi (unknown code, second plan, broken link): nothing changes.
    """
    ambito, triennio = ambito_e_triennio(documento["ambito"], documento["triennio"])
    if autore is not None:
        esigi(autore, Permesso.CREARE_PIANO, ambito=ambito)
    if Piano.objects.filter(ambito=ambito, triennio=triennio).exists():
        raise _gia_presente(ambito, triennio)
    try:
        with transaction.atomic():
            piano = importa_piano(documento)
            _annota(piano, "piani.piano_importato", autore, {"sha256": documento["sha256"]})
    except IntegrityError as errore:
        raise _gia_presente(ambito, triennio) from errore
    return piano


def _annota(piano: Piano, tipo: str, autore: Utente | None, dati: dict[str, object]) -> None:
    incarico = veste_di(autore, piano) if autore else None
    annota(piano.catena, tipo, autore=autore, incarico_id=incarico, dati={"piano": piano.pk, **dati})
