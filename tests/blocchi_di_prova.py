"""Published blocks for the tests: written and published through the doors."""

from typing import Any

from ambiti.models import Ente
from obiettivi.models import Triennio
from piani.actions import blocchi
from piani.actions.tabelle import RigaScritta
from piani.enums import SpecieBlocco
from piani.models import Blocco, VersioneBlocco
from utenti.models import Utente

TESTO = "<p>La Casa di comunità è il luogo in cui sanità e servizi sociali lavorano insieme.</p>"
RIGHE = (("Gallarate", "2"), ("Somma Lombardo", "1"))


def bozza_di_testo(
    ente: Ente, triennio: Triennio, autore: Utente, *, titolo: str = "Case di comunità", a_chi: str = "territorio"
) -> Blocco:
    """A text that nobody has published."""
    nato = blocchi.crea_blocco(ente, triennio, specie=SpecieBlocco.TESTO, titolo=titolo, a_chi=a_chi, autore=autore)
    return riscrivi(nato, autore, testo=TESTO)


def riscrivi(blocco: Blocco, autore: Utente, **dati: Any) -> Blocco:
    """Save the draft of a text with these words, the rest as it was."""
    ora = Blocco.objects.get(pk=blocco.pk)
    valori: Any = {c: getattr(ora, c) for c in ("titolo", "a_chi", "testo", "fonte", "anno", "nota", "orizzontale")}
    return blocchi.scrivi_blocco(ora, dati=valori | dati, revisione=ora.revisione, autore=autore)


def bozza_di_tabella(ente: Ente, triennio: Triennio, autore: Utente, *righe: tuple[str, str]) -> Blocco:
    """A table of two columns that nobody has published, with a computed total."""
    nato = blocchi.crea_blocco(
        ente, triennio, specie=SpecieBlocco.TABELLA, titolo="Ambulatori", a_chi="territorio", autore=autore
    )
    return riempi(nato, autore, *(righe or RIGHE))


def riempi(blocco: Blocco, autore: Utente, *righe: tuple[str, str]) -> Blocco:
    """Save the rows of the draft of a table, and a total under them."""
    ora = Blocco.objects.get(pk=blocco.pk)
    scritte = [RigaScritta(list(r)) for r in righe]
    totale = RigaScritta(["Totale", ""], totale=True, calcolo="totale")
    return blocchi.salva_righe_blocco(ora, righe=[*scritte, totale], revisione=ora.revisione, autore=autore)


def pubblica(blocco: Blocco, autore: Utente, *, nota: str = "") -> VersioneBlocco:
    """Publish the draft as it stands."""
    ora = Blocco.objects.get(pk=blocco.pk)
    return blocchi.pubblica_blocco(ora, revisione=ora.revisione, nota=nota, autore=autore)
