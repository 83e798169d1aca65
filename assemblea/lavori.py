"""The job that prints the minutes."""

from typing import Any

from assemblea.actions.atti import LAVORO
from assemblea.carta import VerbaleSeduta
from assemblea.models import Verbale
from assemblea.queries import sedute_visibili_a
from documenti import archivio
from documenti.enums import TipoFile
from documenti.lavori import Avanzamento, EsitoLavoro, tipo_lavoro
from documenti.models import Lavoro
from utenti.models import Utente


def puo_avere(utente: Any, lavoro: Lavoro) -> bool:
    """Whether this person may download the minutes: who may follow the sessions of that Ambito."""
    chi = utente if isinstance(utente, Utente) else None
    return sedute_visibili_a(chi).filter(verbale__lavoro=lavoro).exists()


@tipo_lavoro(LAVORO, visibile=puo_avere)
def stampa(lavoro: Lavoro, avanzamento: Avanzamento) -> EsitoLavoro:
    """Print, keep the file, write how many pages it has."""
    verbale = Verbale.objects.select_related("seduta__ambito__ente").get(pk=int(lavoro.argomenti["verbale"]))
    _, esito = VerbaleSeduta(bytes(verbale.contenuto)).stampa(avanzamento)
    seduta = verbale.seduta
    nome = f"verbale-{seduta.ambito.codice}-{seduta.giorno:%Y-%m-%d}-{verbale.sha256[:8]}.pdf"
    file = archivio.conserva(esito.pdf, nome=nome, tipi=frozenset({TipoFile.PDF}))
    Verbale.objects.filter(pk=verbale.pk).update(pagine=esito.pagine)
    return EsitoLavoro(file=file, dati={"pagine": esito.pagine, "avvisi": esito.avvisi}, nome_file=nome)
