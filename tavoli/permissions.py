"""May this person do this at this table, today? Who keeps it by their office, who sits at it by its membership."""

from ambiti.models import Ente
from core.exceptions import NonPermesso
from core.formati import elenco
from tavoli.models import Tavolo
from tavoli.queries import enti_ai_tavoli, enti_seduti
from utenti.models import Incarico, Utente
from utenti.permissions import esigi, ha_permesso, spiega_rifiuto
from utenti.queries import Chi, incarichi_di, incarichi_su
from utenti.roles import Permesso, ruoli_con

NULLA = "Non è cambiato nulla."


def gestisce(chi: Chi | None, tavolo: Tavolo) -> bool:
    """Tell whether `chi` keeps the table. One query."""
    return ha_permesso(chi, Permesso.GESTIRE_TAVOLI, ambito=tavolo.ambito)


def esigi_di_gestire(chi: Chi | None, tavolo: Tavolo) -> None:
    """Let through who keeps the table. Raises NonPermesso."""
    esigi(chi, Permesso.GESTIRE_TAVOLI, ambito=tavolo.ambito)


def esigi_di_partecipare(chi: Chi | None, ente: Ente) -> None:
    """Let through who may speak for `ente` at tables. Raises NonPermesso."""
    if enti_ai_tavoli(chi).filter(pk=ente.pk).exists():
        return
    if ha_permesso(chi, Permesso.PARTECIPARE_AI_TAVOLI, ambito=None):
        tuoi = elenco([str(e) for e in enti_ai_tavoli(chi)])
        raise NonPermesso(f"Ai tavoli puoi parlare per {tuoi}, non per {ente}. {NULLA}")
    raise NonPermesso(spiega_rifiuto(chi, Permesso.PARTECIPARE_AI_TAVOLI, ambito=None))


def esigi_di_sedere(chi: Chi | None, tavolo: Tavolo, ente: Ente) -> None:
    """Let through who speaks for a body that sits at the table. Raises NonPermesso."""
    esigi_di_partecipare(chi, ente)
    if not enti_seduti(tavolo, chi).filter(pk=ente.pk).exists():
        raise NonPermesso(
            f"{ente} non siede a questo tavolo: i contributi li lascia chi è ammesso. "
            f"Se il tavolo accoglie ancora domande, chiedi di partecipare. {NULLA}"
        )


def veste_dell_ufficio(autore: Utente, tavolo: Tavolo) -> int | None:
    """Return the id of the Incarico by which `autore` keeps the table, for the log; the one worn, if it does."""
    sue = incarichi_su(autore, tavolo.ambito).filter(ruolo__in=ruoli_con(Permesso.GESTIRE_TAVOLI))
    return _veste(autore, list(sue.order_by("pk")))


def veste_per(autore: Utente, ente: Ente) -> int | None:
    """Return the id of the Incarico by which `autore` speaks for `ente`, for the log."""
    sue = incarichi_di(autore).filter(ente=ente, ruolo__in=ruoli_con(Permesso.PARTECIPARE_AI_TAVOLI))
    return _veste(autore, list(sue.order_by("pk")))


def _veste(autore: Utente, sue: list[Incarico]) -> int | None:
    veste = autore.veste
    if veste is not None and any(i.pk == veste.pk for i in sue):
        return veste.pk
    return sue[0].pk if sue else None
