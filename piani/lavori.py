"""The job that prints: from the frozen bytes of a version, and from nothing else."""

from typing import Any

from django.utils import timezone

from documenti import archivio
from documenti.enums import TipoFile
from documenti.lavori import Avanzamento, EsitoLavoro, tipo_lavoro
from documenti.models import Lavoro
from piani.actions.stampe import LAVORO
from piani.canonico import leggi
from piani.carta import (
    CONFRONTO,
    PARTE_ACCORDO,
    Fascicolo,
    FascicoloAccordo,
    FascicoloConfronto,
    FascicoloPiano,
    FascicoloScheda,
)
from piani.models import Stampa, Versione
from piani.queries_stampe import pagine_attese, stampe_visibili_a
from registro.queries import Testa
from utenti.models import Utente


def puo_avere(utente: Any, lavoro: Lavoro) -> bool:
    """Whether this person may download the print."""
    chi = utente if isinstance(utente, Utente) else None
    return stampe_visibili_a(chi).filter(lavoro=lavoro).exists()


def fascicolo(versione: Versione, scheda: str, *, bozza: bool, testa: Testa) -> Fascicolo:
    """Return the paper of a version: the plan, one sheet of it, the Accordo, what changed since another. Its day is the version's, whoever prints it.

    Raises DatiNonValidi (no such sheet).
    """
    documento = leggi(bytes(versione.contenuto))
    giorno = timezone.localdate(versione.creata_il)
    if scheda == PARTE_ACCORDO:
        return FascicoloAccordo(documento, bozza=bozza, data=giorno, testa=testa)
    if scheda.startswith(CONFRONTO):
        prima = Versione.objects.get(piano=versione.piano_id, sha256__startswith=scheda.removeprefix(CONFRONTO))
        return FascicoloConfronto(
            documento,
            prima=leggi(bytes(prima.contenuto)),
            prima_data=timezone.localdate(prima.creata_il),
            bozza=bozza,
            data=giorno,
            testa=testa,
        )
    if scheda:
        return FascicoloScheda(documento, scheda=scheda, bozza=bozza, data=giorno, testa=testa)
    return FascicoloPiano(documento, bozza=bozza, data=giorno, testa=testa)


def nome_file(carta: Fascicolo, scheda: str) -> str:
    """Return the name by which the file is downloaded."""
    pezzi = ["piano", carta.piano.codice, carta.piano.triennio]
    if scheda == PARTE_ACCORDO:
        pezzi[0] = "accordo"
    elif scheda.startswith(CONFRONTO):
        pezzi += ["confronto", scheda.removeprefix(CONFRONTO)[:8]]
    elif scheda:
        pezzi += ["scheda", scheda.rpartition(":")[2].lower()]
    pezzi += ["bozza"] if carta.bozza else []
    return "-".join([*pezzi, carta.piano.sha256[:8]]) + ".pdf"


@tipo_lavoro(LAVORO, visibile=puo_avere)
def stampa(lavoro: Lavoro, avanzamento: Avanzamento) -> EsitoLavoro:
    """Print, keep the file, write how many pages it has."""
    riga = Stampa.objects.select_related("versione").get(lavoro=lavoro)
    testa = Testa(int(lavoro.argomenti["conteggio"]), str(lavoro.argomenti["hash"]))
    carta = fascicolo(riga.versione, riga.scheda, bozza=riga.bozza, testa=testa)
    attese = pagine_attese(riga.versione.piano_id, riga.scheda)
    _, esito = carta.stampa(avanzamento, pagine_attese=attese)
    nome = nome_file(carta, riga.scheda)
    file = archivio.conserva(esito.pdf, nome=nome, tipi=frozenset({TipoFile.PDF}))
    Stampa.objects.filter(pk=riga.pk).update(pagine=esito.pagine)
    return EsitoLavoro(file=file, dati={"pagine": esito.pagine, "avvisi": esito.avvisi}, nome_file=nome)
