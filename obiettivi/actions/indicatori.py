"""Indicators and their expected values."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from core.exceptions import DatiNonValidi, SalvataggioSuperato
from core.storia import A_MANO, Modo, salva
from leps.models import Indicatore as IndicatoreRegionale
from obiettivi.actions.comuni import (
    conserva_origine,
    firma,
    invariato,
    prossimo_ordine,
    scambia,
    testo_lungo,
    una_riga,
)
from obiettivi.models import Azione, Indicatore, Scheda, ValoreAtteso
from utenti.models import Utente


@dataclass(frozen=True)
class Atteso:
    """An expected value: `anno` None is the whole triennium, `tipo` a TipoBersaglio."""

    anno: int | None
    tipo: str
    valore: Decimal | None = None
    testo: str = ""


@dataclass(frozen=True)
class DatiIndicatore:
    """What a person writes of an indicator."""

    fase: str
    testo: str
    azione: Azione | None = None
    numero: str = ""
    formula: str = ""
    unita: str = "numero"
    base_valore: Decimal | None = None
    base_anno: int | None = None
    base_testo: str = ""
    regionale: IndicatoreRegionale | None = None
    attesi: tuple[Atteso, ...] = ()


_CAMPI = [
    "fase", "testo", "azione", "numero", "formula", "unita", "base_valore", "base_anno", "base_testo", "regionale",
]  # fmt: skip


def aggiungi_indicatore(scheda: Scheda, dati: DatiIndicatore, *, autore: Utente) -> Indicatore:
    """Add an indicator after the others. Raises DatiNonValidi."""
    with transaction.atomic():
        indicatore = Indicatore(scheda=scheda, ordine=prossimo_ordine(scheda.indicatori.all()))
        _scrivi(indicatore, dati)
        firma(indicatore, autore).save()
        ValoreAtteso.objects.bulk_create(_attesi(indicatore, dati.attesi))
    return indicatore


def modifica_indicatore(
    indicatore: Indicatore, dati: DatiIndicatore, *, revisione_letta: int, autore: Utente, modo: Modo = A_MANO
) -> None:
    """Change an indicator and its expected values. The same words twice save nothing.

    Raises SalvataggioSuperato, DatiNonValidi.
    """
    with transaction.atomic():
        prima = Indicatore.objects.get(pk=indicatore.pk)
        _scrivi(indicatore, dati)
        nuovi = _attesi(indicatore, dati.attesi)
        diversi = {_valori(a) for a in nuovi} != {_valori(a) for a in prima.attesi.all()}
        if not diversi and invariato(indicatore, prima, _CAMPI):
            indicatore.revisione = prima.revisione
            return
        conserva_origine(prima)
        salva(firma(indicatore, autore), revisione_letta, _CAMPI, autore=autore, modo=modo)
        if diversi:
            indicatore.attesi.all().delete()
            ValoreAtteso.objects.bulk_create(nuovi)


def elimina_indicatore(indicatore: Indicatore, *, revisione_letta: int, autore: Utente) -> None:
    """Delete an indicator. Raises SalvataggioSuperato."""
    with transaction.atomic():
        if not Indicatore.objects.filter(pk=indicatore.pk, revisione=revisione_letta).exists():
            raise SalvataggioSuperato(Indicatore.objects.get(pk=indicatore.pk))
        firma(indicatore, autore).delete()


def sposta_indicatore(indicatore: Indicatore, passi: int, *, autore: Utente) -> bool:
    """Move an indicator one place up (-1) or down (1) within its phase; tell whether it moved."""
    with transaction.atomic():
        tutti = list(indicatore.scheda.indicatori.order_by("ordine"))
        posti = [i.ordine for i in tutti if i.fase == indicatore.fase]
        nuovi = scambia([i for i in tutti if i.fase == indicatore.fase], indicatore.pk, passi)
        if nuovi is None:
            return False
        for riga, posto in zip(nuovi, posti, strict=True):
            if riga.ordine != posto:
                riga.ordine = posto
                firma(riga, autore).save(update_fields=["ordine"])
    return True


def _scrivi(indicatore: Indicatore, dati: DatiIndicatore) -> None:
    indicatore.testo = testo_lungo(dati.testo)
    if not indicatore.testo:
        raise DatiNonValidi("Scrivi che cosa si misura: un indicatore senza testo non si salva.")
    if dati.azione is not None and dati.azione.scheda_id != indicatore.scheda_id:
        raise DatiNonValidi("Quell'azione è di un'altra scheda. Non è cambiato nulla.")
    indicatore.fase = dati.fase
    indicatore.azione = dati.azione
    indicatore.numero = una_riga(dati.numero, 10)
    indicatore.formula = testo_lungo(dati.formula)
    indicatore.unita = dati.unita
    indicatore.base_valore = dati.base_valore
    indicatore.base_anno = dati.base_anno
    indicatore.base_testo = una_riga(dati.base_testo, 200)
    indicatore.regionale = dati.regionale


def _attesi(indicatore: Indicatore, attesi: tuple[Atteso, ...]) -> list[ValoreAtteso]:
    anni = [a.anno for a in attesi]
    if len(anni) != len(set(anni)):
        raise DatiNonValidi("C'è più di un valore atteso per lo stesso anno. Non è cambiato nulla.")
    return [
        ValoreAtteso(indicatore=indicatore, anno=a.anno, tipo=a.tipo, valore=a.valore, testo=testo_lungo(a.testo))
        for a in attesi
    ]


def _valori(atteso: ValoreAtteso) -> tuple[int | None, str, Decimal | None, str]:
    return atteso.anno, atteso.tipo, atteso.valore, atteso.testo
