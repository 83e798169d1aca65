"""What the acts share: the lock on the plan, the event in its chain."""

from typing import Any

from accordi.permissions import esigi_scrittura
from core.exceptions import DatiNonValidi
from core.testo import TestoTroppoLungo, html_pulito, pulisci, riga
from piani.models import Piano
from piani.permissions import NULLA, Parte, veste_di
from registro.actions import annota
from utenti.models import Utente


def blocca(piano: Piano) -> Piano:
    """Lock the plan and return it as it stands. Inside the act's transaction."""
    nomi = Piano.objects.select_related("ambito__ente", "ambito__ats__ente", "triennio")
    return nomi.select_for_update(of=("self",)).get(pk=piano.pk)


def blocca_per_scrivere(piano: Piano, *, autore: Utente, parte: Parte | None = None) -> Piano:
    """Lock the plan, then look whether `autore` may write the Accordo. Raises NonPermesso."""
    bloccato = blocca(piano)
    esigi_scrittura(autore, bloccato, parte)
    return bloccato


def annota_atto(piano: Piano, atto: str, autore: Utente | None, **dati: Any) -> None:
    """Write an event of the room in the plan's chain: ids, hashes and dates only."""
    annota(
        piano.catena,
        f"accordi.{atto}",
        autore=autore,
        incarico_id=veste_di(autore, piano) if autore else None,
        dati=dati,
    )


def testo_pulito(testo: str) -> str:
    """Return formatted text cleaned. Raises DatiNonValidi when it is too long."""
    try:
        return html_pulito(testo)
    except TestoTroppoLungo as errore:
        raise DatiNonValidi(f"{errore} {NULLA}") from errore


def riga_libera(testo: str, *, massimo: int) -> str:
    """Return a line, cleaned, that may be empty. Raises DatiNonValidi when it is too long."""
    try:
        return riga(testo, massimo=massimo)
    except TestoTroppoLungo as errore:
        raise DatiNonValidi(f"{errore} {NULLA}") from errore


def riga_scritta(testo: str, *, massimo: int, che: str) -> str:
    """Return a line that must be there. Raises DatiNonValidi when it is empty or too long; `che` names it."""
    pulita = riga_libera(testo, massimo=massimo)
    if not pulita:
        raise DatiNonValidi(f"Scrivi {che}. {NULLA}")
    return pulita


def paragrafi(testo: str, *, che: str = "") -> str:
    """Return a plain text cleaned; `che` names it where it must be there. Raises DatiNonValidi."""
    try:
        pulito = pulisci(testo, massimo=4000)
    except TestoTroppoLungo as errore:
        raise DatiNonValidi(f"{errore} {NULLA}") from errore
    if che and not pulito:
        raise DatiNonValidi(f"Scrivi {che}. {NULLA}")
    return pulito
