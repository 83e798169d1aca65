"""The job that prints the list of the signatures: from the data kept when it was asked for, and from nothing else."""

from typing import Any

from accordi.actions.stampe import LAVORO
from accordi.documents import ElencoFirme
from documenti import archivio
from documenti.enums import TipoFile
from documenti.lavori import Avanzamento, EsitoLavoro, tipo_lavoro
from documenti.models import Lavoro
from piani.queries import piani_dove
from utenti.models import Utente
from utenti.roles import Permesso


def puo_avere(utente: Any, lavoro: Lavoro) -> bool:
    """Whether this person may download the list: who reads the plan in work."""
    chi = utente if isinstance(utente, Utente) else None
    return piani_dove(chi, Permesso.LEGGERE_BOZZA).filter(pk=lavoro.argomenti["piano"]).exists()


@tipo_lavoro(LAVORO, visibile=puo_avere)
def elenco_firme(lavoro: Lavoro, avanzamento: Avanzamento) -> EsitoLavoro:
    """Print and keep the file."""
    carta = ElencoFirme(lavoro.argomenti["dati"])
    esito = carta.stampa(avanzamento)
    nome = f"sottoscrizioni-{carta.dati['triennio']}-{carta.dati['giorno']}.pdf"
    file = archivio.conserva(esito.pdf, nome=nome, tipi=frozenset({TipoFile.PDF}))
    return EsitoLavoro(file=file, dati={"pagine": esito.pagine, "avvisi": esito.avvisi}, nome_file=nome)
