"""The job that reads a Word file: what it leaves is the canonical document and the account, as one JSON file."""

from dataclasses import dataclass
from typing import Any

from core.canonico import Json, byte_canonici
from documenti import archivio
from documenti.enums import TipoFile
from documenti.lavori import Avanzamento, EsitoLavoro, tipo_lavoro
from documenti.models import Lavoro
from piani.actions.word import LAVORO
from piani.canonico.forma import Documento
from piani.models import ImportazioneWord
from piani.queries_word import conosciuto, importazioni_visibili_a
from piani.word.entrata import leggi_file
from utenti.models import Utente


@dataclass(frozen=True)
class LetturaConservata:
    """A reading as it was kept."""

    documento: Documento
    resoconto: Json


def puo_avere(utente: Any, lavoro: Lavoro) -> bool:
    """Whether this person may have the reading."""
    return isinstance(utente, Utente) and importazioni_visibili_a(utente).filter(lavoro=lavoro).exists()


@tipo_lavoro(LAVORO, visibile=puo_avere)
def leggi_importazione(lavoro: Lavoro, avanzamento: Avanzamento) -> EsitoLavoro:
    """Read the file of an import and keep what was understood."""
    riga = ImportazioneWord.objects.select_related("ambito__ente", "triennio", "file").get(lavoro=lavoro)
    lettura = leggi_file(
        archivio.leggi(riga.file),
        conosciuto(riga.triennio),
        nome=riga.nome_file,
        ambito=riga.ambito.codice,
        triennio=riga.triennio.codice,
        titolo=f"Piano di Zona {riga.triennio} - {riga.ambito.ente.nome_completo}",
        avanza=avanzamento,
    )
    dati = {"documento": lettura.documento, "resoconto": lettura.resoconto.dati()}
    file = archivio.conserva(byte_canonici(dati), nome="lettura.json", tipi=frozenset({TipoFile.JSON}))
    return EsitoLavoro(
        file=file, dati={"conti": dati["resoconto"]["conti"]}, nome_file=f"lettura-{riga.ambito.codice}.json"
    )
