"""The dates of the acts that no step of the procedure writes: typed by the office that knows them."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from core.exceptions import DatiNonValidi
from core.testo import riga
from piani.cronologia import PER_CHIAVE, Fatto, cronologia_di, giorni_di, raggiunto, violazioni
from piani.exceptions import DataFuoriOrdine
from piani.models import Cronologia, Piano
from piani.permissions import NULLA, veste_di
from registro.actions import annota
from utenti.models import Utente
from utenti.permissions import esigi


def registra_data(
    piano: Piano,
    chiave: str,
    *,
    giorno: dt.date,
    numero: str = "",
    autore: Utente | None,
    conferma_ordine: bool = False,
    esempio: bool = False,
) -> Cronologia:
    """Write, or correct, the day (and number) of a fact of `piani.cronologia.FATTI`; the log keeps the day before.

    `autore` None is the command line. Raises NonPermesso, DatiNonValidi (a fact that a step writes, too early, a day in the
    future), DataFuoriOrdine unless `conferma_ordine`: nothing changes.
    """
    fatto = PER_CHIAVE[chiave]
    if fatto.permesso is None:
        raise DatiNonValidi(
            f"La data di questo atto la scrive il suo passo, non si registra a mano: {fatto.nome}. {NULLA}"
        )
    if autore is not None:
        esigi(autore, fatto.permesso, ambito=piano.ambito)
    if giorno > timezone.localdate():
        raise DatiNonValidi(f"La data è nel futuro ({giorno:%d/%m/%Y}): si registra un atto quando è avvenuto. {NULLA}")
    with transaction.atomic():
        piano = (
            Piano.objects.select_for_update(of=("self",)).select_related("ambito__ente", "triennio").get(pk=piano.pk)
        )
        if not raggiunto(piano, fatto.da):
            raise DatiNonValidi(
                f"Il Piano è «{piano.get_stato_display()}»: la data di questo atto si registra quando il Piano è "
                f"«{fatto.da.label}» o più avanti. {NULLA}"
            )
        if not conferma_ordine:
            _esigi_ordine(piano, chiave, giorno)
        return _scrivi(piano, fatto, giorno, numero, autore, esempio=esempio)


def _esigi_ordine(piano: Piano, chiave: str, giorno: dt.date) -> None:
    for frase in violazioni({**giorni_di(piano), chiave: giorno}, che_toccano=chiave):
        raise DataFuoriOrdine(f"{frase} Se la data è giusta così, conferma che lo è e riprova. {NULLA}")


def _scrivi(
    piano: Piano, fatto: Fatto, giorno: dt.date, numero: str, autore: Utente | None, *, esempio: bool
) -> Cronologia:
    cronologia = cronologia_di(piano)
    prima = getattr(cronologia, f"{fatto.chiave}_il")
    setattr(cronologia, f"{fatto.chiave}_il", giorno)
    if fatto.numero:
        setattr(cronologia, fatto.numero, riga(numero, massimo=60))
    cronologia.esempi = sorted({*cronologia.esempi} - {fatto.chiave} | ({fatto.chiave} if esempio else set()))
    cronologia.save()
    annota(
        piano.catena,
        "piani.data_registrata",
        autore=autore,
        incarico_id=veste_di(autore, piano) if autore else None,
        dati={"fatto": fatto.chiave, "giorno": giorno, "prima": prima},
    )
    return cronologia
