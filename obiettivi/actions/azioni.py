"""The list of actions: add, change, delete, move, with numbers that follow the order."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from core.exceptions import DatiNonValidi, SalvataggioSuperato
from core.storia import A_MANO, Modo, salva
from obiettivi.actions.comuni import (
    conserva_origine,
    firma,
    invariato,
    prossimo_ordine,
    scambia,
    testo_lungo,
    una_riga,
)
from obiettivi.models import Azione, Indicatore, Scheda
from obiettivi.regole import NodoAzione, numeri_automatici, numeri_manuali, rinumera_indicatore
from utenti.models import Utente


@dataclass(frozen=True)
class DatiAzione:
    """What a person writes of an action. An empty `numero` follows the order."""

    testo: str
    numero: str = ""
    testo_modalita: str = ""
    realizzazione: int | None = None
    nota: str = ""


_CAMPI = ["testo", "numero", "testo_modalita", "realizzazione", "nota"]


def aggiungi_azione(scheda: Scheda, dati: DatiAzione, *, genitore: Azione | None = None, autore: Utente) -> Azione:
    """Add an action at the end, or under `genitore`. Raises DatiNonValidi: text missing, number taken, third level."""
    if genitore is not None and (genitore.scheda_id != scheda.pk or genitore.genitore_id is not None):
        raise DatiNonValidi("Le azioni hanno al massimo due livelli. Non è cambiato nulla.")
    with transaction.atomic():
        manuali = numeri_manuali(_nodi(scheda))
        azione = Azione(scheda=scheda, genitore=genitore, ordine=prossimo_ordine(scheda.azioni.all()))
        _scrivi(azione, dati)
        _esigi_numero_libero(azione)
        firma(azione, autore).save()
        _rinumera(scheda, _con_manuale(manuali, azione), autore)
        azione.refresh_from_db()
    return azione


def modifica_azione(
    azione: Azione, dati: DatiAzione, *, revisione_letta: int, autore: Utente, modo: Modo = A_MANO
) -> None:
    """Change an action; its indicators follow its number. The same words twice save nothing.

    Raises SalvataggioSuperato, DatiNonValidi.
    """
    with transaction.atomic():
        nodi = _nodi(azione.scheda)
        manuali = numeri_manuali(nodi)
        prima = Azione.objects.get(pk=azione.pk)
        _scrivi(azione, dati)
        manuali = _con_manuale(manuali, azione)
        azione.numero = azione.numero or numeri_automatici(nodi, manuali)[azione.pk]
        if invariato(azione, prima, _CAMPI):
            azione.revisione = prima.revisione
            return
        conserva_origine(prima)
        salva(firma(azione, autore), revisione_letta, _CAMPI, autore=autore, modo=modo)
        if azione.numero != prima.numero:
            _esigi_numero_libero(azione)
            _segui(azione, prima.numero, autore)
            _rinumera(azione.scheda, manuali, autore)
            azione.refresh_from_db()


def elimina_azione(azione: Azione, *, revisione_letta: int, autore: Utente) -> None:
    """Delete an action and those under it; its indicators stay, without action. Raises SalvataggioSuperato."""
    scheda = azione.scheda
    with transaction.atomic():
        manuali = numeri_manuali(_nodi(scheda))
        if not Azione.objects.filter(pk=azione.pk, revisione=revisione_letta).exists():
            raise SalvataggioSuperato(Azione.objects.get(pk=azione.pk))
        for figlia in azione.figlie.all():
            firma(figlia, autore).delete()
        firma(azione, autore).delete()
        _rinumera(scheda, manuali, autore)


def sposta_azione(azione: Azione, passi: int, *, autore: Utente) -> bool:
    """Move an action one place up (-1) or down (1) among its siblings; tell whether it moved."""
    scheda = azione.scheda
    with transaction.atomic():
        nodi = _nodi(scheda)
        manuali = numeri_manuali(nodi)
        azioni = list(scheda.azioni.order_by("ordine"))
        fratelli = scambia([a for a in azioni if a.genitore_id == azione.genitore_id], azione.pk, passi)
        if fratelli is None:
            return False
        for n, riga in enumerate(_albero(fratelli, azioni), 1):
            if riga.ordine != n:
                riga.ordine = n
                firma(riga, autore).save(update_fields=["ordine"])
        _rinumera(scheda, manuali, autore)
    return True


def _albero(fratelli: list[Azione], azioni: list[Azione]) -> list[Azione]:
    """Return all actions, parents before their children, with `fratelli` in their new order."""
    livello = fratelli[0].genitore_id
    madri = fratelli if livello is None else [a for a in azioni if a.genitore_id is None]
    ordinate = []
    for madre in madri:
        ordinate.append(madre)
        ordinate += fratelli if madre.pk == livello else [a for a in azioni if a.genitore_id == madre.pk]
    return ordinate


def _scrivi(azione: Azione, dati: DatiAzione) -> None:
    azione.testo = testo_lungo(dati.testo)
    if not azione.testo:
        raise DatiNonValidi("Scrivi che cosa si farà: un'azione senza testo non si salva.")
    azione.numero = una_riga(dati.numero, 10)
    azione.testo_modalita = testo_lungo(dati.testo_modalita)
    azione.realizzazione = dati.realizzazione
    azione.nota = testo_lungo(dati.nota)
    if dati.realizzazione is not None and not 0 <= dati.realizzazione <= 100:
        raise DatiNonValidi("La realizzazione sta tra 0 e 100. Non è cambiato nulla.")


def _esigi_numero_libero(azione: Azione) -> None:
    altre = Azione.objects.filter(scheda=azione.scheda_id).exclude(pk=azione.pk)
    if azione.numero and altre.filter(numero=azione.numero).exists():
        raise DatiNonValidi(
            f"Il numero {azione.numero} è già di un'altra azione di questa scheda: scegline un altro, "
            "oppure lascia il campo vuoto e lo mette il portale."
        )


def _con_manuale(manuali: dict[int, str], azione: Azione) -> dict[int, str]:
    """Keep the number that a person has just written; an empty one goes back to the order."""
    altri = {pk: numero for pk, numero in manuali.items() if pk != azione.pk}
    return altri | {azione.pk: azione.numero} if azione.numero else altri


def _nodi(scheda: Scheda) -> list[NodoAzione]:
    righe = scheda.azioni.order_by("ordine").values_list("pk", "genitore_id", "numero")
    return [NodoAzione(pk, genitore, numero) for pk, genitore, numero in righe]


def _rinumera(scheda: Scheda, manuali: dict[int, str], autore: Utente) -> None:
    """Give each action its number; whoever has the old one under the eyes sees it at the next save."""
    numeri = numeri_automatici(_nodi(scheda), manuali)
    for azione in scheda.azioni.all():
        nuovo, vecchio = numeri[azione.pk], azione.numero
        if nuovo != vecchio:
            azione.numero = nuovo
            firma(azione, autore).salva_se_invariata(azione.revisione, ["numero"])
            _segui(azione, vecchio, autore)


def rinumera(scheda: Scheda, tornate: Collection[int], autore: Utente) -> None:
    """Give each action its number after those of ids `tornate` came back: theirs, where it does not follow the order.

    The others' numbers were right without them: they count again.
    """
    nodi = _nodi(scheda)
    altri = numeri_manuali(n for n in nodi if n.id not in tornate)
    tutti = numeri_manuali(nodi)
    presi = [n.numero for n in nodi]
    suoi = {pk: numero for pk, numero in tutti.items() if pk in tornate and presi.count(numero) == 1}
    automatici = numeri_automatici(nodi, altri)
    _rinumera(scheda, altri | {pk: n for pk, n in suoi.items() if n not in automatici.values()}, autore)


def _segui(azione: Azione, vecchio: str, autore: Utente) -> None:
    """Carry the number of an action into the n.m of its indicators."""
    for indicatore in Indicatore.objects.filter(azione=azione):
        numero = rinumera_indicatore(indicatore.numero, vecchio, azione.numero)
        if azione.numero and numero != indicatore.numero:
            indicatore.numero = numero
            firma(indicatore, autore).salva_se_invariata(indicatore.revisione, ["numero"])
