"""Funding lines."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from ambiti.models import Ente
from core.exceptions import DatiNonValidi, SalvataggioSuperato
from core.storia import A_MANO, Modo, salva
from obiettivi.actions.comuni import (
    conserva_origine,
    firma,
    invariato,
    prossimo_ordine,
    scambia,
    senza_storia,
    testo_lungo,
)
from obiettivi.enums import Natura, PeriodoRisorsa, Precisione
from obiettivi.models import FonteFinanziamento, LineaRisorsa, Scheda
from utenti.models import Utente


@dataclass(frozen=True)
class DatiRisorsa:
    """What a person writes of a funding line; `importo` is euro, None when it is not known."""

    importo: Decimal | None = None
    fonti: Collection[FonteFinanziamento] = ()
    natura: str = Natura.NON_INDICATA
    periodo: str = PeriodoRisorsa.TRIENNIO
    anno: int | None = None
    precisione: str = Precisione.ESATTO
    condivisa: bool = False
    condivisa_con: Collection[Ente] = ()
    fino_al: dt.date | None = None
    nota: str = ""


_CAMPI = ["importo", "natura", "periodo", "anno", "precisione", "condivisa", "fino_al", "nota"]


def aggiungi_risorsa(scheda: Scheda, dati: DatiRisorsa, *, autore: Utente) -> LineaRisorsa:
    """Add a funding line after the others. Raises DatiNonValidi."""
    with transaction.atomic():
        linea = LineaRisorsa(scheda=scheda, ordine=prossimo_ordine(scheda.risorse.all()))
        _scrivi(linea, dati)
        with senza_storia(linea):
            linea.save()
        _collega(linea, dati)
        firma(linea, autore).save()
    return linea


def modifica_risorsa(
    linea: LineaRisorsa, dati: DatiRisorsa, *, revisione_letta: int, autore: Utente, modo: Modo = A_MANO
) -> None:
    """Change a funding line. The same words twice save nothing. Raises SalvataggioSuperato, DatiNonValidi."""
    with transaction.atomic():
        prima = LineaRisorsa.objects.get(pk=linea.pk)
        _scrivi(linea, dati)
        stesse = set(dati.fonti) == set(linea.fonti.all()) and set(dati.condivisa_con) == set(linea.condivisa_con.all())
        if stesse and invariato(linea, prima, _CAMPI):
            linea.revisione = prima.revisione
            return
        conserva_origine(prima)
        _collega(linea, dati)
        salva(firma(linea, autore), revisione_letta, _CAMPI, autore=autore, modo=modo)


def elimina_risorsa(linea: LineaRisorsa, *, revisione_letta: int, autore: Utente) -> None:
    """Delete a funding line. Raises SalvataggioSuperato."""
    with transaction.atomic():
        if not LineaRisorsa.objects.filter(pk=linea.pk, revisione=revisione_letta).exists():
            raise SalvataggioSuperato(LineaRisorsa.objects.get(pk=linea.pk))
        firma(linea, autore).delete()


def sposta_risorsa(linea: LineaRisorsa, passi: int, *, autore: Utente) -> bool:
    """Move a funding line one place up (-1) or down (1); tell whether it moved."""
    with transaction.atomic():
        nuove = scambia(list(linea.scheda.risorse.order_by("ordine")), linea.pk, passi)
        if nuove is None:
            return False
        for n, riga in enumerate(nuove, 1):
            if riga.ordine != n:
                riga.ordine = n
                firma(riga, autore).save(update_fields=["ordine"])
    return True


def _scrivi(linea: LineaRisorsa, dati: DatiRisorsa) -> None:
    if dati.importo is not None and dati.importo < 0:
        raise DatiNonValidi("Un importo non può essere negativo. Non è cambiato nulla.")
    if dati.condivisa_con and not dati.condivisa:
        raise DatiNonValidi("Hai indicato con chi è condivisa, ma non che è condivisa: segna anche quella casella.")
    linea.importo = dati.importo
    linea.natura = dati.natura
    linea.periodo = dati.periodo
    linea.anno = dati.anno
    linea.precisione = dati.precisione
    linea.condivisa = dati.condivisa
    linea.fino_al = dati.fino_al
    linea.nota = testo_lungo(dati.nota)
    if linea.importo is None and not linea.nota and not dati.fonti:
        raise DatiNonValidi("Scrivi almeno un importo, una fonte o una nota: una riga vuota non si salva.")


def _collega(linea: LineaRisorsa, dati: DatiRisorsa) -> None:
    with senza_storia(linea):
        linea.fonti.set(dati.fonti)
        linea.condivisa_con.set(dati.condivisa_con)
