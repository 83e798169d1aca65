"""The evaluations of the parts of an earlier objective, each with the actions that belong to it."""

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
from obiettivi.enums import Cambiamento
from obiettivi.models import Azione, Scheda, Valutazione
from obiettivi.regole_esiti import calcola
from utenti.models import Utente

_CAMPI = ["nome", "grado", "grado_motivo", "cambiamento", "nota"]


@dataclass(frozen=True)
class DatiValutazione:
    """What a person writes of a part; `azioni` are of the first level, `grado` a percent or None: the computed one."""

    nome: str
    azioni: Collection[Azione] = ()
    grado: int | None = None
    grado_motivo: str = ""
    cambiamento: str = ""
    nota: str = ""


def grado_scelto(grado: int | None, motivo: str, criterio: str, realizzazioni: Collection[int | None]) -> int | None:
    """Return the degree that a person chose, None where the computed one stands.

    Raises DatiNonValidi: outside 0-100; not the computed one, and no reason.
    """
    if grado is None:
        return None
    if not 0 <= grado <= 100:
        raise DatiNonValidi("Il grado di raggiungimento sta tra 0 e 100. Non è cambiato nulla.")
    if not criterio:
        return grado
    calcolato = calcola(realizzazioni, criterio).valore
    if grado == calcolato:
        return None
    if not motivo.strip():
        conto = f"Il grado calcolato è {calcolato}%" if calcolato is not None else "Il grado non si può calcolare"
        raise DatiNonValidi(f"{conto}, tu hai scritto {grado}%: di' anche perché. Non è cambiato nulla.")
    return grado


def aggiungi_valutazione(scheda: Scheda, dati: DatiValutazione, *, autore: Utente) -> Valutazione:
    """Add the evaluation of a part after the others. Raises DatiNonValidi."""
    with transaction.atomic():
        valutazione = Valutazione(scheda=scheda, ordine=prossimo_ordine(scheda.valutazioni.all()))
        _scrivi(valutazione, dati)
        firma(valutazione, autore).save()
        _collega(valutazione, dati.azioni, autore)
    return valutazione


def modifica_valutazione(
    valutazione: Valutazione, dati: DatiValutazione, *, revisione_letta: int, autore: Utente, modo: Modo = A_MANO
) -> None:
    """Change an evaluation. The same words twice save nothing. Raises SalvataggioSuperato, DatiNonValidi."""
    with transaction.atomic():
        prima = Valutazione.objects.get(pk=valutazione.pk)
        _scrivi(valutazione, dati)
        if invariato(valutazione, prima, _CAMPI) and set(dati.azioni) == set(prima.azioni.all()):
            valutazione.revisione = prima.revisione
            return
        conserva_origine(prima)
        salva(firma(valutazione, autore), revisione_letta, _CAMPI, autore=autore, modo=modo)
        _collega(valutazione, dati.azioni, autore)


def elimina_valutazione(valutazione: Valutazione, *, revisione_letta: int, autore: Utente) -> None:
    """Delete an evaluation; its actions stay, in no part. Raises SalvataggioSuperato."""
    with transaction.atomic():
        if not Valutazione.objects.filter(pk=valutazione.pk, revisione=revisione_letta).exists():
            raise SalvataggioSuperato(Valutazione.objects.get(pk=valutazione.pk))
        firma(valutazione, autore).delete()


def sposta_valutazione(valutazione: Valutazione, passi: int, *, autore: Utente) -> bool:
    """Move an evaluation one place up (-1) or down (1); tell whether it moved."""
    with transaction.atomic():
        nuove = scambia(list(valutazione.scheda.valutazioni.order_by("ordine")), valutazione.pk, passi)
        if nuove is None:
            return False
        for n, riga in enumerate(nuove, 1):
            if riga.ordine != n:
                riga.ordine = n
                firma(riga, autore).save(update_fields=["ordine"])
    return True


def _scrivi(valutazione: Valutazione, dati: DatiValutazione) -> None:
    valutazione.nome = una_riga(dati.nome, 200)
    if not valutazione.nome:
        raise DatiNonValidi("Scrivi di quale parte o progetto si tratta. Non è cambiato nulla.")
    if dati.cambiamento and dati.cambiamento not in Cambiamento.values:
        raise DatiNonValidi("Scegli se c'è stato un cambiamento tra le voci dell'elenco. Non è cambiato nulla.")
    criterio = valutazione.scheda.grado_criterio
    valutazione.grado_motivo = testo_lungo(dati.grado_motivo)
    valutazione.grado = grado_scelto(
        dati.grado, valutazione.grado_motivo, criterio, [a.realizzazione for a in dati.azioni]
    )
    valutazione.cambiamento = dati.cambiamento
    valutazione.nota = testo_lungo(dati.nota)


def _collega(valutazione: Valutazione, azioni: Collection[Azione], autore: Utente) -> None:
    """Put the actions in this part; an action is in one part only, and leaves the one where it was."""
    if any(a.scheda_id != valutazione.scheda_id or a.genitore_id for a in azioni):
        raise DatiNonValidi("Le azioni di una parte sono di primo livello e di questa scheda. Non è cambiato nulla.")
    scelte = {a.pk for a in azioni}
    for azione in valutazione.scheda.azioni.all():
        nuova = valutazione.pk if azione.pk in scelte else None
        if azione.valutazione_id != nuova and (azione.pk in scelte or azione.valutazione_id == valutazione.pk):
            azione.valutazione_id = nuova
            firma(azione, autore).save(update_fields=["valutazione"])
