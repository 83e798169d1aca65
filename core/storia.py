"""How a row was saved, as its history keeps it: by itself, by hand, after a conflict; and the texts put aside in one.

The marks stand in ``history_change_reason``, in Italian: pages show them as they are. docs/decisioni/0019.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import timezone

from core.exceptions import SalvataggioSuperato
from core.models import Revisionabile

AUTOMATICO = "salvataggio automatico"
DA_PARTE = "conflitto, messo da parte"
MIO, UNIONE = f"{DA_PARTE}: il testo di chi salvava", f"{DA_PARTE}: l'unione proposta"
SALVATO = f"{DA_PARTE}: quello che era salvato"
SCELTI = {"unito": "conflitto, scelto: il testo unito", "mio": "conflitto, scelto: il testo di chi salvava"}


def in_parole(motivo: str | None) -> str:
    """Return what the history says of a save as a person reads it; nothing for a save by hand."""
    return AUTOMATICO if motivo and motivo.startswith(AUTOMATICO) else motivo or ""


def da_parte(motivo: str | None) -> bool:
    """Whether a version was put aside in a conflict: the row never was so."""
    return bool(motivo) and str(motivo).startswith(DA_PARTE)


@dataclass(frozen=True)
class Modo:
    """How a row is being saved. `pagina` is the open page that saves by itself (empty: a person pressed a button),
    `invio` counts what it sends (0: it does not), `motivo` is what the history says of a save by hand."""

    pagina: str = ""
    motivo: str = ""
    invio: int = 0

    @property
    def automatico(self) -> bool:
        """Whether no person pressed a button."""
        return bool(self.pagina)

    def per_storia(self) -> str:
        """Return the words of the history."""
        if not self.automatico:
            return self.motivo
        return _motivo(timezone.now(), self.pagina, self.invio)


A_MANO = Modo()
# Where several people write at once: how many versions back the one of the same page is looked for.
_FRA_QUANTE = 12


def senza_da_parte(storia: Any) -> Any:
    """Return the versions that were the row's, without those put aside in a conflict."""
    return storia.exclude(history_change_reason__startswith=DA_PARTE)


def precedente_comune(oggetto: Revisionabile, revisione: int) -> Any:
    """Return the version that somebody who read `revisione` started from, or an older one; None when it is not known.

    Saves collapsed into one leave only the last: an older version is still an ancestor of both. One query.
    """
    versioni = senza_da_parte(getattr(oggetto, "storia")).filter(revisione__lte=revisione)  # noqa: B009 - not on the base
    return versioni.order_by("-revisione", "-history_date", "-history_id").first()


def salva(oggetto: Revisionabile, revisione: int, campi: list[str], *, autore: models.Model, modo: Modo) -> None:
    """Save `campi` if nobody saved after `revisione`; a page may follow its own saves, whose answer the network lost.

    Must run inside the act's transaction. Raises SalvataggioSuperato with the row as it stands.
    """
    oggetto._change_reason = modo.per_storia()  # type: ignore[attr-defined]  # noqa: SLF001 - simple_history's own name
    try:
        oggetto.salva_se_invariata(revisione, campi)
    except SalvataggioSuperato as superato:
        attuale = superato.attuale
        if not (isinstance(attuale, Revisionabile) and _tutte_sue(attuale, revisione, autore, modo)):
            raise
        oggetto.salva_se_invariata(attuale.revisione, campi)


def _tutte_sue(attuale: Revisionabile, revisione: int, autore: models.Model, modo: Modo) -> bool:
    """Whether all that was saved after `revisione` came from this same open page."""
    if not modo.automatico:
        return False
    storia = senza_da_parte(getattr(attuale, "storia")).filter(revisione__gt=revisione)  # noqa: B009 - not on the base
    righe = list(storia.values_list("revisione", "history_user_id", "history_change_reason"))
    # What a slow network brings late is older than what the same page has saved since.
    sue = all(
        chi == autore.pk and _pagina(motivo) == modo.pagina and (not modo.invio or _invio(motivo) < modo.invio)
        for _, chi, motivo in righe
    )
    return sue and attuale.revisione in {r[0] for r in righe}


def in_ritardo(oggetto: Revisionabile, autore: models.Model, modo: Modo) -> bool:
    """Whether the same open page has already saved something that it sent after this. One query."""
    if not modo.automatico or not modo.invio:
        return False
    storia = senza_da_parte(getattr(oggetto, "storia")).filter(history_user_id=autore.pk)  # noqa: B009 - not on the base
    motivi = storia.filter(history_change_reason__contains=f", pagina {modo.pagina},")
    return any(_invio(m) > modo.invio for m in motivi.values_list("history_change_reason", flat=True))


def _motivo(dal: dt.datetime, pagina: str, invio: int) -> str:
    coda = f", invio {invio}" if invio else ""
    return f"{AUTOMATICO} dal {dal.isoformat(timespec='seconds')}, pagina {pagina}{coda}"


def _pagina(motivo: str | None) -> str:
    if not motivo or not motivo.startswith(AUTOMATICO):
        return ""
    return motivo.rpartition(", pagina ")[2].partition(", invio ")[0]


def _invio(motivo: str) -> int:
    numero = motivo.rpartition(", invio ")[2]
    return int(numero) if numero.isdecimal() else 0


def _dal(motivo: str) -> dt.datetime:
    return dt.datetime.fromisoformat(motivo.removeprefix(f"{AUTOMATICO} dal ").rpartition(", pagina ")[0])


def raccogli(oggetto: models.Model, *, entro: dt.timedelta, da_tenere: Callable[[dt.datetime], bool]) -> bool:
    """Keep one version of two that a page saved by itself one after the other, within `entro` from the first of all.

    `da_tenere` says whether something formal happened since a date: then both stay. Tell whether they became one.
    """
    ultime = list(getattr(oggetto, "storia").order_by("-history_date", "-history_id")[:2])  # noqa: B009 - not on the base
    return len(ultime) > 1 and _una_sola(ultime[0], ultime[1], entro=entro, da_tenere=da_tenere)


def raccogli_fra_altre(
    oggetto: models.Model, *, entro: dt.timedelta, da_tenere: Callable[[dt.datetime], bool], leggeri: tuple[str, ...]
) -> bool:
    """As `raccogli`, also where the pages of others saved between the two: for what is merged without asking.

    Each page keeps its last version, so that others' saves are still seen; `leggeri` are the fields not to be read.
    """
    storia = getattr(oggetto, "storia").order_by("-history_date", "-history_id")  # noqa: B009 - not on the base
    ultime = list(storia.defer(*leggeri)[:_FRA_QUANTE])
    pagina = _pagina(ultime[0].history_change_reason) if ultime else ""
    prima = next((v for v in ultime[1:] if _pagina(v.history_change_reason) == pagina), None)
    return prima is not None and _una_sola(ultime[0], prima, entro=entro, da_tenere=da_tenere)


def _una_sola(nuova: Any, prima: Any, *, entro: dt.timedelta, da_tenere: Callable[[dt.datetime], bool]) -> bool:
    pagine = {_pagina(v.history_change_reason) for v in (nuova, prima)}
    if len(pagine) > 1 or pagine == {""} or nuova.history_user_id != prima.history_user_id:
        return False
    if nuova.history_date - _dal(prima.history_change_reason) > entro or da_tenere(prima.history_date):
        return False
    pagina, invio = _pagina(nuova.history_change_reason), _invio(nuova.history_change_reason)
    nuova.history_change_reason = _motivo(_dal(prima.history_change_reason), pagina, invio)
    prima.delete()
    nuova.save(update_fields=["history_change_reason"])
    return True


def metti_da_parte(
    oggetto: Revisionabile, valori: Mapping[str, object], *, revisione: int, motivo: str, autore: models.Model
) -> bool:
    """Write in the history a text that was not saved, with who wrote it; the row does not move.

    `valori` are the fields that differ from the row. The same text twice is kept once. Tell whether it was new.
    """
    storia = getattr(oggetto, "storia")  # noqa: B009 - not on the base
    if storia.filter(history_change_reason=motivo, history_user_id=autore.pk, **valori).exists():
        return False
    campi = {f.attname: getattr(oggetto, f.attname) for f in storia.model.tracked_fields}
    copia = type(oggetto)(**{**campi, **valori, "revisione": max(revisione, 0)})
    storia.bulk_history_create([copia], update=True, default_user=autore, default_change_reason=motivo)
    return True
