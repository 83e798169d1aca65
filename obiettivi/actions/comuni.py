"""What every act on a sheet does: sign the history, clean texts, keep lists in order."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from django.db import models
from django.utils import timezone

from core.exceptions import DatiNonValidi
from core.testo import TestoTroppoLungo, html_pulito, pulisci, riga
from utenti.models import Utente

M = TypeVar("M", bound=models.Model)


def firma(oggetto: M, autore: Utente, quando: dt.datetime | None = None) -> M:
    """Say who makes the next change of `oggetto`, and when (now, if not said): simple_history reads it from there."""
    oggetto._history_user = autore  # type: ignore[attr-defined]  # noqa: SLF001 - simple_history's documented name
    if quando is not None:
        oggetto._history_date = quando  # type: ignore[attr-defined]  # noqa: SLF001 - as above
    return oggetto


def invariato(oggetto: models.Model, prima: models.Model, campi: Collection[str]) -> bool:
    """Whether `oggetto`, not saved yet, says in `campi` what it said before."""
    nomi = [oggetto._meta.get_field(campo).attname for campo in campi]  # type: ignore[union-attr]  # noqa: SLF001 - Django's documented name
    return all(getattr(oggetto, nome) == getattr(prima, nome) for nome in nomi)


@contextmanager
def senza_storia(oggetto: models.Model) -> Iterator[None]:
    """Let many-to-many changes pass without a version each: the save that follows writes one for all."""
    setattr(oggetto, "skip_history_when_saving", True)  # noqa: B010 - simple_history's documented name
    try:
        yield
    finally:
        delattr(oggetto, "skip_history_when_saving")


def conserva_origine(*oggetti: models.Model) -> None:
    """Put in the history, as it stands, what an import wrote all at once and nobody has changed yet."""
    for oggetto in oggetti:
        if not getattr(oggetto, "storia").exists():  # noqa: B009 - every model of a sheet has it
            prima = timezone.now() - dt.timedelta(seconds=1)
            getattr(type(oggetto), "storia").bulk_history_create([oggetto], default_date=prima)  # noqa: B009 - as above


def testo_lungo(valore: str) -> str:
    """Return a plain text cleaned. Raises DatiNonValidi when it is too long."""
    try:
        return pulisci(valore)
    except TestoTroppoLungo as errore:
        raise DatiNonValidi(f"{errore} Non è cambiato nulla.") from errore


def testo_formattato(valore: str) -> str:
    """Return a formatted text with only the tags we keep. Raises DatiNonValidi when it is too long."""
    try:
        return html_pulito(valore)
    except TestoTroppoLungo as errore:
        raise DatiNonValidi(f"{errore} Non è cambiato nulla.") from errore


def una_riga(valore: str, massimo: int) -> str:
    """Return a text on one line. Raises DatiNonValidi when it passes `massimo` characters."""
    try:
        return riga(valore, massimo=massimo)
    except TestoTroppoLungo as errore:
        raise DatiNonValidi(f"{errore} Non è cambiato nulla.") from errore


def scambia(fratelli: Sequence[M], pk: int, passi: int) -> list[M] | None:
    """Return `fratelli` with the one of id `pk` moved by `passi` places (-1 up, 1 down); None at the edge."""
    elenco = list(fratelli)
    posto = next(n for n, f in enumerate(elenco) if f.pk == pk)
    nuovo = posto + passi
    if not 0 <= nuovo < len(elenco):
        return None
    elenco.insert(nuovo, elenco.pop(posto))
    return elenco


def prossimo_ordine(righe: "models.QuerySet[M]") -> int:
    """Return the place after the last row."""
    ultimo = righe.aggregate(massimo=models.Max("ordine"))["massimo"]
    return int(ultimo or 0) + 1
